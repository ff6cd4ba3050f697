from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleSubject, Sensitivity
from app.innovation.queries import obstacles as queries
from app.innovation.queries.obstacles import ObstacleFilter
from app.innovation.services import obstacles as services
from app.innovation.services.issues import withdraw_issue
from tests.factories.innovation import an_issue
from tests.factories.innovation_c import content_of, obstacle_of, slogan_of, task_of
from tests.statements import count_statements


@pytest.fixture
def task(cast):
    with transaction():
        return task_of(cast)


def titles(actor, **wanted):
    return [row.title for row in queries.list_obstacles(actor, ObstacleFilter(**wanted)).rows]


def test_the_wall_is_narrowed_by_what_the_address_says(cast, task, write):
    first = obstacle_of(cast, task=task, title="하나", kind=ObstacleKind.BUDGET)
    obstacle_of(cast, task=task, title="둘", asked_department_id=cast.roads)
    services.escalate(obstacle=first, actor=cast.park, reason="국장님의 판단이 필요합니다.")
    closed = obstacle_of(cast, task=task, title="셋", suffering_department_id=cast.daesan)
    services.bypass(obstacle=closed, actor=cast.choi, reason="다른 길로 돌아갔습니다.")
    assert titles(cast.han) == ["둘", "하나"]
    assert titles(cast.han, with_settled=True) == ["셋", "둘", "하나"]
    assert titles(cast.han, level=ObstacleLevel.BUREAU) == ["하나"]
    assert titles(cast.han, kind=ObstacleKind.BUDGET) == ["하나"]
    assert titles(cast.han, asked_department_id=cast.roads) == ["둘"]
    assert titles(cast.han, department_id=cast.daesan, with_settled=True) == ["셋"]
    assert titles(cast.han, recurrence="도로과") == ["둘"]
    assert titles(cast.han, words="하", with_settled=True) == ["하나"]
    assert titles(cast.han, late=True) == []


def test_the_name_of_what_it_stands_in_the_way_of_is_shown_only_to_its_readers(cast, write):
    issue = an_issue(cast.kim, title="거둔 제안")
    drafted = slogan_of(cast, text="아직 쓰는 슬로건")
    named = [(ObstacleSubject.ISSUE, issue.id), (ObstacleSubject.SLOGAN, drafted.id)]
    found = [
        services.report_obstacle(actor=cast.kim, subject=subject, subject_id=subject_id, content=content_of(cast))
        for subject, subject_id in named
    ]
    withdraw_issue(actor=cast.kim, issue=issue, reason="다른 제안과 겹쳐 거둡니다.")
    for reader, texts in ((cast.han, [None, None]), (cast.kim, ["아직 쓰는 슬로건", "거둔 제안"])):
        rows = queries.list_obstacles(reader, ObstacleFilter()).rows
        assert [row.subject_title for row in rows] == texts
        assert [queries.obstacle_record(one.id, reader).subject_title for one in reversed(found)] == texts


def test_days_open_and_days_left_are_counted_in_seoul(cast, task):
    with transaction():
        obstacle_of(cast, task=task, due_on=date(2026, 11, 24))
    with clock.frozen_at(datetime(2026, 12, 7, 15, 0, tzinfo=UTC)):
        row = queries.list_obstacles(cast.han, ObstacleFilter()).rows[0]
    assert (row.days_open, row.days_left, row.should_rise) == (15, -14, True)


@pytest.mark.parametrize(
    ("sensitivity", "readers"),
    [
        (Sensitivity.OPEN, {"kim", "park", "seo", "yoon", "lee", "han", "choi", "gam", "goh"}),
        (Sensitivity.DEPARTMENTS, {"kim", "park", "seo", "yoon", "lee", "choi", "gam"}),
        (Sensitivity.RESTRICTED, {"kim", "park", "yoon", "lee", "choi", "gam"}),
    ],
)
def test_sensitive_obstacles_are_kept_from_bystanders(cast, task, as_, sensitivity, readers):
    with transaction():
        obstacle = obstacle_of(cast, task=task, sensitivity=sensitivity)
    names = ("kim", "park", "seo", "yoon", "lee", "han", "choi", "gam", "goh", "shin")
    on_the_wall = {name for name in names if titles(getattr(cast, name))}
    by_address = {n for n in names if as_(getattr(cast, n)).get(f"/obstacles/{obstacle.id}").status_code == 200}
    assert on_the_wall == readers
    assert by_address == readers


def test_the_wall_takes_five_statements_for_one_row_and_for_three(cast, task, as_):
    client = as_(cast.kim)
    counts = []
    for _round in range(2):
        with transaction():
            obstacle_of(cast, task=task, suffering_department_id=cast.civil)
            obstacle_of(cast, task=task, suffering_department_id=cast.daesan)
        with count_statements() as seen:
            page = client.get("/obstacles")
        assert page.status_code == 200
        counts.append(len(seen))
    assert counts == [5, 5]


def test_the_page_of_an_obstacle_takes_at_most_eight_statements(cast, task, as_):
    with transaction():
        obstacle = obstacle_of(cast, task=task)
    client = as_(cast.kang)
    with count_statements() as seen:
        page = client.get(f"/obstacles/{obstacle.id}")
    assert page.status_code == 200
    assert len(seen) <= 8, seen


def test_the_wall_goes_on_where_the_page_ended(cast, task, as_, write):
    rows = [obstacle_of(cast, task=task, title=f"장애 {n}") for n in range(52)]
    first = queries.list_obstacles(cast.han, ObstacleFilter())
    rest = queries.list_obstacles(cast.han, ObstacleFilter(), first.next_cursor)
    found = [row.id for row in (*first.rows, *rest.rows)]
    assert found == [row.id for row in reversed(rows)]
    assert rest.next_cursor is None


def test_the_task_page_shows_its_obstacles(app, cast, task, as_):
    with transaction():
        obstacle_of(cast, task=task)
    page = as_(cast.kim).get(f"/tasks/{task.id}?stage=5")
    assert page.status_code == 200
    assert "도로점용 허가가 늦다" in page.text
    assert f'href="/obstacles/new?task={task.id}"' in page.text
    assert db.session.is_active
