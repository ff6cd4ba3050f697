"""부서 정기보고: written line by line, handed in, returned or approved; what is approved is frozen with its hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Invalid, Refused
from app.core.events import FreeText, publish
from app.core.messages import Message, _
from app.innovation.rules.common import check_reason
from app.reports.enums import LineKind, PeriodReportState, PeriodReportStepKind, Permission
from app.reports.events import (
    PeriodReportApproved,
    PeriodReportReturned,
    PeriodReportSubmitted,
    PeriodReportWritten,
)
from app.reports.models import PeriodReport, PeriodReportLine, PeriodReportStep
from app.reports.policy import POLICY
from app.reports.queries.periods import records
from app.reports.queries.periods.subject import Subject
from app.reports.queries.periods.subjects import subjects_of
from app.reports.rules.lines import Fault, LineContent, LineKey, carried_over, faults_of, is_still
from app.reports.rules.periods import EDITABLE, Period, check_not_closed, check_writing
from app.reports.services.period_snapshots import freeze


@dataclass(frozen=True, kw_only=True)
class Told:
    """What there is to speak about, and the lines of the last report, where the caller has read them already."""

    subjects: Sequence[Subject]
    before: Sequence[PeriodReportLine]


def save_report(
    *,
    actor: Actor,
    department_id: int,
    period: Period,
    lines: Sequence[LineContent],
    seen_version: int,
    told: Told | None = None,
) -> PeriodReport:
    """Write the report of a department and period, or replace its lines. Lines about other things are left out.

    `seen_version` is that of the report as it was read, 0 if there was none. `Conflict` if somebody else was faster;
    `Refused` for a period that has not begun, is closed, or whose report is with the head or approved.
    """
    access.require(POLICY, Permission.PERIOD_WRITE, actor, department_id)
    report, is_closed = records.report_in_turn(department_id, period)
    check_writing(period, report.state if report else None, clock.today(), is_closed=is_closed)
    if (report.version if report else 0) != seen_version:
        raise Conflict(CHANGED)
    if report is None:
        report = _begin(actor, department_id, period)
    else:
        change_state(report, edited_by_id=actor.id, edited_at=clock.now())
    _write_lines(report, told or _told(department_id, period), {line.key: line for line in lines})
    _keep(report, PeriodReportStepKind.WRITTEN, actor)
    publish(
        PeriodReportWritten(
            actor_id=actor.id,
            period_report_id=report.id,
            department_id=department_id,
            code=period.code,
            version=report.version,
        )
    )
    return report


def submit_report(*, actor: Actor, report: PeriodReport, before: Sequence[PeriodReportLine] | None = None) -> None:
    """Put the report before the head. `Invalid` names what is missing in which line.

    `before`: the lines of the last report, where the caller has read them already.
    """
    access.require(POLICY, Permission.PERIOD_WRITE, actor, report.department_id)
    if report.state not in EDITABLE:
        raise Refused(_("This report has been handed in; it can no longer be changed."))
    lines, is_closed = records.lines_in_turn(report)
    check_not_closed(is_closed=is_closed)
    _check_whole(lines, records.told_before(report.department_id, report.starts_on)[1] if before is None else before)
    today = clock.today()
    change_state(report, state=PeriodReportState.SUBMITTED, submitted_by_id=actor.id, submitted_on=today)
    _keep(report, PeriodReportStepKind.SUBMITTED, actor)
    publish(
        PeriodReportSubmitted(
            actor_id=actor.id,
            period_report_id=report.id,
            department_id=report.department_id,
            code=report.code,
            on_time=today <= report.due_on,
        )
    )


def approve_report(*, actor: Actor, report: PeriodReport) -> str:
    """Approve as head, or as control tower where the heads wrote it themselves; freeze it and return its SHA-256."""
    _require_decision(actor, report)
    change_state(report, state=PeriodReportState.APPROVED, approved_by_id=actor.id, approved_at=clock.now())
    _keep(report, PeriodReportStepKind.APPROVED, actor)
    sha256 = freeze(report)
    publish(
        PeriodReportApproved(
            actor_id=actor.id,
            period_report_id=report.id,
            department_id=report.department_id,
            code=report.code,
            author_id=report.author_id,
            sha256=sha256,
        )
    )
    return sha256


def return_report(*, actor: Actor, report: PeriodReport, reason: str) -> None:
    """보완: send the report back to its authors; it counts as not handed in.

    Not once a later one is handed in: its authors could not hand it in again. Send the later one back first.
    """
    _require_decision(actor, report)
    check_reason(reason)
    if records.is_closed_since(report.department_id, report.starts_on):
        raise Refused(_("A later report is handed in already: return that one first, or approve this one."))
    change_state(report, state=PeriodReportState.RETURNED, submitted_by_id=None, submitted_on=None)
    _keep(report, PeriodReportStepKind.RETURNED, actor, reason)
    publish(
        PeriodReportReturned(
            actor_id=actor.id,
            period_report_id=report.id,
            department_id=report.department_id,
            code=report.code,
            reason=FreeText(reason),
        )
    )


def _require_decision(actor: Actor, report: PeriodReport) -> None:
    access.require(POLICY, Permission.PERIOD_DECIDE, actor, records.work_of(report))
    if report.state is not PeriodReportState.SUBMITTED:
        raise Refused(_("Only a report that has been submitted can be approved or returned."))


def _begin(actor: Actor, department_id: int, period: Period) -> PeriodReport:
    report = PeriodReport(
        department_id=department_id,
        code=period.code,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        due_on=period.due_on,
        state=PeriodReportState.DRAFT,
        author_id=actor.id,
        edited_by_id=actor.id,
        edited_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(report)
            db.session.flush()
    except IntegrityError as error:
        raise Conflict(CHANGED) from error
    return report


def _told(department_id: int, period: Period) -> Told:
    before = records.told_before(department_id, period.starts_on)[1]
    return Told(subjects=subjects_of(department_id, period, before), before=before)


def _write_lines(report: PeriodReport, told: Told, written: Mapping[LineKey, LineContent]) -> None:
    texts = {(line.kind, line.record_id): line.text for line in told.before}
    db.session.execute(delete(PeriodReportLine).where(PeriodReportLine.report_id == report.id))
    for position, subject in enumerate(told.subjects, start=1):
        line = written.get(subject.key, LineContent(kind=subject.kind, record_id=subject.record_id))
        values = _columns(subject, line, texts.get(subject.key))
        db.session.add(PeriodReportLine(report_id=report.id, position=position, **values))
    db.session.flush()


def _columns(subject: Subject, line: LineContent, before_text: str | None) -> dict[str, Any]:
    is_task = subject.kind is LineKind.TASK
    if line.obstacle_id is not None and line.obstacle_id not in dict(subject.obstacles):
        raise Refused(_("Choose an open obstacle of this task."))
    value = subject.suggestion.value if subject.is_counted else line.value
    still = is_still(line, before_text)
    return {
        "kind": subject.kind,
        "record_id": subject.record_id,
        "title": subject.title[:200],
        "facts": dict(subject.facts),
        "light": line.light if is_task else None,
        "percent": line.percent if is_task else None,
        "text": carried_over(line, before_text),
        "is_unchanged": still,
        "unchanged_reason": line.unchanged_reason.strip() if still else "",
        "obstacle_id": line.obstacle_id if is_task else None,
        "value": value if subject.kind is LineKind.INDICATOR else None,
    }


def _check_whole(lines: Sequence[PeriodReportLine], before: Sequence[PeriodReportLine]) -> None:
    unchanged = {(line.kind, line.record_id): line.is_unchanged for line in before}
    faults = [
        fault
        for line in lines
        for fault in faults_of(content_of(line), before_unchanged=unchanged.get((line.kind, line.record_id)))
    ]
    if faults:
        fields: dict[str, list[Message]] = {}
        for fault in faults:
            fields.setdefault(field_name(fault), []).append(fault.reason)
        raise Invalid(_("Some lines are not whole yet."), fields=fields)


def content_of(line: PeriodReportLine) -> LineContent:
    """Return what a stored line says."""
    return LineContent(
        kind=line.kind,
        record_id=line.record_id,
        text=line.text,
        light=line.light,
        percent=line.percent,
        is_unchanged=line.is_unchanged,
        unchanged_reason=line.unchanged_reason,
        obstacle_id=line.obstacle_id,
        value=line.value,
    )


def field_name(fault: Fault) -> str:
    """Name the field of the form a fault belongs to, e.g. "task_12_text"."""
    kind, record_id = fault.key
    return f"{kind.value}_{record_id}_{fault.field}"


def _keep(report: PeriodReport, kind: PeriodReportStepKind, actor: Actor, note: str = "") -> None:
    db.session.add(
        PeriodReportStep(report_id=report.id, kind=kind, note=note, taken_by_id=actor.id, taken_at=clock.now())
    )
    db.session.flush()
