"""The dashboard of a bureau: its departments side by side."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.innovation.models import Obstacle, Task
from app.organization.models import Department
from tests.factories import evaluation as rounds
from tests.factories.bureaus import a_bureau, head_of
from tests.factories.innovation import a_task
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.mileage import award, items
from tests.factories.reports import published_round
from tests.reports.test_pages import overdue_period
from tests.statements import count_statements

PARTS = ("departments", "indicators")


@pytest.fixture
def bureau(cast):
    """건설국 of 교통과 and 도로과, with something in each; 정 heads it."""
    with transaction():
        unit = a_bureau(cast)
        task, other = a_task(cast, title="늦은 과제"), a_task(cast, title="도로 과제")
        db.session.query(Task).filter_by(id=other.id).update({"lead_department_id": cast.roads})
        overdue_period(task, 9)
        obstacle_of(cast, task=task)
        there = obstacle_of(cast, task=other, title="도로의 장애")
        db.session.query(Obstacle).filter_by(id=there.id).update(
            {"suffering_department_id": cast.roads, "asked_department_id": cast.traffic}
        )
        approved_slogan(cast)
        items()
        award(cast.kim, "task:1:plan")
        published_round(cast)
        head_of(cast.jung, unit)
    return unit


def test_its_head_the_control_tower_and_the_auditor_open_it_and_nobody_else(cast, as_, bureau):
    path = f"/reports/bureaus/{bureau}"
    codes = {
        name: as_(getattr(cast, name)).get(path).status_code
        for name in ("jung", "choi", "gam", "lee", "yoon", "kim", "kang", "goh", "shin")
    }
    assert codes == {
        **dict.fromkeys(("jung", "choi", "gam"), 200),
        **dict.fromkeys(("lee", "yoon"), 404),
        **dict.fromkeys(("kim", "kang", "goh", "shin"), 403),
    }
    assert as_(cast.choi).get(f"/reports/bureaus/{cast.traffic}").status_code == 404
    assert as_(cast.choi).get(f"/reports/departments/{bureau}/dashboard").status_code == 404


def test_departments_stand_side_by_side_with_links_to_the_lists(cast, as_, bureau):
    page = as_(cast.jung).get(f"/reports/bureaus/{bureau}").text
    assert page.index("교통과") < page.index("도로과")
    assert "민원봉사과" not in page.partition("<main")[2]
    for link in (
        f"/reports/departments/{cast.roads}/dashboard",
        f"/tasks?view=table&amp;department={cast.roads}&amp;state=active",
        f"/overdue-reports?department={cast.traffic}",
        f"/obstacles?asked={cast.traffic}",
        f"/obstacles?department={cast.roads}",
        f"/tasks?view=table&amp;bureau={bureau}&amp;state=active",
    ):
        assert link in page
    assert '<span class="nowrap">1 / 3</span>' in page


def test_the_list_of_bureaus_names_those_the_reader_may_open(cast, as_, bureau):
    with transaction():
        other = a_bureau(cast, cast.civil, code="B2", name="복지국")
    pages = {name: as_(getattr(cast, name)).get("/reports/bureaus").text for name in ("jung", "choi", "lee")}
    assert f"/reports/bureaus/{bureau}" in pages["jung"]
    assert f"/reports/bureaus/{other}" not in pages["jung"]
    assert f"/reports/bureaus/{other}" in pages["choi"]
    assert "No bureau for you" in pages["lee"]
    assert as_(cast.jung).get("/reports/my-dashboard").headers["Location"].endswith(f"/reports/bureaus/{bureau}")


def test_a_department_that_ended_in_the_year_stays_with_its_day(cast, as_, bureau):
    ended = clock.today() - timedelta(days=3)
    with transaction():
        db.session.query(Department).filter_by(id=cast.roads).update({"valid_until": ended})
    client = as_(cast.jung)
    assert "until" in client.get(f"/reports/bureaus/{bureau}").text.partition("도로과")[2][:80]
    with clock.frozen_at(clock.now() + timedelta(days=60)):
        later = as_(cast.jung).get(f"/reports/bureaus/{bureau}")
        assert later.status_code == 200
        assert "도로과" not in later.text.partition("<main")[2]
        assert "도로과" in as_(cast.jung).get(f"/reports/bureaus/{bureau}?year=2026").text


def test_a_bureau_without_departments_says_who_can_help(cast, as_):
    with transaction():
        unit = a_bureau(cast)
        db.session.query(Department).filter_by(parent_id=unit).update({"parent_id": None})
    for part in ("", "/departments", "/indicators", "?whole=1"):
        page = as_(cast.choi).get(f"/reports/bureaus/{unit}{part}")
        assert page.status_code == 200
        assert "data-figure" not in page.text
    assert "The administrator puts departments under a bureau." in as_(cast.choi).get(f"/reports/bureaus/{unit}").text


def test_the_early_warning_names_the_departments_and_its_list_is_open_to_the_bureau_head(cast, as_, bureau):
    with transaction():
        indicator = rounds.make_indicator(cast.choi, method=rounds.Method.ATTAINMENT)
        members = [cast.traffic, cast.roads, cast.civil]
        record = rounds.make_round(cast.choi, [(indicator, "100")], members)
        rounds.advance(cast.choi, record, rounds.Phase.MEASURING)
        rounds.enter(cast.kang, record, cast.traffic, {indicator.id: 40})
    client = as_(cast.jung)
    page = client.get(f"/reports/bureaus/{bureau}/indicators").text
    link = f"/rounds/{record.id}/outlook?department={cast.traffic}"
    assert "Targets of 1 indicators are unlikely to be reached" in page
    assert link in page
    assert client.get(link).status_code == 200
    assert client.get(f"/rounds/{record.id}/outlook?department={cast.civil}").status_code == 404


def test_totals_of_the_released_rounds_are_drawn_by_department(cast, as_, bureau):
    with transaction():
        published_round(cast, code="2026-G", ratings={"교통과": "95", "도로과": "70"})
    page = as_(cast.jung).get(f"/reports/bureaus/{bureau}/indicators").text
    assert "교통과 rose most from 2026-F to 2026-G: by 5 points." in page


@pytest.mark.parametrize("part", ["", *(f"/{part}" for part in PARTS), "?whole=1"])
def test_statements_do_not_grow_with_the_departments(cast, as_, bureau, part):
    client, path = as_(cast.jung), f"/reports/bureaus/{bureau}{part}"
    client.get(path)
    with count_statements() as few:
        client.get(path)
    with transaction():
        for unit in (cast.civil, cast.tower, cast.planning):
            db.session.query(Department).filter_by(id=unit).update({"parent_id": bureau})
            task = a_task(cast, title=f"과제 {unit}")
            db.session.query(Task).filter_by(id=task.id).update({"lead_department_id": unit})
            overdue_period(task, 5)
    with count_statements() as many:
        client.get(path)
    assert len(few) == len(many)
    assert len(many) <= 22


def test_the_departments_side_by_side_take_eight_statements(cast, as_, bureau):
    client = as_(cast.jung)
    client.get(f"/reports/bureaus/{bureau}")
    with count_statements() as sent:
        client.get(f"/reports/bureaus/{bureau}")
    assert len(sent) <= 8


def test_a_wrong_year_is_left_out_and_every_part_has_a_fragment(cast, as_, bureau):
    client = as_(cast.jung)
    assert "it is left out." in client.get(f"/reports/bureaus/{bureau}?year=x").text
    for part in PARTS:
        fragment = client.get(f"/reports/bureaus/{bureau}/{part}", headers={"HX-Request": "true"}).text
        assert "<html" not in fragment
        assert "<section" in fragment
    assert client.get(f"/reports/bureaus/{bureau}/nothing").status_code == 404
