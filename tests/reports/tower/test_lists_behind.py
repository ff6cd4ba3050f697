"""Every number of the dashboard leads to the list of exactly what it counts."""

import re
from html import unescape

import pytest

from app.core.access import Role
from app.core.database import db, transaction
from app.core.i18n import speaking
from app.core.values import Value
from app.evaluation.queries.outlook import DepartmentOutlook
from app.innovation.enums import ObstacleLevel, ObstacleState, Stage
from app.innovation.models import Issue, Obstacle, Task
from app.innovation.queries.obstacle_requests import words_of_requests
from app.organization.models import Department
from app.reports.figures.evaluation import risks_figure
from app.reports.figures.units import unit_stages_figure
from app.reports.links import ListLink
from app.reports.queries.dashboards.places import Place
from app.reports.queries.mayor.blockers import top_blockers
from app.reports.queries.tower.carriers import carriers
from app.reports.queries.tower.reporting import StageCount
from app.reports.queries.tower.risks import Risks
from app.reports.queries.tower.scope import Scope
from app.reports.queries.tower.values import value_counts
from tests.factories.evaluation import published_round
from tests.factories.innovation import a_task, an_issue
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.mileage import award, items
from tests.factories.obstacle_requests import promise_of, request_of
from tests.statements import count_statements

CELL = re.compile(r'<a href="([^"]*)">(\d+)</a>')


def rows_shown(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.text.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr")


def linked_numbers(page, part):
    return [(unescape(url), int(count)) for url, count in CELL.findall(page) if part in url]


@pytest.fixture
def valued(cast):
    """교통과 has an idea, a task and a slogan that carry values; one more idea hides its names."""
    with transaction():
        issue, hidden = an_issue(cast.kim, title="그늘막"), an_issue(cast.kim, title="가린 제안", blind=True)
        task = a_task(cast, title="버스 안내")
        approved_slogan(cast)
        for kind, number in ((Issue, issue.id), (Issue, hidden.id), (Task, task.id)):
            db.session.query(kind).filter_by(id=number).update({"values": [value.value for value in list(Value)[:2]]})


def test_a_cell_of_the_map_of_values_is_the_list_of_what_carries_it(cast, as_, valued):
    client, found = as_(cast.choi), value_counts(cast.choi, Scope())
    assert found.by_department
    for (unit, value), count in found.by_department.items():
        listed = carriers(cast.choi, Scope(value=value), unit)
        assert len(listed) == count
        address = f"/reports/control-tower/carriers?department={unit}&value={value}"
        assert rows_shown(client, address) == count
    assert "가린 제안" not in client.get("/reports/control-tower/carriers").text


def test_the_page_links_the_cells_with_their_numbers(cast, as_, valued):
    client = as_(cast.choi)
    links = linked_numbers(client.get("/reports/control-tower/values").text, "/carriers?")
    assert links
    for address, count in links:
        assert rows_shown(client, address) == count


def test_a_department_that_is_none_is_not_found_and_a_wrong_value_is_told(cast, as_, valued):
    client = as_(cast.choi)
    assert client.get("/reports/control-tower/carriers?department=999").status_code == 404
    assert client.get("/reports/control-tower/carriers?department=x").status_code == 404
    assert "is not among the values" in client.get("/reports/control-tower/carriers?value=nothing").text
    assert "Nothing carries this value" in client.get("/reports/control-tower/carriers?year=2023").text


def test_a_bar_of_participation_is_the_list_of_its_departments(cast, as_):
    with transaction():
        items()
        award(cast.kim, "task:1:plan")
    client = as_(cast.choi)
    links = linked_numbers(client.get("/reports/control-tower/values").text, "/participation?")
    assert sum(count for _address, count in links) > 0
    for address, count in links:
        assert rows_shown(client, address) == count
    assert "교통과" in client.get("/reports/control-tower/participation").text


def test_a_number_of_grades_is_the_list_of_departments_with_it(cast, as_):
    with transaction():
        record = published_round(cast)
    client = as_(cast.choi)
    page = client.get("/reports/control-tower/evaluation").text
    links = linked_numbers(page, f"/rounds/{record.id}/results?")
    assert sum(count for _address, count in links) == 2
    for address, count in links:
        assert "grade=" in address
        assert rows_shown(client, address) == count
        assert "Show all grades" in client.get(address).text
    assert rows_shown(client, f"/rounds/{record.id}/results?grade=nothing") == 2


@pytest.fixture
def promised(cast):
    """A request and a promise about an obstacle that lies with its department, and a promise at the vice mayor."""
    with transaction():
        first, second = obstacle_of(cast), obstacle_of(cast, title="법이 막는다")
        request_of(cast, obstacle=first)
        promise_of(cast, obstacle=first)
        promise_of(cast, obstacle=second)
        top = {"state": ObstacleState.ESCALATED, "level": ObstacleLevel.VICE_MAYOR}
        db.session.query(Obstacle).filter_by(id=second.id).update(top)


def test_promises_are_counted_by_level_and_each_number_is_its_list(cast, as_, promised):
    words = words_of_requests(cast.choi)
    assert [(one.level, one.waiting, one.running) for one in words.levels] == [
        (ObstacleLevel.DEPARTMENT, 1, 1),
        (ObstacleLevel.BUREAU, 0, 0),
        (ObstacleLevel.VICE_MAYOR, 0, 1),
    ]
    assert sum(one.running for one in words.offices) == sum(one.running for one in words.levels)
    client = as_(cast.choi)
    for address in ("/reports/control-tower/obstacles", "/obstacles/requests"):
        links = linked_numbers(client.get(address).text, "/obstacles/requests?level=")
        assert sum(count for _url, count in links) == 3
        for url, count in links:
            assert rows_shown(client, url) == count


def test_the_levels_cost_no_statement_more(cast, promised):
    with count_statements() as seen:
        words_of_requests(cast.choi)
    assert len(seen) == 1


def test_the_mayor_reads_whose_bureau_decides(cast):
    with transaction():
        bureau = Department(
            code="B7",
            name="건설국",
            kind="bureau",
            position=0,
            valid_from=db.session.get(Department, cast.traffic).valid_from,
        )
        db.session.add(bureau)
        db.session.flush()
        db.session.query(Department).filter_by(id=cast.traffic).update({"parent_id": bureau.id})
        found = obstacle_of(cast)
        at_the_bureau = {"state": ObstacleState.ESCALATED, "level": ObstacleLevel.BUREAU}
        db.session.query(Obstacle).filter_by(id=found.id).update(
            {**at_the_bureau, "suffering_department_id": cast.traffic}
        )
    assert [str(row.who) for row in top_blockers(cast.choi)] == ["건설국장"]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((3, 1, 0), "가과 carries out most of them: 3 of 4."),
        ((2, 2, 1), "가과, 나과 carry out most of them: 2 each, of 5."),
        ((1, 1, 1, 1), "4 departments carry out most of them: 1 each, of 4."),
    ],
)
def test_who_shares_the_first_place_is_named_too(app, counts, said):
    names = "가나다라"
    places = [
        Place(id=number, name=f"{names[number]}과", is_bureau=False, bureau_id=None, bureau=None, ended_on=None)
        for number in range(len(counts))
    ]
    stages = {
        place.id: [StageCount(stage=stage, moving=count if stage is Stage.PLAN else 0, still=0) for stage in Stage]
        for place, count in zip(places, counts, strict=True)
    }
    figure = unit_stages_figure(places, stages, ListLink(None))
    with speaking("en"):
        assert str(figure.finding) == said


@pytest.mark.parametrize(
    ("units", "said"),
    [(1, "most in 가과."), (2, "most in 가과, 나과."), (4, "most in 4 departments alike.")],
)
def test_departments_that_are_worst_alike_are_all_named(app, units, said):
    rows = [
        DepartmentOutlook(
            department_id=number,
            department=f"{name}과",
            missing=0,
            late=1,
            waiting=0,
            unlikely=1 if number < units else 0,
            likely=0,
            unknown=0,
        )
        for number, name in enumerate("가나다라마")
    ]
    figure = risks_figure(Risks(round_id=1, name="2026", departments=rows), ListLink(None))
    with speaking("en"):
        assert str(figure.finding).endswith(said)


def test_only_readers_of_the_dashboard_open_its_lists(cast, as_):
    for address in ("/reports/control-tower/carriers", "/reports/control-tower/participation"):
        assert as_(cast.kim).get(address).status_code == 403
        assert as_(cast.gam).get(address).status_code == 200
    assert cast.gam.has(Role.AUDITOR)


@pytest.mark.parametrize("part", ["carriers", "participation"])
def test_the_lists_cost_the_same_for_one_row_and_three(cast, as_, part):
    client, counts = as_(cast.choi), []
    for titles in (["하나"], ["둘", "셋"]):
        with transaction():
            for title in titles:
                issue = an_issue(cast.kim, title=title)
                db.session.query(Issue).filter_by(id=issue.id).update({"values": [next(iter(Value)).value]})
        client.get(f"/reports/control-tower/{part}")
        with count_statements() as seen:
            client.get(f"/reports/control-tower/{part}")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
