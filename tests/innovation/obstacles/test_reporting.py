from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.core.errors import Denied, Invalid
from app.innovation.enums import ObstacleState, ObstacleSubject, TaskState
from app.innovation.models import Obstacle, ObstacleMove
from app.innovation.queries.obstacles import obstacle_facts
from app.innovation.services import obstacles as services
from app.innovation.services.stages import end_task
from tests.factories.innovation_c import DUE, content_of, obstacle_of, slogan_of, task_of
from tests.refusals import refused

FORM = {
    "title": "예산이 '없음' 😀",
    "kind": "budget",
    "phase": "running",
    "control": "outside",
    "severity": "blocks",
    "harm": "시민 1,200명이 불편합니다.",
    "tried": "추경을 두 번 요청했습니다.",
    "asked": "예비비를 배정해 주십시오.",
    "due_on": "2026-12-07",
    "sensitivity": "open",
}


@pytest.fixture
def task(cast):
    with transaction():
        return task_of(cast)


def test_an_obstacle_is_kept_as_it_was_reported(cast, task, as_):
    sent = {**FORM, "suffering_department_id": cast.civil, "asked_department_id": cast.planning}
    answer = as_(cast.park).post(f"/obstacles?task={task.id}", data=sent)
    obstacle = db.session.query(Obstacle).one()
    assert answer.status_code == 302
    assert answer.location == f"/obstacles/{obstacle.id}"
    assert (obstacle.subject, obstacle.task_id, obstacle.title) == (ObstacleSubject.TASK, task.id, FORM["title"])
    assert (obstacle.state, obstacle.owner_id, obstacle.due_on) == (ObstacleState.OPEN, None, DUE)
    assert obstacle.recurrence == "기획예산담당관"


def test_ten_thousand_characters_and_an_apostrophe_come_back_as_they_went_in(cast, task, as_):
    long = "가'<b>😀" * 1666 + "끝끝끝끝"
    assert len(long) == 10_000
    sent = {**FORM, "harm": long, "suffering_department_id": cast.civil, "asked_body": "국토교통부"}
    client = as_(cast.park)
    location = client.post(f"/obstacles?task={task.id}", data=sent).location
    page = client.get(location)
    assert db.session.query(Obstacle.harm).scalar() == long
    assert page.status_code == 200
    assert "가&#39;&lt;b&gt;😀" in page.text


def test_a_form_without_anybody_asked_comes_back_with_everything_typed(cast, task, as_):
    answer = as_(cast.park).post(f"/obstacles?task={task.id}", data={**FORM, "suffering_department_id": cast.civil})
    assert answer.status_code == 422
    assert "Say who is asked to act" in answer.text
    assert "시민 1,200명이 불편합니다." in answer.text
    assert db.session.query(Obstacle).count() == 0


def test_a_day_in_the_past_is_refused(cast, task, write):
    with pytest.raises(Invalid) as refusal:
        obstacle_of(cast, task=task, due_on=date(2026, 11, 22))
    assert list(refusal.value.fields) == ["due_on"]


def test_an_auditor_reports_nothing(cast, task, write):
    with pytest.raises(Denied):
        obstacle_of(cast, actor=cast.gam, task=task)


def test_an_obstacle_can_stand_in_the_way_of_a_slogan(cast, write):
    slogan = slogan_of(cast)
    obstacle = services.report_obstacle(
        actor=cast.kim, subject=ObstacleSubject.SLOGAN, subject_id=slogan.id, content=content_of(cast)
    )
    assert (obstacle.task_id, obstacle.issue_id, obstacle.slogan_id) == (None, None, slogan.id)


def test_raw_sql_cannot_give_an_obstacle_two_subjects(cast, task):
    with transaction():
        slogan = slogan_of(cast)
        obstacle = obstacle_of(cast, task=task)
    with pytest.raises(IntegrityError, match="one_subject"), transaction():
        db.session.execute(
            text("UPDATE obstacles SET slogan_id = :s WHERE id = :o"), {"s": slogan.id, "o": obstacle.id}
        )


def test_the_history_begins_with_the_report_and_cannot_be_changed(cast, task):
    with transaction():
        obstacle = obstacle_of(cast, task=task)
    move = db.session.query(ObstacleMove).one()
    assert (move.obstacle_id, move.step, move.from_state, move.to_state) == (obstacle.id, "report", None, "open")
    for statement in ("UPDATE obstacle_moves SET note = 'x'", "DELETE FROM obstacle_moves"):
        with pytest.raises(IntegrityError, match="obstacle_moves"), transaction():
            db.session.execute(text(statement))


def test_the_task_counts_its_open_obstacles_and_the_gate_knows_them(cast, task, write):
    first = obstacle_of(cast, task=task)
    obstacle_of(cast, task=task, owner_id=None)
    assert task.open_obstacle_count == 2
    assert obstacle_facts(task.id) == (1, 2)
    services.bypass(obstacle=first, actor=cast.seo, reason="임시 안내판으로 대신했습니다.")
    assert task.open_obstacle_count == 1
    assert obstacle_facts(task.id) == (1, 1)


def test_a_task_that_has_ended_takes_no_new_obstacle(cast, task, write):
    end_task(task=task, state=TaskState.ENDED_EARLY)
    with refused("ended"):
        obstacle_of(cast, task=task)


def test_without_a_subject_the_page_offers_the_tasks_of_the_department(cast, task, as_):
    page = as_(cast.kim).get("/obstacles/new")
    assert page.status_code == 200
    assert f'href="/obstacles/new?task={task.id}"' in page.text
    assert as_(cast.kim).post("/obstacles", data=FORM).status_code == 404


def test_the_form_says_what_it_stands_in_the_way_of(cast, task, as_):
    page = as_(cast.park).get(f"/obstacles/new?task={task.id}")
    assert page.status_code == 200
    assert "It stands in the way of: 버스 정류장 안내 개선" in page.text
