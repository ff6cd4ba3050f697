"""The dashboard of a department: who opens it, its figures, the lists behind them, and what it keeps to itself."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.rules import phases
from app.evaluation.services.publications import publish_round
from app.evaluation.services.rounds import enter_phase
from app.innovation.enums import ObstacleState
from app.innovation.models import LeadShare, Obstacle, Task
from app.mileage.enums import AccountKind
from app.mileage.models import AccountYear, DepartmentYear, MileageAccount
from app.organization.models import Department
from app.reports.queries.dashboards import mileage, standings, work
from app.reports.queries.dashboards.due import due_of
from tests.factories import evaluation as rounds
from tests.factories.bureaus import a_bureau, head_of
from tests.factories.innovation import a_task
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.mileage import award, items
from tests.factories.period_reports import a_calendar
from tests.factories.reports import publish, published_round, round_with_ratings
from tests.reports.test_pages import overdue_period
from tests.statements import count_statements

PARTS = ("now", "indicators", "year")


def path_of(unit, part="", **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/reports/departments/{unit}/dashboard{part}" + (f"?{asked}" if asked else "")


def stands_for(task, days):
    moment = clock.now() - timedelta(days=days)
    db.session.query(Task).filter_by(id=task.id).update({"stage_entered_at": moment, "updated_at": moment})


@pytest.fixture
def busy(cast):
    """교통과: a task that is late and stands still, an obstacle of its own, one asked of it, a slogan, points, results."""
    with transaction():
        task = a_task(cast, title="오래 선 과제")
        overdue_period(task, 9)
        stands_for(task, 45)
        own = obstacle_of(cast, task=task)
        db.session.query(Obstacle).filter_by(id=own.id).update(
            {"suffering_department_id": cast.traffic, "asked_department_id": cast.civil}
        )
        there = obstacle_of(cast, task=a_task(cast, title="도는 과제"), title="도로의 장애")
        db.session.query(Obstacle).filter_by(id=there.id).update(
            {"suffering_department_id": cast.roads, "asked_department_id": cast.traffic}
        )
        approved_slogan(cast)
        items()
        award(cast.kim, "task:1:plan")
        published_round(cast)
    return task


def test_members_head_bureau_head_control_tower_and_auditor_open_it_and_nobody_else(cast, as_, busy):
    with transaction():
        head = head_of(cast.jung, a_bureau(cast))
    codes = {
        name: as_(getattr(cast, name)).get(path_of(cast.traffic)).status_code
        for name in ("kim", "kang", "lee", "acting", "choi", "gam", "park", "yoon", "goh", "shin", "moon")
    }
    assert codes == {
        **dict.fromkeys(("kim", "kang", "lee", "acting", "choi", "gam"), 200),
        **dict.fromkeys(("park", "yoon", "goh", "shin", "moon"), 404),
    }
    assert as_(head).get(path_of(cast.traffic)).status_code == 200
    assert as_(head).get(path_of(cast.civil)).status_code == 404


def test_a_head_who_was_transferred_sees_the_new_department_only(cast, as_):
    with transaction():
        yesterday = clock.today() - timedelta(days=1)
        bureau, other = a_bureau(cast), a_bureau(cast, cast.civil, code="B2", name="복지국")
        head_of(cast.jung, bureau, ends_on=yesterday)
        head = head_of(cast.jung, other, starts_on=clock.today())
    client = as_(head)
    codes = [client.get(path_of(unit)).status_code for unit in (cast.traffic, cast.civil)]
    pages = [client.get(f"/reports/bureaus/{unit}").status_code for unit in (bureau, other)]
    assert (codes, pages) == ([404, 200], [404, 200])
    assert client.get("/reports/my-dashboard").headers["Location"].endswith(f"/reports/bureaus/{other}")


def test_figures_are_the_rows_of_the_lists_behind_them(cast, as_, busy):
    client = as_(cast.lee)
    page = client.get(path_of(cast.traffic)).text
    stages = work.stages_of(cast.lee, [cast.traffic])[cast.traffic]
    found = work.obstacles_of(cast.lee, [cast.traffic])[cast.traffic]
    assert (sum(row.moving + row.still for row in stages), sum(row.still for row in stages)) == (2, 1)
    assert (found.raised, found.asked) == (1, 1)
    for link, text in (
        (f"/tasks?view=table&department={cast.traffic}&state=active", "도는 과제"),
        (f"/tasks?view=table&department={cast.traffic}&still=30", "오래 선 과제"),
        (f"/overdue-reports?department={cast.traffic}", "오래 선 과제"),
        (f"/obstacles?asked={cast.traffic}", "도로의 장애"),
    ):
        assert link.replace("&", "&amp;") in page
        assert text in client.get(link).text
    assert "도로의 장애" not in client.get(f"/obstacles?department={cast.traffic}").text


def test_a_joint_task_counts_for_each_of_its_departments_as_in_the_list(cast, as_):
    with transaction():
        task = a_task(cast, title="함께 하는 과제")
        db.session.add(LeadShare(task_id=task.id, department_id=cast.roads, share=40))
    found = work.stages_of(cast.choi, [cast.traffic, cast.roads])
    assert {unit: sum(row.moving + row.still for row in rows) for unit, rows in found.items()} == {
        cast.traffic: 1,
        cast.roads: 1,
    }
    assert "함께 하는 과제" in as_(cast.choi).get(f"/tasks?view=table&department={cast.roads}&state=active").text


def test_a_restricted_obstacle_is_not_counted_for_who_may_not_read_it(cast, busy):
    with transaction():
        db.session.query(Obstacle).update({"sensitivity": "restricted"})
    assert work.obstacles_of(cast.ahn, [cast.traffic])[cast.traffic].raised == 0
    assert work.obstacles_of(cast.choi, [cast.traffic])[cast.traffic].raised == 1


def test_settled_obstacles_are_not_counted(cast, busy):
    with transaction():
        db.session.query(Obstacle).update({"state": ObstacleState.ACCEPTED, "closed_on": clock.today()})
    found = work.obstacles_of(cast.choi, [cast.traffic])[cast.traffic]
    assert (found.raised, found.asked) == (0, 0)


@pytest.mark.parametrize(("days", "is_shown"), [(-1, False), (0, True), (14, True), (15, False)])
def test_due_is_what_comes_in_two_weeks(cast, days, is_shown):
    with transaction():
        overdue_period(a_task(cast, title="보고할 과제"), -days)
    found = [str(turn.title) for turn in due_of(cast.traffic, cast.kim)]
    assert ("보고할 과제" in " ".join(found)) is is_shown
    assert due_of(cast.roads, cast.han) == []


def test_what_is_due_leads_to_pages_its_reader_may_open(cast, as_, busy):
    with transaction():
        a_calendar(cast)
    with clock.frozen_at(clock.now().replace(month=12, day=1)):
        assert "reports.show_period_report" in [turn.endpoint for turn in due_of(cast.traffic, cast.kim)]
        due = as_(cast.kim).get(path_of(cast.traffic)).text.partition('id="due"')[2].partition("</section>")[0]
        assert {as_(cast.kim).get(link).status_code for link in re.findall(r'<a href="([^"]+)"', due)} == {200}


def test_an_obstacle_asked_of_the_department_is_due_on_its_day(cast, as_, busy):
    with transaction():
        db.session.query(Obstacle).filter_by(title="도로의 장애").update({"due_on": clock.today() + timedelta(days=3)})
    found = due_of(cast.traffic, cast.kim)
    assert ("도로의 장애", 3) in [(turn.title, (turn.due_on - clock.today()).days) for turn in found]
    assert "Obstacle the department is asked to remove" in as_(cast.kim).get(path_of(cast.traffic)).text


@pytest.mark.parametrize("part", ["", *(f"/{part}" for part in PARTS)])
def test_a_department_without_anything_shows_words_and_no_charts(cast, as_, part):
    page = as_(cast.kim).get(path_of(cast.traffic, part))
    assert page.status_code == 200
    assert "data-figure" not in page.text


def test_a_single_month_and_a_single_round_are_tables(cast, as_):
    with transaction():
        published_round(cast)
    page = as_(cast.kim).get(path_of(cast.traffic, "/indicators")).text
    trend = page.partition('id="trend"')[2].partition("</figure>")[0]
    assert "data-figure" not in trend
    assert "교통과 reached 90; a trend begins with the second round." in trend


def test_every_part_has_a_page_and_a_fragment_and_paper_has_all(cast, as_, busy):
    client = as_(cast.lee)
    for part in PARTS:
        page = client.get(path_of(cast.traffic, f"/{part}"))
        fragment = client.get(path_of(cast.traffic, f"/{part}"), headers={"HX-Request": "true"})
        assert (page.status_code, fragment.status_code) == (200, 200), part
        assert "<html" in page.text
        assert "<html" not in fragment.text
    assert client.get(path_of(cast.traffic, "/nothing")).status_code == 404
    whole = client.get(path_of(cast.traffic, whole=1)).text
    for mark in ("due", "stages-section", "indicators-section", "slogan-section", "mileage-section", "results-section"):
        assert f'id="{mark}"' in whole
    assert "hx-trigger" not in whole.partition("<main")[2]
    assert "Message(" not in whole


def test_months_add_up_to_the_counter_of_the_year(cast, as_, busy):
    with transaction():
        award(cast.ahn, "task:2:plan", day=date(2026, 3, 5))
        award(cast.ahn, "task:3:plan", day=date(2025, 3, 5))
    months = mileage.unit_months(cast.traffic, 2026)
    counter = db.session.get_one(DepartmentYear, (cast.traffic, 2026))
    together = sum((one.together for (year, _month), one in months.items() if year == 2026), Decimal(0))
    assert together == counter.own_points + counter.member_points
    assert months[2026, 3].members > 0
    assert months[2025, 3].members > 0
    page = as_(cast.lee).get(path_of(cast.traffic, "/year")).text
    assert "more than in the same months of 2025" in page


def test_of_few_people_the_months_tell_only_of_the_departments_own_account(cast, as_):
    with transaction():
        items()
        award(cast.han, "task:1:plan")
    page = as_(cast.han).get(path_of(cast.roads, "/year")).text
    assert "Nothing has been earned in this year or the one before." in page
    assert "Its people" not in page


def test_results_are_the_rank_once_released_and_nothing_before(cast, as_):
    with transaction():
        record = round_with_ratings(cast)
    assert "No result of this year is published" in as_(cast.lee).get(path_of(cast.traffic, "/year")).text
    with transaction():
        publish(cast, record)
    page = as_(cast.kim).get(path_of(cast.traffic, "/year")).text
    assert "rank 1 of 3 in 사업부서" in page
    assert f"/rounds/{record.id}/results/{cast.traffic}" in page


def embargoed(cast):
    """Publish a round that is not released for five days."""
    record = round_with_ratings(cast)
    while record.phase is not Phase.CALIBRATION:
        enter_phase(actor=cast.choi, record=record, to=phases.next_phase(record.phase), reason="")
    publish_round(
        actor=cast.choi,
        record=record,
        reason="최종평가 결과를 공개한다.",
        release_at=clock.now() + timedelta(days=5),
    )


def test_under_embargo_nothing_is_shown_and_to_previewers_only_a_band(cast, as_):
    with transaction():
        embargoed(cast)
    for name in ("kim", "lee", "kang"):
        page = as_(getattr(cast, name)).get(path_of(cast.traffic, whole=1)).text
        assert "No result of this year is published" in page
        assert "90" not in page.partition('id="results-section"')[2].partition("</section>")[0]
    found = standings.standings_of(cast.choi, [cast.traffic], 2026)[cast.traffic]
    assert (found.rank, found.total, found.grade) == (None, None, None)
    page = as_(cast.choi).get(path_of(cast.traffic, "/year")).text
    assert "too few departments for a band" in page
    assert "rank 1 of" not in page
    assert "/results/" not in page.partition("<main")[2]
    with clock.frozen_at(clock.now() + timedelta(days=5)):
        assert standings.standings_of(cast.lee, [cast.traffic], 2026)[cast.traffic].rank == 1


def test_interim_figures_are_for_those_who_see_them_where_they_are_entered(cast, as_):
    with transaction():
        indicator = rounds.make_indicator(cast.choi)
        record = rounds.make_round(cast.choi, [(indicator, "100")], [cast.traffic, cast.roads])
        rounds.advance(cast.choi, record, rounds.Phase.MEASURING)
        rounds.enter(cast.kang, record, cast.traffic, {indicator.id: Decimal("77.5")})
    seen = {
        name: "77.5" in as_(getattr(cast, name)).get(path_of(cast.traffic, "/indicators")).text
        for name in ("kim", "kang", "lee", "choi", "gam")
    }
    assert seen == {"kim": False, "kang": True, "lee": True, "choi": True, "gam": True}
    assert "are for the head and the coordinator" in as_(cast.kim).get(path_of(cast.traffic, "/indicators")).text


def test_the_early_warning_is_told_with_its_arithmetic(cast, as_):
    with transaction():
        indicator = rounds.make_indicator(cast.choi, method=rounds.Method.ATTAINMENT)
        record = rounds.make_round(cast.choi, [(indicator, "100")], [cast.traffic, cast.roads])
        rounds.advance(cast.choi, record, rounds.Phase.MEASURING)
        rounds.enter(cast.kang, record, cast.traffic, {indicator.id: 40})
    page = as_(cast.lee).get(path_of(cast.traffic, "/indicators")).text
    assert "Target unlikely" in page
    assert "40 is in, the target is 50" in page
    assert "Expected at the base date: 40; chance of reaching the target: 0 %." in page
    assert f"/rounds/{record.id}/outlook?department={cast.traffic}" in page
    assert as_(cast.lee).get(f"/rounds/{record.id}/outlook?department={cast.traffic}").status_code == 200


def test_a_closed_department_says_so_and_shows_what_it_left(cast, as_, busy):
    with transaction():
        ended = clock.today() - timedelta(days=3)
        db.session.query(Department).filter_by(id=cast.traffic).update({"valid_until": ended})
    page = as_(cast.choi).get(path_of(cast.traffic)).text
    assert "This department ended on" in page
    assert as_(cast.choi).get(path_of(cast.traffic, "/year")).status_code == 200


@pytest.mark.parametrize("query", ["year=1066", "year=%3Cb%3E", "year=99999999999", "indicator=99"])
def test_a_wrong_value_is_left_out_and_the_page_says_so(cast, as_, busy, query):
    page = as_(cast.lee).get(path_of(cast.traffic, "/indicators") + f"?{query}")
    assert page.status_code == 200
    assert "it is left out." in page.text
    assert "<b>" not in page.text.partition("it is left out.")[0].rpartition("notice")[2]


def test_a_past_year_stands_in_every_address(cast, as_, busy):
    page = as_(cast.lee).get(path_of(cast.traffic, year=2025)).text
    assert f"/reports/departments/{cast.traffic}/dashboard/year?year=2025" in page
    assert "are those of today, whatever the year" in page


@pytest.mark.parametrize("part", ["", *(f"/{part}" for part in PARTS), "?whole=1"])
def test_statements_do_not_grow_with_the_rows(cast, as_, busy, part):
    client, path = as_(cast.lee), path_of(cast.traffic, part)
    client.get(path)
    with count_statements() as few:
        client.get(path)
    with transaction():
        for days in (11, 12):
            overdue_period(busy, days)
            overdue_period(busy, -days)
            stands_for(a_task(cast, title=f"과제 {days}"), 40 + days)
            obstacle_of(cast, task=busy, title=f"장애 {days}")
            award(cast.ahn, f"task:{days}:plan")
    with count_statements() as many:
        client.get(path)
    assert len(few) == len(many)
    assert len(many) <= 24


def test_own_dashboard_leads_to_the_department(cast, as_):
    assert as_(cast.kim).get("/reports/my-dashboard").headers["Location"].endswith(path_of(cast.traffic))
    assert as_(cast.shin).get("/reports/my-dashboard").status_code == 403


def test_the_way_there_stands_on_the_first_page_the_hub_and_the_sheet(cast, as_, busy):
    client = as_(cast.kim)
    home, hub, sheet = (client.get(path).text for path in ("/", "/reports", f"/reports/departments/{cast.traffic}"))
    assert '"/reports/my-dashboard"' in home
    assert '"/reports/my-year"' in home
    assert '"/reports/my-dashboard"' in hub
    assert path_of(cast.traffic) in sheet
    assert path_of(cast.traffic) in as_(cast.choi).get("/reports/control-tower").text


def test_the_account_of_the_department_is_linked_only_for_those_who_may_open_it(cast, as_, busy):
    with transaction():
        account = MileageAccount(kind=AccountKind.DEPARTMENT, department_id=cast.traffic)
        db.session.add(account)
        db.session.flush()
        assert db.session.get(AccountYear, (account.id, 2026)) is None
    path = path_of(cast.traffic, "/year")
    assert "/mileage/accounts/" not in as_(cast.kim).get(path).text
    assert f"/mileage/accounts/{account.id}?year=2026" in as_(cast.lee).get(path).text
