"""Lessons are found by words, department, year and by the kind of obstacle their task met."""

import pytest

from app.core.database import db, transaction
from app.innovation.enums import ObstacleKind, Sensitivity
from app.innovation.models import Lesson
from app.innovation.queries.lessons import LessonFilter, list_lessons
from app.innovation.queries.library import LibraryFilter, list_library
from app.innovation.services.closings import close_task
from app.innovation.services.obstacles import bypass
from tests.factories.innovation_b import a_monitored_task, a_submitted_closing
from tests.factories.innovation_c import obstacle_of
from tests.statements import count_statements


@pytest.fixture
def task(cast):
    """A closed task that met an obstacle everybody may see, and one that is kept from most."""
    with transaction():
        task, plan = a_monitored_task(cast)
        for kind, sensitivity in (
            (ObstacleKind.COOPERATION, Sensitivity.OPEN),
            (ObstacleKind.BUDGET, Sensitivity.RESTRICTED),
        ):
            obstacle = obstacle_of(cast, task=task, kind=kind, sensitivity=sensitivity)
            bypass(obstacle=obstacle, actor=cast.seo, reason="다른 길로 돌아갔습니다.")
        closing = a_submitted_closing(cast, task, plan)
        close_task(actor=cast.choi, task=task, closing=closing)
    return task


def found(actor, **wanted):
    return len(list_lessons(actor, LessonFilter(**wanted), None).rows)


def test_a_lesson_is_found_by_the_kind_of_obstacle_the_reader_may_see(cast, task):
    assert [
        found(cast.han, kind=kind) for kind in (ObstacleKind.COOPERATION, ObstacleKind.BUDGET, ObstacleKind.TIME)
    ] == [
        1,
        0,
        0,
    ]
    assert found(cast.choi, kind=ObstacleKind.BUDGET) == 1


def test_the_library_tells_of_the_obstacle_no_more_than_the_list_does(cast, task):
    kinds = (ObstacleKind.COOPERATION, ObstacleKind.BUDGET)
    assert [
        [len(list_library(actor, LibraryFilter(obstacle=kind)).rows) for kind in kinds]
        for actor in (cast.han, cast.choi)
    ] == [[1, 0], [1, 1]]


def test_a_lesson_is_found_by_its_year(cast, task):
    year = db.session.query(Lesson).one().recorded_on.year
    assert [found(cast.han, year=one) for one in (year - 1, year, year + 1)] == [0, 1, 0]
    assert found(cast.han, year=year, words="상인 현장", department_id=cast.traffic, kind=ObstacleKind.COOPERATION) == 1


def test_the_address_narrows_and_nonsense_does_not(cast, task, as_):
    client = as_(cast.han)
    title = db.session.query(Lesson).one().title
    for query, shown in (
        ("kind=cooperation", True),
        ("kind=time", False),
        ("kind=x&year=x", True),
        ("year=1999", True),
    ):
        assert (title in client.get(f"/lessons?{query}").text) is shown


def test_the_list_takes_as_many_statements_narrowed_as_whole(cast, task, as_):
    client = as_(cast.han)
    counts = []
    for query in ("", "?kind=cooperation&year=2026&words=상인"):
        with count_statements() as seen:
            assert client.get(f"/lessons{query}").status_code == 200
        counts.append(len(seen))
    assert counts == [3, 3]
