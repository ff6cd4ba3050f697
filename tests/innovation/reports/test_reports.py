"""Progress reports: a calendar from the approval, due on working days; missing is never zero; approved by another."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.clock import SEOUL
from app.core.database import change_state, db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.enums import ReportCadence, ReportState
from app.innovation.models import ProgressReport, Task
from app.innovation.queries import turns_plans
from app.innovation.queries.gates import gate_items_of
from app.innovation.queries.reports import overdue_reports, values_of
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head
from app.innovation.services.plans import start_version, submit_plan
from app.innovation.services.reports import (
    ReportDraft,
    add_evidence,
    approve_report,
    return_report,
    rewrite_report,
    submit_report,
    withdraw_evidence,
    write_report,
)
from app.innovation.services.teams import set_team
from app.organization.enums import HolidayKind
from app.organization.models import Holiday
from tests.factories.innovation import acting_head, teamed
from tests.factories.innovation_b import (
    a_managed_task,
    a_report,
    an_approved_report,
    at_once,
    periods_of,
    told,
)
from tests.refusals import refused
from tests.turns import readers_of

owed, _awaited = readers_of(turns_plans)

REASON = "측정값의 근거 자료가 빠졌다."


def on(day):
    return clock.frozen_at(datetime.combine(day, datetime.min.time(), SEOUL) + timedelta(hours=12))


def test_the_calendar_runs_from_the_approval_to_the_last_practice_item(write, cast):
    task, _plan = a_managed_task(cast)
    found = [(period.code, period.starts_on, period.ends_on, period.due_on) for period in periods_of(task)]
    assert found == [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 10)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 11)),
    ]


def test_a_due_day_on_a_weekend_and_a_holiday_moves_to_the_next_working_day(write, cast):
    days = (date(2026, 12, 10), date(2026, 12, 11))
    db.session.add_all(Holiday(day=day, name="시험 휴일", kind=HolidayKind.OWN) for day in days)
    task, _plan = a_managed_task(cast)
    assert periods_of(task)[0].due_on == date(2026, 12, 14)


def test_a_new_version_keeps_periods_that_are_reported_and_moves_the_rest(write, cast):
    task, plan = a_managed_task(cast)
    an_approved_report(cast, task, plan)
    copy = start_version(actor=cast.kim, task=task, plan=plan, reason=REASON)
    copy.cadence, copy.report_until = ReportCadence.QUARTERLY, date(2027, 3, 31)
    db.session.flush()
    submit_plan(actor=cast.kim, task=task, plan=copy)
    approve_as_head(actor=cast.lee, task=task, plan=copy)
    approve_as_control_tower(actor=cast.choi, task=task, plan=copy)
    assert [period.code for period in periods_of(task)] == ["2026-11", "2027-Q1"]


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2026, 12, 10), []), (date(2026, 12, 11), ["2026-11"]), (date(2027, 1, 12), ["2026-11", "2026-12"])],
)
def test_a_report_is_overdue_from_the_day_after_its_due_day(day, late, write, cast):
    task, _plan = a_managed_task(cast)
    rows = overdue_reports(day)
    assert [row.period for row in rows] == late
    assert [row.days_late for row in rows[:1]] == [(day - date(2026, 12, 10)).days for _ in late[:1]]
    with on(day):
        item = gate_items_of(task)[1]
        assert (item.code, item.met) == ("no_report_overdue", not late)


def test_a_holiday_moves_what_is_overdue(write, cast):
    days = (date(2026, 12, 10), date(2026, 12, 11))
    db.session.add_all(Holiday(day=day, name="시험 휴일", kind=HolidayKind.OWN) for day in days)
    a_managed_task(cast)
    assert [len(overdue_reports(date(2026, 12, day))) for day in (11, 14, 15)] == [0, 0, 1]


def test_a_report_handed_in_is_not_overdue_but_a_returned_one_is(write, cast):
    task, plan = a_managed_task(cast)
    report = a_report(cast, task, plan)
    submit_report(actor=cast.kim, task=task, report=report)
    assert overdue_reports(date(2026, 12, 20)) == []
    return_report(actor=cast.lee, task=task, report=report, reason=REASON)
    assert [row.period for row in overdue_reports(date(2026, 12, 20))] == ["2026-11"]


@pytest.mark.parametrize(("day", "on_time"), [(date(2026, 12, 10), True), (date(2026, 12, 11), False)])
def test_the_due_day_itself_is_on_time(day, on_time, write, cast):
    task, plan = a_managed_task(cast)
    report = a_report(cast, task, plan)
    with on(day):
        submit_report(actor=cast.kim, task=task, report=report)
    assert (report.submitted_on, report.on_time) == (day, on_time)


def test_missing_is_not_zero_and_zero_is_not_missing(write, cast):
    task, plan = a_managed_task(cast)
    report = a_report(cast, task, plan)
    first, second = told(plan, value=0)
    rewrite_report(actor=cast.kim, task=task, report=report, draft=ReportDraft(summary="x", values=(first,)))
    with refused("Please enter a value or the reason"):
        submit_report(actor=cast.kim, task=task, report=report)
    rewrite_report(actor=cast.kim, task=task, report=report, draft=ReportDraft(summary="x", values=(first, second)))
    submit_report(actor=cast.kim, task=task, report=report)
    assert [row.value for row in values_of(report)] == [Decimal(0), None]


def test_a_report_without_evidence_is_not_handed_in(write, cast):
    task, plan = a_managed_task(cast)
    draft = ReportDraft(summary="여덟 곳에 놓았다.", values=told(plan))
    report = write_report(actor=cast.kim, task=task, period=periods_of(task)[0], draft=draft)
    with refused("at least one piece of evidence"):
        submit_report(actor=cast.kim, task=task, report=report)


def test_a_period_has_one_report_and_must_have_begun(write, cast):
    task, plan = a_managed_task(cast)
    a_report(cast, task, plan)
    with pytest.raises(Conflict):
        a_report(cast, task, plan, by=cast.ahn)
    with refused("has not begun"):
        a_report(cast, task, plan, period=1)


def test_whoever_wrote_any_of_it_cannot_approve(write, cast):
    task, plan = a_managed_task(cast)
    set_team(actor=cast.kang, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 50, cast.lee.id: 50})
    report = a_report(cast, task, plan, by=cast.lee)
    teamed(task, cast)
    submit_report(actor=cast.kim, task=task, report=report)
    with refused("Nobody approves their own work"):
        approve_report(actor=cast.lee, task=task, report=report)
    approve_report(actor=cast.acting, task=task, report=report)
    assert report.approver_id == cast.acting.id


def test_whoever_added_its_evidence_cannot_approve(app, cast):
    with transaction():
        task, plan = a_managed_task(cast)
        report = a_report(cast, task, plan, by=cast.ahn)
        rewrite_report(
            actor=cast.kim, task=task, report=report, draft=ReportDraft(summary="상위 정류장", values=told(plan))
        )
        file = add_evidence(actor=cast.kang, task=task, report=report, stream=BytesIO(b"3"), filename="a.txt")
        withdraw_evidence(actor=cast.kang, task=task, report=report, evidence_id=file.id)
        submit_report(actor=cast.kim, task=task, report=report)
        acting_head(cast.kang, cast)
    kang = actor_of_person(cast.kang.id)
    with transaction(), refused("Nobody approves their own work"):
        approve_report(actor=kang, task=task, report=report)
    assert [turn.what.msgid for turn in owed(kang)] == []
    assert [turn.what.msgid for turn in owed(cast.lee)] == ["Approve the progress report"]
    with pytest.raises(IntegrityError), transaction():
        change_state(report, state=ReportState.APPROVED, approver_id=kang.id, approved_at=clock.now())


def test_a_head_on_the_team_does_not_approve_its_reports_and_the_control_tower_stands_in(write, cast):
    task, plan = a_managed_task(cast)
    report = a_report(cast, task, plan)
    submit_report(actor=cast.kim, task=task, report=report)
    everybody = dict.fromkeys((cast.kim.id, cast.ahn.id, cast.lee.id, cast.acting.id), 25)
    set_team(actor=cast.kang, task=task, leader_id=cast.kim.id, shares=everybody)
    for head in (cast.lee, cast.acting):
        with pytest.raises(Denied):
            approve_report(actor=head, task=task, report=report)
        with pytest.raises(Denied):
            return_report(actor=head, task=task, report=report, reason="숫자를 다시 확인해 주십시오.")
    assert [turn.what.msgid for turn in owed(cast.choi)] == ["Approve the progress report"]
    approve_report(actor=cast.choi, task=task, report=report)
    assert report.approver_id == cast.choi.id


@pytest.mark.parametrize("name", ["kang", "yoon", "choi", "gam", "goh"])
def test_only_the_head_of_the_lead_department_approves(name, write, cast):
    task, plan = a_managed_task(cast)
    report = a_report(cast, task, plan)
    submit_report(actor=cast.kim, task=task, report=report)
    with pytest.raises(Denied):
        approve_report(actor=getattr(cast, name), task=task, report=report)


def test_raw_sql_cannot_make_the_author_the_approver(app, cast):
    with transaction():
        report_id = an_approved_report(cast, *a_managed_task(cast)).id
    for statement in (
        "UPDATE progress_reports SET summary = 'x' WHERE id = :id",
        "UPDATE report_values SET no_value_reason = '' WHERE report_id = :id",
        "DELETE FROM progress_reports WHERE id = :id",
    ):
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(text(statement), {"id": report_id})


def test_two_approvals_at_once_approve_once(app, cast):
    with transaction():
        task, plan = a_managed_task(cast)
        report = a_report(cast, task, plan)
        submit_report(actor=cast.kim, task=task, report=report)
        task_id, report_id = task.id, report.id

    def approve(actor):
        record, task = db.session.get_one(ProgressReport, report_id), db.session.get_one(Task, task_id)
        approve_report(actor=actor, task=task, report=record)

    assert at_once(app, lambda: approve(cast.lee), lambda: approve(cast.acting)) == ["done", "refused"]
    assert db.session.query(ProgressReport.state).scalar() is ReportState.APPROVED


def test_evidence_opens_for_the_office_and_is_withdrawn_only_by_who_attached_it(cast, as_):
    with transaction():
        report_id = a_report(cast, *a_managed_task(cast)).id
    page = as_(cast.park).get(f"/progress-reports/{report_id}").text
    assert "설치대장.txt" in page
    number = re.search(r"/evidence/(\d+)", page)[1]
    assert as_(cast.park).get(f"/evidence/{number}").data == "설치 대장".encode()
    address = f"/progress-reports/{report_id}/evidence-files/{number}/withdrawals"
    assert as_(cast.ahn).post(address).status_code == 403
    assert as_(cast.kim).post(address).status_code == 302
    assert as_(cast.kim).get(f"/evidence/{number}").status_code == 404


def test_the_overdue_list_names_task_department_and_period(cast, as_):
    with transaction():
        task, _plan = a_managed_task(cast)
    assert "Nothing is overdue" in as_(cast.choi).get("/overdue-reports").text
    with on(date(2026, 12, 14)):
        page = as_(cast.choi).get("/overdue-reports").text
    assert [text in page for text in (task.title, "교통과", "2026-11", "4 days late")] == [True] * 4


def test_a_value_and_a_reason_for_having_none_contradict_each_other(cast, as_):
    with transaction():
        task, plan = a_managed_task(cast)
        period_id, measure_id = periods_of(task)[0].id, told(plan)[0].measure_id
    data = {"values-0-measure_id": measure_id, "values-0-value": "3", "values-0-no_value_reason": "아직"}
    answer = as_(cast.kim).post(f"/report-periods/{period_id}/progress-reports", data=data | {"summary": "쓴 글"})
    assert answer.status_code == 422
    assert "not both" in answer.text
    assert "쓴 글" in answer.text
