"""What recurs over departments, found and shown."""

import json
from datetime import UTC, datetime

import pytest

from app.core import clock
from app.core.database import transaction
from app.innovation.enums import ObstacleKind, Sensitivity
from app.innovation.queries import obstacles as queries
from app.innovation.queries.obstacles import Blocker, BlockerFilter
from tests.factories.innovation_c import obstacle_of, task_of
from tests.statements import count_statements


@pytest.fixture
def task(cast):
    with transaction():
        return task_of(cast)


def test_the_same_body_asked_is_found_over_departments(cast, task, write):
    for unit, body in ((cast.civil, "국토교통부"), (cast.daesan, "국토 교통부"), (cast.haemi, "국토교통부")):
        obstacle_of(cast, task=task, suffering_department_id=unit, asked_department_id=None, asked_body=body)
    obstacle_of(cast, task=task)
    found = queries.blockers(cast.han, BlockerFilter())
    assert found.looked_at == 4
    assert [*found.groups] == [
        Blocker(
            kind=ObstacleKind.COOPERATION,
            asked="국토 교통부",
            recurrence="국토교통부",
            words=(),
            departments=["민원봉사과", "대산읍", "해미면"],
            obstacles=3,
            unsettled=3,
        )
    ]


def test_year_and_department_narrow_what_is_counted(cast, task):
    with clock.frozen_at(datetime(2025, 12, 31, 14, 59, tzinfo=UTC)), transaction():
        obstacle_of(cast, task=task)
    with transaction():
        obstacle_of(cast, task=task, suffering_department_id=cast.daesan)
        obstacle_of(cast, task=task, suffering_department_id=cast.haemi)
    looked_at = {year: queries.blockers(cast.han, BlockerFilter(year=year)).looked_at for year in (2025, 2026, 2027)}
    assert looked_at == {2025: 1, 2026: 2, 2027: 0}
    assert queries.blockers(cast.han, BlockerFilter(bureau_id=cast.daesan)).looked_at == 1


def test_what_is_kept_from_the_reader_is_not_counted(cast, task, write):
    for unit in (cast.civil, cast.daesan):
        obstacle_of(cast, task=task, suffering_department_id=unit, sensitivity=Sensitivity.RESTRICTED)
    assert queries.blockers(cast.han, BlockerFilter()).looked_at == 0
    assert queries.blockers(cast.choi, BlockerFilter()).groups[0].obstacles == 2


def test_the_chart_says_the_same_as_its_table_and_states_the_finding(cast, task, as_):
    with transaction():
        for kind in (ObstacleKind.COOPERATION, ObstacleKind.BUDGET):
            obstacle_of(cast, task=task, kind=kind)
            obstacle_of(cast, task=task, kind=kind, suffering_department_id=cast.daesan)
    page = as_(cast.han).get("/obstacles/blockers").text
    figure = json.loads(page.split('data-figure="')[1].split('"')[0].replace("&#34;", '"'))
    assert [trace["x"] for trace in figure["data"]] == [[2, 2]]
    assert "Budget · 교통과 stops 2 departments with 2 obstacles" in page
    assert "Show as table" in page


@pytest.mark.parametrize(
    "address", ["/obstacles/blockers", "/obstacles/blockers?year=2026&bureau=999", "/obstacles/blockers?year=x"]
)
def test_the_page_takes_as_many_statements_for_none_as_for_some(cast, task, as_, address):
    client, counts = as_(cast.kim), []
    for unit in (cast.civil, cast.daesan):
        with count_statements() as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
        with transaction():
            obstacle_of(cast, task=task, suffering_department_id=unit)
    assert counts == [3, 3]
