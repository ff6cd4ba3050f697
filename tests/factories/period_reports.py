"""Regular reports of 교통과 for tests, by the real services, inside a write transaction."""

from dataclasses import replace
from datetime import date, timedelta

from app.core import clock
from app.innovation.enums import ReportCadence
from app.reports.enums import Light, LineKind
from app.reports.queries.periods.calendar import period_or_404
from app.reports.queries.periods.records import lines_of, report_before, report_of
from app.reports.queries.periods.subjects import subjects_of
from app.reports.rules.periods import Schedule
from app.reports.services.period_calendars import set_calendar
from app.reports.services.period_reports import approve_report, save_report, submit_report
from tests.factories.innovation import a_task


def a_calendar(cast, *, starts_on=date(2026, 9, 1), cadence=ReportCadence.MONTHLY, days=5):
    """Monthly from September 2026 on, due five working days after the end of a month."""
    return set_calendar(
        actor=cast.choi, schedule=Schedule(cadence, days, starts_on), reason="이번 달부터 부서가 정기보고를 한다."
    )


def a_running_task(cast, **changes):
    """A task of 교통과 since August."""
    with on(date(2026, 8, 20)):
        return a_task(cast, **changes)


def said(department_id, code, **changes):
    """A line for everything there is to speak about, told whole."""
    period = period_or_404(code)
    previous = report_before(department_id, period.starts_on)
    before = lines_of(previous.id if previous else None)
    found = []
    for subject in subjects_of(department_id, period, before):
        line = replace(subject.suggestion, text=subject.suggestion.text or f"{code}에 한 일을 적었다.")
        if subject.kind is LineKind.TASK:
            line = replace(line, **{"light": Light.GREEN} | changes)
        found.append(line)
    return found


def a_report(cast, code="2026-10", *, by=None, department_id=None, lines=None, **changes):
    """A draft by kang."""
    unit = department_id or cast.traffic
    known = report_of(unit, code)
    return save_report(
        actor=by or cast.kang,
        department_id=unit,
        period=period_or_404(code),
        lines=said(unit, code, **changes) if lines is None else lines,
        seen_version=known.version if known else 0,
    )


def a_submitted_report(cast, code="2026-10", **options):
    """A report kang has put before the head."""
    report = a_report(cast, code, **options)
    submit_report(actor=options.get("by") or cast.kang, report=report)
    return report


def an_approved_report(cast, code="2026-10", **options):
    """A report lee has approved."""
    report = a_submitted_report(cast, code, **options)
    approve_report(actor=cast.lee, report=report)
    return report


def on(day):
    """Let time stand still at noon of a day."""
    return clock.frozen_at(clock.start_of_day(day) + timedelta(hours=12))
