"""추진실적보고: writing, handing in, approving and returning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from sqlalchemy import delete, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Missing, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.files import services as evidence_store
from app.files.models import EvidenceFile
from app.files.queries import evidence_of
from app.files.services import Upload
from app.innovation.enums import ReportState
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.permissions import Permission
from app.innovation.events import (
    ProgressReportApproved,
    ProgressReportReturned,
    ProgressReportSubmitted,
    ProgressReportWritten,
)
from app.innovation.models import ProgressReport, ReportPeriod, ReportStep, ReportValue, Task
from app.innovation.policy import POLICY
from app.innovation.queries.plans import approved_plan, measures_of, team_work
from app.innovation.queries.reports import EVIDENCE, values_of, writer_ids
from app.innovation.rules import reports as rules
from app.innovation.rules.stages import check_active


@dataclass(frozen=True, kw_only=True)
class MeasureValue:
    """What is said about a measure: the figure, or the reason why there is none."""

    measure_id: int
    value: Decimal | None = None
    no_value_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportDraft:
    """A report as typed; a draft may lack anything."""

    summary: str = ""
    next_steps: str = ""
    values: Sequence[MeasureValue] = ()


def write_report(*, actor: Actor, task: Task, period: ReportPeriod, draft: ReportDraft) -> ProgressReport:
    """Write the report of a period that has begun. `Conflict` if there is one already."""
    _check_may_write(actor, task)
    plan = approved_plan(task.id)
    if plan is None or period.task_id != task.id:
        raise Missing(_("There is no such reporting period."))
    if period.starts_on > clock.today():
        raise Refused(_("This period has not begun yet."))
    if db.session.scalar(select(ProgressReport.id).where(ProgressReport.period_id == period.id)) is not None:
        raise Conflict(_("This period already has a report."))
    report = ProgressReport(
        task_id=task.id,
        period_id=period.id,
        plan_id=plan.id,
        state=ReportState.DRAFT,
        author_id=actor.id,
        written_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    _fill(report, draft, actor)
    return report


def rewrite_report(*, actor: Actor, task: Task, report: ProgressReport, draft: ReportDraft) -> None:
    """Replace the content of a draft or a returned report."""
    _check_may_write(actor, task)
    rules.check_editing(report.state)
    _fill(report, draft, actor)


def add_evidence(
    *, actor: Actor, task: Task, report: ProgressReport, stream: IO[bytes], filename: str | None
) -> EvidenceFile:
    """Attach a file to a report that is not handed in."""
    _check_may_write(actor, task)
    rules.check_editing(report.state)
    return evidence_store.store_evidence(
        stream=stream, filename=filename, subject_type=EVIDENCE, subject_id=report.id, actor=actor
    )


def add_files(*, actor: Actor, task: Task, report: ProgressReport, uploads: Iterable[Upload]) -> Sequence[EvidenceFile]:
    """Attach several files to a report that is not handed in: all of them, or none if one is refused."""
    _check_may_write(actor, task)
    rules.check_editing(report.state)
    return evidence_store.store_uploads(uploads=uploads, subject_type=EVIDENCE, subject_id=report.id, actor=actor)


def withdraw_evidence(*, actor: Actor, task: Task, report: ProgressReport, evidence_id: int) -> None:
    """Take one's own file back from a report that is not handed in."""
    _check_may_write(actor, task)
    rules.check_editing(report.state)
    files = {evidence.id: evidence for evidence in evidence_of(EVIDENCE, [report.id])[report.id]}
    if evidence_id not in files:
        raise Missing(_("There is no such file."))
    evidence_store.withdraw_evidence(evidence=files[evidence_id], actor=actor)


def submit_report(*, actor: Actor, task: Task, report: ProgressReport) -> None:
    """Hand the report in. Whether that is on time is decided by the due day of its period."""
    _check_may_write(actor, task)
    rules.check_submission(
        report.state,
        summary=report.summary,
        evidence_count=len(evidence_of(EVIDENCE, [report.id])[report.id]),
        measures_without_value=[row.name for row in values_of(report) if not row.is_told],
    )
    today = clock.today()
    period = db.session.get_one(ReportPeriod, report.period_id)
    on_time = today <= period.due_on
    change_state(report, state=ReportState.SUBMITTED, author_id=actor.id, submitted_on=today, on_time=on_time)
    _note(report, DocumentStep.SUBMITTED, actor)
    publish(
        ProgressReportSubmitted(
            actor_id=actor.id,
            task_id=task.id,
            report_id=report.id,
            department_id=task.lead_department_id,
            author_id=actor.id,
            on_time=on_time,
        )
    )


def approve_report(*, actor: Actor, task: Task, report: ProgressReport) -> None:
    """Approve as head or acting head; nobody who is on the team, has written any of it or added its evidence."""
    access.require(POLICY, Permission.REPORT_APPROVE, actor, team_work(task))
    check_active(task.state)
    for writer_id in {report.author_id, *writer_ids(report.id)}:
        rules.check_approval(report.state, author_id=writer_id, approver_id=actor.id)
    change_state(report, state=ReportState.APPROVED, approver_id=actor.id, approved_at=clock.now())
    _note(report, DocumentStep.APPROVED, actor)
    publish(
        ProgressReportApproved(
            actor_id=actor.id,
            task_id=task.id,
            report_id=report.id,
            department_id=task.lead_department_id,
            author_id=report.author_id,
            on_time=bool(report.on_time),
        )
    )


def return_report(*, actor: Actor, task: Task, report: ProgressReport, reason: str) -> None:
    """Send the report back; until it is handed in again its period counts as not reported."""
    access.require(POLICY, Permission.REPORT_APPROVE, actor, team_work(task))
    check_active(task.state)
    rules.check_return(report.state, reason)
    change_state(report, state=ReportState.RETURNED, submitted_on=None, on_time=None)
    _note(report, DocumentStep.RETURNED, actor, reason)
    publish(ProgressReportReturned(actor_id=actor.id, task_id=task.id, report_id=report.id, reason=FreeText(reason)))


def _check_may_write(actor: Actor, task: Task) -> None:
    access.require(POLICY, Permission.REPORT_WRITE, actor, team_work(task))
    check_active(task.state)


def _fill(report: ProgressReport, draft: ReportDraft, actor: Actor) -> None:
    change_state(
        report,
        summary=draft.summary,
        next_steps=draft.next_steps,
        author_id=actor.id,
        written_at=clock.now(),
    )
    db.session.execute(delete(ReportValue).where(ReportValue.report_id == report.id))
    known = {measure.id for measure in measures_of(report.plan_id)}
    db.session.add_all(
        ReportValue(report_id=report.id, **vars(value)) for value in draft.values if value.measure_id in known
    )
    db.session.flush()
    _note(report, DocumentStep.WRITTEN, actor)
    publish(ProgressReportWritten(actor_id=actor.id, task_id=report.task_id, report_id=report.id))


def _note(report: ProgressReport, step: DocumentStep, actor: Actor, note: str = "") -> None:
    db.session.add(ReportStep(report_id=report.id, step=step, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
