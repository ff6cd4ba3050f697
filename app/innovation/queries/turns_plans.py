"""내 차례, stages 4 to 6: plans, reports, closings, findings and decisions; each list is one statement."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, exists, literal, null, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnySelect, UtcDateTime, db
from app.core.messages import Message, _
from app.core.turns import Turn
from app.innovation.enums import PlanState, ReportState, Stage, TaskState
from app.innovation.enums.closings import ClosingState
from app.innovation.enums.meetings import DecisionState
from app.innovation.models import (
    CheckMeeting,
    Closing,
    Finding,
    MeetingDecision,
    Plan,
    ProgressReport,
    ReportPeriod,
    Task,
)
from app.innovation.queries.gate_facts import HANDED_IN

MOST = 50
"""Rows at most: nobody works through more on a page."""
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
AnyColumn = ColumnElement[Any] | InstrumentedAttribute[Any]
ACTIVE = Task.state == TaskState.ACTIVE
NO_DAY, NO_MOMENT = cast(null(), Date), cast(null(), UtcDateTime)


def owed_by(actor: Actor) -> Sequence[Turn]:
    """Return what the actor must do, the first due first."""
    return _turns([*_plans(actor), *_reports(actor), *_closings(actor), *_others(actor)])


def awaited_by(actor: Actor) -> Sequence[Turn]:
    """Return what the actor waits for."""
    waiting = (PlanState.SUBMITTED, PlanState.HEAD_APPROVED)
    sent = Closing.submitter_id == actor.id
    return _turns(
        [
            _part(
                "plan_awaited", Plan, (Plan.author_id == actor.id) & Plan.state.in_(waiting), since=Plan.submitted_at
            ),
            _part(
                "report_awaited",
                ProgressReport,
                (ProgressReport.author_id == actor.id) & (ProgressReport.state == ReportState.SUBMITTED),
                since=ProgressReport.written_at,
            ),
            _part(
                "closing_awaited", Closing, sent & (Closing.state == ClosingState.SUBMITTED), since=Closing.submitted_at
            ),
        ]
    )


def _turns(parts: Sequence[AnySelect]) -> Sequence[Turn]:
    both = union_all(*parts).subquery()
    due = both.c.due_on
    statement = select(both).order_by(due.is_(None), due, both.c.since, both.c.id).limit(MOST)
    return [
        Turn(
            what=KINDS[kind][0],
            title=f"{number} {title}",
            endpoint=KINDS[kind][1][0],
            params={KINDS[kind][1][1]: record_id},
            due_on=due_on,
            since=since,
        )
        for kind, record_id, number, title, due_on, since in db.session.execute(statement)
    ]


def _part(
    kind: str,
    table: type[Plan | ProgressReport | Closing | Finding],
    condition: ColumnElement[bool],
    *,
    since: AnyColumn,
) -> AnySelect:
    return _row(kind, table.id, NO_DAY, since).join(Task, Task.id == table.task_id).where(condition, ACTIVE)


def _row(kind: str, record_id: AnyColumn, due_on: AnyColumn, since: AnyColumn) -> AnySelect:
    columns: list[ColumnElement[Any]] = [
        literal(kind).label("kind"),
        record_id.label("id"),
        Task.number.label("number"),
        Task.title.label("title"),
        due_on.label("due_on"),
        since.label("since"),
    ]
    return select(*columns)


def _headed(actor: Actor) -> ColumnElement[bool]:
    return Task.lead_department_id.in_(actor.headed_department_ids)


def _carried(actor: Actor) -> ColumnElement[bool]:
    return or_(Task.leader_id == actor.id, Task.lead_department_id.in_(actor.coordinated_department_ids))


def _plans(actor: Actor) -> Iterator[AnySelect]:
    unplanned = ~exists().where(Plan.task_id == Task.id)
    yield _row("plan_to_write", Task.id, NO_DAY, Task.stage_entered_at).where(
        unplanned, Task.stage == Stage.PLAN, Task.leader_id == actor.id, ACTIVE
    )
    returned = Plan.state == PlanState.RETURNED
    yield _part(
        "plan_to_rewrite", Plan, returned & or_(Plan.author_id == actor.id, _carried(actor)), since=Plan.written_at
    )
    not_mine = Plan.author_id != actor.id
    yield _part(
        "plan_to_head", Plan, (Plan.state == PlanState.SUBMITTED) & _headed(actor) & not_mine, since=Plan.submitted_at
    )
    if actor.has(Role.CONTROL_TOWER):
        undecided = (Plan.state == PlanState.HEAD_APPROVED) & not_mine & (Plan.head_approver_id != actor.id)
        yield _part("plan_to_tower", Plan, undecided, since=Plan.head_approved_at)


def _reports(actor: Actor) -> Iterator[AnySelect]:
    today = clock.today()
    near = ReportPeriod.due_on <= today + AHEAD
    unwritten = ~exists().where(ProgressReport.period_id == ReportPeriod.id)
    yield (
        _row("report_to_write", ReportPeriod.id, ReportPeriod.due_on, NO_MOMENT)
        .join(Task, Task.id == ReportPeriod.task_id)
        .where(near, ReportPeriod.starts_on <= today, unwritten, _carried(actor), ACTIVE)
    )
    unfinished = ProgressReport.state.not_in(HANDED_IN)
    yield (
        _row("report_to_finish", ProgressReport.id, ReportPeriod.due_on, ProgressReport.written_at)
        .join(Task, Task.id == ProgressReport.task_id)
        .join(ReportPeriod, ReportPeriod.id == ProgressReport.period_id)
        .where(unfinished, or_(ProgressReport.author_id == actor.id, _carried(actor)), ACTIVE)
    )
    waiting = (ProgressReport.state == ReportState.SUBMITTED) & (ProgressReport.author_id != actor.id)
    yield _part("report_to_approve", ProgressReport, waiting & _headed(actor), since=ProgressReport.written_at)


def _closings(actor: Actor) -> Iterator[AnySelect]:
    unfinished = Closing.state.in_((ClosingState.DRAFT, ClosingState.RETURNED))
    yield _part("closing_to_submit", Closing, unfinished & _headed(actor), since=Closing.written_at)
    if actor.has(Role.CONTROL_TOWER):
        others = (Closing.author_id != actor.id) & (Closing.submitter_id != actor.id)
        waiting = Closing.state == ClosingState.SUBMITTED
        yield _part("closing_to_decide", Closing, waiting & others, since=Closing.submitted_at)


def _others(actor: Actor) -> Iterator[AnySelect]:
    units = (*actor.headed_department_ids, *actor.coordinated_department_ids)
    unanswered = Finding.answered_at.is_(None) & Task.lead_department_id.in_(units)
    yield _part("finding_to_answer", Finding, unanswered, since=Finding.recorded_at)
    mine = or_(MeetingDecision.person_id == actor.id, MeetingDecision.department_id.in_(units))
    yield (
        _row("decision_to_do", CheckMeeting.id, MeetingDecision.due_on, CheckMeeting.recorded_at)
        .select_from(MeetingDecision)
        .join(CheckMeeting, CheckMeeting.id == MeetingDecision.meeting_id)
        .join(Task, Task.id == CheckMeeting.task_id)
        .where(MeetingDecision.state == DecisionState.OPEN, mine, ACTIVE)
    )
