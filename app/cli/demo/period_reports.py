"""정기보고: the calendar, and the reports of the coordinator's department month by month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.innovation.enums import ReportCadence
from app.reports.enums import Light, LineKind
from app.reports.queries.periods.calendar import period_or_404
from app.reports.queries.periods.records import lines_of, report_before, report_or_404
from app.reports.queries.periods.subject import Subject
from app.reports.queries.periods.subjects import subjects_of
from app.reports.rules.lines import LineContent
from app.reports.rules.periods import Period, Schedule
from app.reports.services.period_calendars import set_calendar
from app.reports.services.period_reports import approve_report, save_report, submit_report

APPROVING = timedelta(days=1)
"""The head approves on the day after."""


def steps(office: Office) -> Iterator[Step]:
    """The calendar first, then every report on the day it was handed in, and its approval."""
    story = content("period_reports")
    yield Step(on(story["calendar"]["set_on"]), 50, partial(_set_calendar, office, story["calendar"]))
    for row in [*story["reports"], *_others(story["others"])]:
        yield Step(on(row["submitted_on"]), 58, partial(_report, office, row))
        yield Step(on(row["submitted_on"]) + APPROVING, 59, partial(_approve, office, row))


def _others(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the coordinators of the other departments hand in, on different days; a few hand in nothing."""
    coordinators = [
        (person["number"], role["department"])
        for person in content("people")["people"]
        for role in person["roles"]
        if role["role"] == "coordinator" and role["department"] not in row["not_these"]
    ]
    for period in row["periods"]:
        for place, (number, department) in enumerate(coordinators):
            if department not in period["missing"]:
                day = on(period["from"]) + timedelta(days=place % period["days"])
                yield {
                    "department": department,
                    "period": period["period"],
                    "author": number,
                    "submitted_on": day.isoformat(),
                    "lines": [],
                    "otherwise": row["otherwise"],
                }


def _set_calendar(office: Office, row: dict[str, Any]) -> None:
    schedule = Schedule(ReportCadence(row["cadence"]), row["due_working_days"], on(row["starts_on"]))
    set_calendar(actor=office.actor(TOWER), schedule=schedule, reason=row["reason"])


def _report(office: Office, row: dict[str, Any]) -> None:
    department_id, period = office.departments[row["department"]], period_or_404(row["period"])
    actor = office.actor(row["author"])
    report = save_report(
        actor=actor,
        department_id=department_id,
        period=period,
        lines=_lines(department_id, period, row),
        seen_version=0,
    )
    submit_report(actor=actor, report=report)


def _lines(department_id: int, period: Period, row: dict[str, Any]) -> list[LineContent]:
    previous = report_before(department_id, period.starts_on)
    before = lines_of(previous.id if previous else None)
    return [_line(subject, row) for subject in subjects_of(department_id, period, before)]


def _line(subject: Subject, row: dict[str, Any]) -> LineContent:
    """Say what the story says about the thing; without a word of its own, what the product has recorded, or a plain one."""
    told: dict[str, Any] = next((line for line in row["lines"] if line["about"] in subject.title), {})
    text = told.get("text") or subject.suggestion.text or subject.offered or row["otherwise"][subject.kind.value]
    light = Light(told["light"]) if "light" in told else subject.suggestion.light
    percent = told.get("percent", subject.suggestion.percent)
    if subject.kind is LineKind.TASK:
        return replace(subject.suggestion, text=text, light=light, percent=percent)
    return replace(subject.suggestion, text=text)


def _approve(office: Office, row: dict[str, Any]) -> None:
    report = report_or_404(office.departments[row["department"]], row["period"])
    approve_report(actor=office.head(row["department"]), report=report)
