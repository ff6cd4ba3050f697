"""내 차례, stages 4 to 6: plans, reports, closings, findings and decisions."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Integer, exists, false, or_, type_coerce

from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnySelect
from app.core.messages import Message, _
from app.core.turns import NO_DAY, NO_MOMENT, AnyColumn, Asked, lines_of
from app.files.queries import uploaders_of
from app.innovation.enums import PlanState, ReportState, Stage, TaskState
from app.innovation.enums.closings import ClosingState
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.meetings import DecisionState
from app.innovation.models import (
    CheckMeeting,
    Closing,
    Finding,
    MeetingDecision,
    Plan,
    PlanStep,
    ProgressReport,
    ReportPeriod,
    ReportStep,
    Task,
)
from app.innovation.queries.gate_facts import HANDED_IN
from app.innovation.queries.plans import heads_are_members, is_on_the_team
from app.innovation.queries.reports import EVIDENCE

AHEAD = timedelta(days=14)
"""A report is somebody's turn from two weeks before its due day."""

PLAN, REPORT, PERIOD, CLOSING, FINDING, MEETING, TASK = (
    ("innovation.show_plan", "plan_id"),
    ("innovation.show_report", "report_id"),
    ("innovation.new_report", "period_id"),
    ("innovation.show_closing", "closing_id"),
    ("innovation.show_finding", "finding_id"),
    ("innovation.show_meeting", "meeting_id"),
    ("innovation.show_task", "task_id"),
)
KINDS: dict[str, tuple[Message, tuple[str, str]]] = {
    "plan_to_write": (_("Write the plan"), TASK),
    "plan_to_rewrite": (_("Rework the returned plan"), PLAN),
    "plan_to_head": (_("Approve the plan as head"), PLAN),
    "plan_to_tower": (_("Approve the plan as control tower"), PLAN),
    "report_to_write": (_("Write the progress report"), PERIOD),
    "report_to_finish": (_("Hand in the progress report"), REPORT),
    "report_to_approve": (_("Approve the progress report"), REPORT),
    "closing_to_submit": (_("Hand in the closing"), CLOSING),
    "closing_to_decide": (_("Close the task"), CLOSING),
    "finding_to_answer": (_("Answer the finding"), FINDING),
    "decision_to_do": (_("Do what the check meeting decided"), MEETING),
    "plan_awaited": (_("Approval of your plan"), PLAN),
    "report_awaited": (_("Approval of your progress report"), REPORT),
    "closing_awaited": (_("Decision about the closing"), CLOSING),
}
ACTIVE = Task.state == TaskState.ACTIVE


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must do."""
    return [*_plans(actor), *_reports(actor), *_closings(actor), *_others(actor)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return what the actor waits for."""
    plans = (Plan.author_id == actor.id) & Plan.state.in_((PlanState.SUBMITTED, PlanState.HEAD_APPROVED))
    reports = (ProgressReport.author_id == actor.id) & (ProgressReport.state == ReportState.SUBMITTED)
    closings = (Closing.submitter_id == actor.id) & (Closing.state == ClosingState.SUBMITTED)
    return [
        _part("plan_awaited", Plan, plans, since=Plan.submitted_at),
        _part("report_awaited", ProgressReport, reports, since=ProgressReport.written_at),
        _part("closing_awaited", Closing, closings, since=Closing.submitted_at),
    ]


def _part(
    kind: str,
    table: type[Plan | ProgressReport | Closing | Finding],
    condition: ColumnElement[bool],
    *,
    since: AnyColumn,
) -> Asked:
    lines = _lines(table.id, since=since).join(Task, Task.id == table.task_id)
    return _asked(kind, lines.where(condition, ACTIVE))


def _lines(record_id: AnyColumn, *, due_on: AnyColumn = NO_DAY, since: AnyColumn = NO_MOMENT) -> AnySelect:
    return lines_of(record_id, Task.number + " " + Task.title, due_on=due_on, since=since)


def _asked(kind: str, lines: AnySelect) -> Asked:
    what, (endpoint, param) = KINDS[kind]
    return Asked(what=what, endpoint=endpoint, param=param, lines=lines)


def _carried(actor: Actor) -> ColumnElement[bool]:
    return or_(Task.leader_id == actor.id, Task.lead_department_id.in_(actor.coordinated_department_ids))


def _headed(actor: Actor) -> ColumnElement[bool]:
    return Task.lead_department_id.in_(actor.headed_department_ids)


def _decided_as_head(actor: Actor) -> ColumnElement[bool]:
    """Tasks whose papers the actor decides about as head, or for the control tower in a head's place."""
    in_place = heads_are_members() if actor.has(Role.CONTROL_TOWER) else false()
    return or_(_headed(actor), in_place) & ~is_on_the_team(actor.id)


def _decides_as_head(actor: Actor) -> bool:
    return bool(actor.headed_department_ids) or actor.has(Role.CONTROL_TOWER)


def _plans(actor: Actor) -> Iterator[Asked]:
    unplanned = ~exists().where(Plan.task_id == Task.id)
    leads = (Task.stage == Stage.PLAN) & (Task.leader_id == actor.id)
    yield _asked("plan_to_write", _lines(Task.id, since=Task.stage_entered_at).where(unplanned, leads, ACTIVE))
    returned = (Plan.state == PlanState.RETURNED) & or_(Plan.author_id == actor.id, _carried(actor))
    yield _part("plan_to_rewrite", Plan, returned, since=Plan.written_at)
    wrote = PlanStep.step.in_((DocumentStep.WRITTEN, DocumentStep.SUBMITTED)) & (PlanStep.taken_by_id == actor.id)
    not_mine = (Plan.author_id != actor.id) & ~exists().where(PlanStep.plan_id == Plan.id, wrote)
    if _decides_as_head(actor):
        submitted = (Plan.state == PlanState.SUBMITTED) & _decided_as_head(actor) & not_mine
        yield _part("plan_to_head", Plan, submitted, since=Plan.submitted_at)
    if actor.has(Role.CONTROL_TOWER):
        others = not_mine & (Plan.head_approver_id != actor.id) & ~is_on_the_team(actor.id)
        undecided = (Plan.state == PlanState.HEAD_APPROVED) & others
        yield _part("plan_to_tower", Plan, undecided, since=Plan.head_approved_at)


def _reports(actor: Actor) -> Iterator[Asked]:
    today = clock.today()
    near = (ReportPeriod.due_on <= today + AHEAD) & (ReportPeriod.starts_on <= today)
    unwritten = ~exists().where(ProgressReport.period_id == ReportPeriod.id)
    periods = _lines(ReportPeriod.id, due_on=ReportPeriod.due_on).join(Task, Task.id == ReportPeriod.task_id)
    yield _asked("report_to_write", periods.where(near, unwritten, _carried(actor), ACTIVE))
    unfinished = ProgressReport.state.not_in(HANDED_IN) & or_(ProgressReport.author_id == actor.id, _carried(actor))
    reports = (
        _lines(ProgressReport.id, due_on=ReportPeriod.due_on, since=ProgressReport.written_at)
        .join(Task, Task.id == ProgressReport.task_id)
        .join(ReportPeriod, ReportPeriod.id == ProgressReport.period_id)
    )
    yield _asked("report_to_finish", reports.where(unfinished, ACTIVE))
    if _decides_as_head(actor):
        waiting = (ProgressReport.state == ReportState.SUBMITTED) & ~_wrote_report(actor) & _decided_as_head(actor)
        yield _part("report_to_approve", ProgressReport, waiting, since=ProgressReport.written_at)


def _wrote_report(actor: Actor) -> ColumnElement[bool]:
    """What `queries.reports.writer_ids` says of one report."""
    wrote = ReportStep.step.in_((DocumentStep.WRITTEN, DocumentStep.SUBMITTED)) & (ReportStep.taken_by_id == actor.id)
    return or_(
        ProgressReport.author_id == actor.id,
        exists().where(ReportStep.report_id == ProgressReport.id, wrote),
        type_coerce(actor.id, Integer).in_(uploaders_of(EVIDENCE, ProgressReport.id)),
    )


def _closings(actor: Actor) -> Iterator[Asked]:
    if actor.headed_department_ids:
        unfinished = Closing.state.in_((ClosingState.DRAFT, ClosingState.RETURNED))
        yield _part("closing_to_submit", Closing, unfinished & _headed(actor), since=Closing.written_at)
    if actor.has(Role.CONTROL_TOWER):
        others = (Closing.author_id != actor.id) & (Closing.submitter_id != actor.id) & ~is_on_the_team(actor.id)
        waiting = Closing.state == ClosingState.SUBMITTED
        yield _part("closing_to_decide", Closing, waiting & others, since=Closing.submitted_at)


def _others(actor: Actor) -> Iterator[Asked]:
    units = (*actor.headed_department_ids, *actor.coordinated_department_ids)
    if units:
        unanswered = Finding.answered_at.is_(None) & Task.lead_department_id.in_(units)
        yield _part("finding_to_answer", Finding, unanswered, since=Finding.recorded_at)
    mine = or_(MeetingDecision.person_id == actor.id, MeetingDecision.department_id.in_(units))
    decisions = (
        _lines(CheckMeeting.id, due_on=MeetingDecision.due_on, since=CheckMeeting.recorded_at)
        .select_from(MeetingDecision)
        .join(CheckMeeting, CheckMeeting.id == MeetingDecision.meeting_id)
        .join(Task, Task.id == CheckMeeting.task_id)
        .where(MeetingDecision.state == DecisionState.OPEN, mine, ACTIVE)
    )
    yield _asked("decision_to_do", decisions)
