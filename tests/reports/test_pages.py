"""Reports: who may see which, what they say, and how many statements they need."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Missing
from app.evaluation.models import Publication
from app.innovation.enums import GateCode, Stage
from app.innovation.models import GateWaiver, Obstacle, ReportPeriod, Task
from app.mileage.enums import AccountKind
from app.mileage.models import MileageAccount
from app.reports.figures import participation_figure
from app.reports.links import ListLink
from app.reports.queries.rounds import round_report
from app.reports.queries.tower import evaluation, obstacles, reporting
from app.reports.queries.tower.mileage import Participation
from tests.factories.innovation import a_task, a_task_in
from tests.factories.innovation_b import a_managed_task, a_report
from tests.factories.innovation_c import approved_slogan, obstacle_of, slogan_of
from tests.factories.mileage import award, items
from tests.factories.reports import published_round, round_with_ratings
from tests.statements import count_statements


def overdue_period(task, days):
    due = clock.today() - timedelta(days=days)
    period = ReportPeriod(
        task_id=task.id,
        code=f"P{days}",
        starts_on=due - timedelta(days=60),
        ends_on=due - timedelta(days=5),
        due_on=due,
    )
    db.session.add(period)
    db.session.flush()
    return period


@pytest.fixture
def busy(cast):
    """Two tasks of 교통과, one report overdue, one obstacle, a slogan and a published round."""
    with transaction():
        task = a_task_in(Stage.TEAM, cast)
        overdue_period(task, 9)
        still = a_task(cast, title="오래 선 과제")
        db.session.query(Task).filter_by(id=still.id).update({"stage_entered_at": clock.now() - timedelta(days=45)})
        obstacle_of(cast, task=task)
        approved_slogan(cast)
        published_round(cast)
    return task


def test_the_hub_offers_what_the_reader_may_open(cast, as_):
    assert "/reports/control-tower" in as_(cast.choi).get("/reports").text
    assert "/reports/incentive-exports" in as_(cast.jung).get("/reports").text
    staff = as_(cast.kim).get("/reports").text
    assert "/reports/control-tower" not in staff
    assert "/reports/incentive-exports" not in staff
    assert "/reports/departments" in staff


def test_only_control_tower_and_auditor_see_the_dashboard(cast, as_):
    codes = {name: as_(getattr(cast, name)).get("/reports/control-tower").status_code for name in ("choi", "gam")}
    refused = {
        name: as_(getattr(cast, name)).get("/reports/control-tower").status_code for name in ("lee", "kim", "goh")
    }
    assert codes == {"choi": 200, "gam": 200}
    assert refused == {"lee": 403, "kim": 403, "goh": 403}


def test_the_dashboard_works_in_an_office_where_nothing_has_happened(cast, as_):
    page = as_(cast.choi).get("/reports/control-tower")
    assert page.status_code == 200
    assert "No progress report is overdue." in page.text


def test_the_dashboard_names_who_has_not_reported_and_what_stands_still(cast, as_, busy):
    page = as_(cast.choi).get("/reports/control-tower").text
    assert "Overdue reports: 1, departments: 1; 교통과 owes the most." in page
    assert "1 of 2 active tasks have not moved for more than 30 days" in page
    assert "0 of 1 open obstacles are older than 30 days." in page
    assert "오래 선 과제" in page
    assert "Show as table" in page


def test_a_report_overdue_by_nine_days_says_so(cast, busy):
    found = reporting.overdue_reports(cast.choi)
    assert [(row.department, row.task_id, row.days) for row in found] == [("교통과", busy.id, 9)]


def test_a_report_due_today_is_not_overdue(cast):
    with transaction():
        overdue_period(a_task(cast), 0)
    assert reporting.overdue_reports(cast.choi) == []


def test_standing_still_begins_the_day_after(cast):
    with transaction():
        task = a_task(cast)
        db.session.query(Task).filter_by(id=task.id).update({"stage_entered_at": clock.now() - timedelta(days=30)})
    stays = reporting.stays(cast.choi)
    assert [stay.days for stay in stays] == [30]
    assert reporting.stays(cast.choi, 30) == []
    assert reporting.stays(cast.choi, 29) == stays


def test_a_lasting_stage_stands_still_only_when_nothing_is_reported(cast):
    long_ago = clock.now() - timedelta(days=50)
    with transaction():
        task, plan = a_managed_task(cast)
        db.session.query(Task).filter_by(id=task.id).update({"stage_entered_at": long_ago, "updated_at": long_ago})
    assert [stay.days for stay in reporting.stays(cast.choi)] == [50]
    with transaction():
        a_report(cast, task, plan)
    assert [stay.days for stay in reporting.stays(cast.choi)] == [0]


@pytest.mark.parametrize(
    ("percent", "place"), [("0", 0), ("0.1", 1), ("24.9", 1), ("25", 2), ("50", 3), ("75", 4), ("100", 4)]
)
def test_departments_are_counted_by_their_share_of_people(percent, place):
    row = Participation(department_id=1, department="교통과", percent=Decimal(percent), points=Decimal(0))
    counts = [count for _label, count in participation_figure([row], ListLink(None)).rows]
    assert counts == [int(number == place) for number in range(5)]


def test_the_account_is_linked_only_for_those_who_may_open_it(cast, as_, busy):
    with transaction():
        items()
        award(cast.kim, "task:1:plan")
        db.session.add(MileageAccount(kind=AccountKind.DEPARTMENT, department_id=cast.traffic))
    link = {
        name: "/mileage/accounts/" in as_(getattr(cast, name)).get(f"/reports/departments/{cast.traffic}").text
        for name in ("kim", "lee", "kang", "choi", "gam")
    }
    assert link == {"kim": False, "lee": True, "kang": True, "choi": True, "gam": True}


@pytest.mark.parametrize(("days", "band"), [(0, 0), (7, 0), (8, 1), (14, 1), (15, 2), (30, 2), (31, 3), (900, 3)])
def test_ages_fall_into_their_band(cast, days, band):
    with transaction():
        found = obstacle_of(cast, task=a_task(cast))
        db.session.query(Obstacle).filter_by(id=found.id).update({"reported_at": clock.now() - timedelta(days=days)})
    counts = [level.counts for level in obstacles.ages_by_level(cast.choi) if level.total]
    assert counts == [tuple(int(place == band) for place in range(4))]


def test_grades_stand_beside_their_quota(cast, busy):
    found = evaluation.grade_distribution()
    project = [(row.grade, row.given, row.quota) for row in found.grades if row.group == "사업부서"]
    assert project == [("S", 1, 1), ("A", 1, 1), ("B", 1, 1), ("C", 0, 0)]


def test_the_dashboard_needs_the_same_statements_for_more_rows(cast, as_, busy):
    client = as_(cast.choi)
    client.get("/reports/control-tower")
    with count_statements() as few:
        client.get("/reports/control-tower")
    with transaction():
        for days in (11, 12, 13):
            overdue_period(busy, days)
        obstacle_of(cast, task=busy, title="두 번째 장애")
        a_task(cast, title="또 하나")
    with count_statements() as many:
        client.get("/reports/control-tower")
    assert len(few) == len(many)
    assert len(many) <= 22


def test_before_publication_only_control_tower_and_auditor_see_a_round(cast):
    with transaction():
        record = round_with_ratings(cast)
    for actor in (cast.choi, cast.gam):
        assert round_report(record.id, actor).seal is None
    for actor in (cast.lee, cast.kim, cast.jung, cast.goh, cast.moon):
        with pytest.raises(Missing):
            round_report(record.id, actor)


def test_after_publication_staff_see_their_own_department_and_heads_all(cast, busy):
    round_id = db.session.query(Publication).one().round_id
    own = round_report(round_id, cast.kim)
    assert [view.department for group in own.groups for view in group.departments] == ["교통과"]
    assert not own.is_whole
    whole = round_report(round_id, cast.lee)
    assert sum(len(group.departments) for group in whole.groups) == 5
    assert round_report(round_id, cast.shin).groups == ()


def test_the_report_prints_the_hash_and_the_end_of_the_audit_chain(cast, as_, busy):
    publication = db.session.query(Publication).one()
    page = as_(cast.lee).get(f"/reports/rounds/{publication.round_id}").text
    assert publication.sha256 in page
    assert "Audit log up to entry" in page
    assert "not published" not in page


def test_a_draft_says_that_it_is_one(cast, as_):
    with transaction():
        record = round_with_ratings(cast)
    assert "Draft: these results are not published." in as_(cast.choi).get(f"/reports/rounds/{record.id}").text
    assert as_(cast.lee).get(f"/reports/rounds/{record.id}").status_code == 404
    assert as_(cast.lee).get(f"/reports/rounds/{record.id}.xlsx").status_code == 404


def test_the_workbook_of_a_round_holds_ranking_lines_and_proof(cast, as_, busy):
    publication = db.session.query(Publication).one()
    answer = as_(cast.lee).get(f"/reports/rounds/{publication.round_id}.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    assert book.sheet_names == ["순위", "지표별 득점", "산출 근거", "확인"]
    ranking = book.get_sheet_by_name("순위").to_python()
    assert ["사업부서", 1, "교통과", 90, "S", 3] in ranking
    proof = dict(row[:2] for row in book.get_sheet_by_name("확인").to_python())
    assert proof["SHA-256"] == publication.sha256


def test_the_list_of_rounds_hides_what_is_not_published(cast, as_):
    with transaction():
        round_with_ratings(cast, "2026-X")
    assert "2026-X" not in as_(cast.kim).get("/reports/rounds").text
    assert "2026-X" in as_(cast.choi).get("/reports/rounds").text


def test_a_department_sheet_shows_a_waiver_with_its_reason(cast, as_, busy):
    with transaction():
        waiver = GateWaiver(
            task_id=busy.id,
            stage=Stage.TEAM,
            code=GateCode.OPINIONS_ANSWERED,
            reason="상대 부서가 조직개편 중이다.",
            waived_by_id=cast.choi.id,
            waived_at=clock.now(),
        )
        db.session.add(waiver)
    page = as_(cast.kim).get(f"/reports/departments/{cast.traffic}?year=2026").text
    assert "상대 부서가 조직개편 중이다." in page
    assert "기다림은 줄이고 안전은 늘리고" in page
    assert "도로점용 허가가 늦다" in page
    assert "90.00" in page


def test_a_sheet_of_another_department_is_not_found(cast, as_):
    assert as_(cast.park).get(f"/reports/departments/{cast.traffic}").status_code == 404
    assert as_(cast.goh).get(f"/reports/departments/{cast.traffic}").status_code == 404
    assert as_(cast.choi).get("/reports/departments/999999").status_code == 404
    for actor in (cast.kim, cast.lee, cast.choi, cast.gam):
        assert as_(actor).get(f"/reports/departments/{cast.traffic}").status_code == 200


def test_the_sheet_of_an_outside_evaluator_is_an_empty_list(cast, as_):
    page = as_(cast.shin).get("/reports/departments")
    assert page.status_code == 200
    assert "No sheet for you" in page.text


def test_a_draft_slogan_is_on_the_sheet_of_its_own_department_only(cast, as_):
    with transaction():
        slogan_of(cast)
    assert "기다림은" in as_(cast.kim).get(f"/reports/departments/{cast.traffic}").text


def test_a_sheet_needs_the_same_statements_for_more_tasks(cast, as_, busy):
    client = as_(cast.lee)
    path = f"/reports/departments/{cast.traffic}"
    client.get(path)
    with count_statements() as few:
        client.get(path)
    with transaction():
        for number in range(3):
            a_task(cast, title=f"과제 {number}")
    with count_statements() as many:
        client.get(path)
    assert len(few) == len(many)
    assert len(many) <= 17


def test_reports_on_time_counts_what_was_due(cast, as_, busy):
    assert "0 / 1" in as_(cast.lee).get(f"/reports/departments/{cast.traffic}").text


def test_hr_sets_base_amounts_and_clears_them(cast, as_):
    client = as_(cast.jung)
    page = client.get("/reports/incentives/setup")
    assert page.status_code == 200
    assert client.post("/reports/incentive-bases", data={"base_0": "4,100,000"}).status_code == 302
    assert "4100000" in client.get("/reports/incentives/setup").text
    assert client.post("/reports/incentive-bases", data={"base_0": "-1"}).status_code == 422
    assert client.post("/reports/incentive-bases", data={"base_0": ""}).status_code == 302


def test_a_table_whose_shares_do_not_sum_to_100_is_refused(cast, as_):
    table = {
        "code": "own",
        "name": "우리 시",
        "grades": "S 20 172.5\nA 40 125\nB 30 85",
        "absorbing_grade": "B",
        "mode": "floor",
        "unit": "10",
    }
    client = as_(cast.jung)
    refused = client.post("/reports/incentive-grade-tables", data=table)
    assert refused.status_code == 422
    assert "S 20 172.5" in refused.text
    saved = client.post("/reports/incentive-grade-tables", data=table | {"grades": table["grades"] + "\nC 10 0"})
    assert saved.status_code == 302
    assert "172.5" in client.get("/reports/incentives/setup").text


def test_korean_pages_are_there_too(cast, as_, busy):
    client = as_(cast.choi)
    client.set_cookie("opum_language", "ko")
    for path in ("/reports", "/reports/control-tower", "/reports/rounds", f"/reports/departments/{cast.traffic}", "/"):
        assert client.get(path).status_code == 200


def test_hr_begins_with_the_standard_tables(cast, as_):
    client = as_(cast.jung)
    assert client.post("/reports/incentive-standard-tables").status_code == 302
    page = client.get("/reports/incentives/setup").text
    assert "S: 20 %, 172.5 %" in page
    assert "Enter the standard tables" not in page


def test_the_whole_report_folds_each_department_and_prints_it_open(cast, as_, busy):
    path = f"/reports/rounds/{db.session.query(Publication).one().round_id}"
    whole, own = as_(cast.choi).get(path).text, as_(cast.kim).get(path).text
    fold = f'<details class="disclosure is-printed" id="department-{cast.traffic}">'
    assert (whole.count(fold), own.count(fold)) == (1, 0)
    assert f'<h3 id="department-{cast.traffic}">' in own
