"""The regular report: written once, approved by another, frozen; unchanged twice needs a reason; red an obstacle."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid
from app.core.snapshots import fingerprint
from app.innovation.enums import ReportCadence
from app.reports.enums import Light, LineKind, PeriodReportState
from app.reports.models import PeriodReportLine, PeriodReportSnapshot
from app.reports.queries import period_turns
from app.reports.queries.periods import work
from app.reports.queries.periods.calendar import known_periods, period_or_404
from app.reports.queries.periods.overview import standings_of_period
from app.reports.queries.periods.records import lines_of, report_of
from app.reports.rules.snapshots import compare
from app.reports.services.period_reports import approve_report, return_report, save_report, submit_report
from tests.factories.bureaus import a_bureau, head_of
from tests.factories.innovation import a_task
from tests.factories.innovation_b import an_approved_plan, plan_draft
from tests.factories.innovation_c import obstacle_of
from tests.factories.period_reports import (
    a_calendar,
    a_report,
    a_running_task,
    a_submitted_report,
    an_approved_report,
    on,
    said,
)
from tests.refusals import refused
from tests.turns import readers_of

owed, awaited = readers_of(period_turns)


@pytest.fixture
def task(cast, write):
    a_calendar(cast)
    return a_running_task(cast)


def test_periods_are_due_on_working_days_after_their_end(cast, write):
    a_calendar(cast, days=3)
    found = [(period.code, period.due_on) for period in known_periods()]
    assert found[1:] == [("2026-10", date(2026, 11, 4)), ("2026-11", date(2026, 12, 3))]


def test_without_a_calendar_nobody_owes_a_report(cast):
    assert known_periods() == ()
    assert [turn for who in (cast.kang, cast.lee) for turn in owed(who)] == []


def test_a_later_calendar_never_changes_what_was_due(cast, write):
    a_calendar(cast)
    with refused("A new calendar begins in the future"):
        a_calendar(cast, starts_on=date(2026, 10, 1))
    with refused("Begin with the first day of a month"):
        a_calendar(cast, starts_on=date(2027, 2, 1), cadence=ReportCadence.QUARTERLY)
    a_calendar(cast, starts_on=date(2027, 1, 1), cadence=ReportCadence.QUARTERLY)
    assert [period.code for period in known_periods(date(2027, 5, 1))][-2:] == ["2027-Q1", "2027-Q2"]


def test_a_report_is_prefilled_with_what_is_known(cast, task, write):
    lines = lines_of(a_report(cast).id)
    assert [(line.kind, line.record_id, line.light) for line in lines] == [(LineKind.TASK, task.id, Light.GREEN)]
    assert lines[0].facts["stage"] == task.stage.value


def test_red_asks_for_an_open_obstacle_of_the_task(cast, task, write):
    report = a_report(cast, light=Light.RED)
    with pytest.raises(Invalid) as refusal:
        submit_report(actor=cast.kang, report=report)
    assert list(refusal.value.fields) == [f"task_{task.id}_light"]
    obstacle = obstacle_of(cast, task=task)
    with on(date(2026, 11, 24)):
        again = a_report(cast, "2026-11", light=Light.RED, obstacle_id=obstacle.id)
        submit_report(actor=cast.kang, report=again)
    assert again.state is PeriodReportState.SUBMITTED


def test_an_obstacle_of_another_task_is_refused(cast, task, write):
    other = obstacle_of(cast, task=a_task(cast, title="다른 과제"))
    lines = [replace(line, obstacle_id=other.id) for line in said(cast.traffic, "2026-11")[:1]]
    with refused("Choose an open obstacle"):
        a_report(cast, "2026-11", lines=lines)


def test_no_change_keeps_the_words_and_the_second_time_needs_a_reason(cast, task, write):
    first = an_approved_report(cast, "2026-09")
    second = an_approved_report(cast, "2026-10", is_unchanged=True, text="")
    assert lines_of(second.id)[0].text == lines_of(first.id)[0].text
    third = a_report(cast, "2026-11", is_unchanged=True, text="")
    with pytest.raises(Invalid) as refusal:
        submit_report(actor=cast.kang, report=third)
    assert list(refusal.value.fields) == [f"task_{task.id}_reason"]
    third = a_report(cast, "2026-11", is_unchanged=True, text="", unchanged_reason="예산이 내년에 온다.")
    submit_report(actor=cast.kang, report=third)


def test_words_of_this_period_are_a_change_whatever_is_ticked(cast, task, write):
    an_approved_report(cast, "2026-09")
    line = lines_of(a_report(cast, "2026-10", is_unchanged=True, text="열 곳을 더 살폈다.").id)[0]
    assert (line.text, line.is_unchanged) == ("열 곳을 더 살폈다.", False)


def test_no_change_without_a_last_report_is_refused(cast, task, write):
    report = a_report(cast, is_unchanged=True)
    with pytest.raises(Invalid) as refusal:
        submit_report(actor=cast.kang, report=report)
    assert list(refusal.value.fields) == [f"task_{task.id}_text"]


def test_approval_freezes_the_report_with_its_hash(cast, task, write):
    report = an_approved_report(cast)
    snapshot = db.session.query(PeriodReportSnapshot).filter_by(report_id=report.id).one()
    content = json.loads(snapshot.content)
    assert fingerprint(content) == snapshot.sha256
    assert (content["department"], content["period"]["code"]) == ("교통과", "2026-10")
    with refused("can no longer be changed"):
        a_report(cast)


def test_nobody_approves_the_own_report(cast, task, write):
    report = a_submitted_report(cast, by=cast.lee)
    for who in (cast.lee, cast.kang, cast.yoon, cast.choi, cast.gam):
        with pytest.raises(Denied):
            approve_report(actor=who, report=report)
    approve_report(actor=cast.acting, report=report)


def test_the_control_tower_approves_where_every_head_has_written(cast, task, write):
    with on(date(2026, 12, 1)):  # the acting head's time is over
        report = a_submitted_report(cast, by=cast.lee)
        assert [turn.endpoint for turn in owed(cast.choi)] == ["reports.show_period_report"]
        approve_report(actor=cast.choi, report=report)
    assert report.approved_by_id == cast.choi.id


def test_the_control_tower_is_asked_for_that_report_whatever_other_departments_have_handed_in(cast, task, write):
    with on(date(2026, 12, 1)):  # the acting head's time is over
        a_report(cast, by=cast.seo, department_id=cast.civil)
        submit_report(actor=cast.seo, report=report_of(cast.civil, "2026-10"))
        assert owed(cast.choi) == []
        a_submitted_report(cast, by=cast.lee)
        assert [turn.params["department_id"] for turn in owed(cast.choi)] == [cast.traffic]


def test_a_task_is_told_with_the_items_of_its_own_plan(cast, write):
    a_calendar(cast)
    first, _plan = an_approved_plan(cast)
    [item] = plan_draft(cast).items
    second, _plan = an_approved_plan(cast, items=(item, replace(item, text="설치 자리 정하기")))
    rows = work._task_rows(cast.traffic, period_or_404("2026-11"))
    assert {row.id: row.items for row in rows} == {first.id: 1, second.id: 2}


def test_a_returned_report_counts_as_not_handed_in(cast, task, write):
    report = a_submitted_report(cast)
    return_report(actor=cast.lee, report=report, reason="터미널 정류장의 수가 빠졌다.")
    standing = next(row for row in standings_of_period(period_or_404("2026-10")) if row.department_id == cast.traffic)
    assert (report.state, standing.is_missing) == (PeriodReportState.RETURNED, True)
    submit_report(actor=cast.kang, report=report)
    assert report.state is PeriodReportState.SUBMITTED


def test_two_people_editing_is_a_conflict(cast, task, write):
    a_report(cast)
    with pytest.raises(Conflict):
        save_report(
            actor=cast.lee, department_id=cast.traffic, period=period_or_404("2026-10"), lines=(), seen_version=0
        )


def test_a_period_that_has_not_begun_and_a_closed_one_are_refused(cast, task, write):
    with refused("has not begun"):
        a_report(cast, "2026-12")
    an_approved_report(cast, "2026-10")
    with refused("This period is closed"):
        a_report(cast, "2026-09")


def test_only_coordinator_and_head_write(cast, task, write):
    for who in (cast.kim, cast.seo, cast.yoon, cast.choi, cast.gam, cast.goh):
        with pytest.raises(Denied):
            a_report(cast, by=who)


def test_the_coordinator_is_asked_before_the_due_day_and_the_head_only_when_it_is_late(cast, task, write):
    with on(date(2026, 11, 2)):  # October is over and due on the 6th
        an_approved_report(cast, "2026-09", by=cast.kang)
        assert [str(turn.params["code"]) for turn in owed(cast.kang)] == ["2026-10"]
        assert owed(cast.lee) == []
    assert [turn.endpoint for turn in owed(cast.lee)] == ["reports.edit_period_report"]
    a_submitted_report(cast, "2026-10")
    assert owed(cast.kang) == []
    assert [turn.endpoint for turn in awaited(cast.kang)] == ["reports.show_period_report"]
    assert [turn.endpoint for turn in owed(cast.lee)] == ["reports.show_period_report"]


def test_a_bureau_owes_no_report_and_its_head_is_led_to_those_of_others(cast, task, as_):
    with transaction():
        chief = head_of(cast.jung, a_bureau(cast))
    bureau = chief.headed_department_ids[0]
    with on(date(2026, 11, 20)):
        assert owed(chief) == []
        assert as_(chief).get(f"/reports/periods/2026-10/departments/{bureau}").status_code == 404
        assert as_(chief).get(f"/reports/periods/2026-10/departments/{bureau}/edit").status_code == 404


def test_the_comparison_shows_words_that_came_and_went(cast, task, write):
    contents = []
    for code in ("2026-09", "2026-10"):
        report = an_approved_report(cast, code, text=f"정류장 {code} 점검을 했다.")
        stored = db.session.query(PeriodReportSnapshot).filter_by(report_id=report.id).one()
        contents.append(json.loads(stored.content))
    (change,) = compare(*contents)
    assert [(piece.change.value, piece.text) for piece in change.pieces] == [
        ("same", "정류장 "),
        ("removed", "2026-09"),
        ("added", "2026-10"),
        ("same", " 점검을 했다."),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE period_reports SET edited_by_id = author_id",
        "DELETE FROM period_reports",
        "UPDATE period_report_lines SET text = 'x'",
        "UPDATE period_report_snapshots SET frozen_at = NULL",
        "DELETE FROM period_report_steps",
    ],
)
def test_the_database_keeps_an_approved_report(cast, statement):
    with transaction():
        a_calendar(cast)
        a_running_task(cast)
        an_approved_report(cast)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(statement))
    assert db.session.query(PeriodReportLine).count() == 1
