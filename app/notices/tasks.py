"""Notices about tasks, plans, reports, closings, findings, meetings and the spread of results."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

import app.innovation.events as facts
from app.accounts.models import RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.events import Event, Reaction
from app.core.i18n import format_day
from app.core.messages import _
from app.innovation.enums import Stage
from app.innovation.enums.meetings import DecisionState
from app.innovation.models import (
    CheckMeeting,
    Closing,
    Finding,
    MeetingDecision,
    Opinion,
    Plan,
    ProgressReport,
    Spread,
    Task,
    TeamMember,
)
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import NOBODY, Who, chosen, heads, holders, offices, people

_TASK, _PAPER = NoticeKind.TASK, NoticeKind.PAPER


def _task(event: AnyEvent) -> Subject | None:
    task = record(Task, event.task_id)
    if task is None:
        return None
    return Subject(f"{task.number} {task.title}", Link("innovation.show_task", {"task_id": task.id}), task)


def _paper(endpoint: str, param: str) -> Callable[[AnyEvent, Subject], Link]:
    return lambda event, _subject: Link(endpoint, {param: getattr(event, param)})


_PLAN = _paper("innovation.show_plan", "plan_id")
_REPORT = _paper("innovation.show_report", "report_id")
_CLOSING = _paper("innovation.show_closing", "closing_id")
_FINDING = _paper("innovation.show_finding", "finding_id")
_MEETING = _paper("innovation.show_meeting", "meeting_id")
_COOPERATION = _paper("innovation.show_cooperation", "task_id")
_SPREAD = _paper("innovation.show_spread", "spread_id")


def _team(_event: AnyEvent, subject: Subject) -> Who:
    members = select(TeamMember.person_id).where(TeamMember.task_id == subject.row.id)
    return chosen(members) | people(subject.row.leader_id)


def _carriers(event: AnyEvent, subject: Subject) -> Who:
    """Team, head and coordinator of the lead department."""
    return _team(event, subject) | offices(subject.row.lead_department_id)


def _lead_offices(_event: AnyEvent, subject: Subject) -> Who:
    return offices(subject.row.lead_department_id)


def _lead_heads(_event: AnyEvent, subject: Subject) -> Who:
    return heads(subject.row.lead_department_id) | people(subject.row.responsible_head_id)


def _tower(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER)


def _heads_of_it(event: AnyEvent, _subject: Subject) -> Who:
    return heads(event.department_id)


def _offices_of_it(event: AnyEvent, _subject: Subject) -> Who:
    return offices(event.department_id)


def _opinion_asker(event: AnyEvent, subject: Subject) -> Who:
    opinion = record(Opinion, event.opinion_id)
    return people(opinion.asked_by_id if opinion else None, subject.row.leader_id)


def _plan_author(event: AnyEvent, subject: Subject) -> Who:
    plan = record(Plan, event.plan_id)
    return people(plan.author_id if plan else None, subject.row.leader_id)


def _report_author(event: AnyEvent, _subject: Subject) -> Who:
    report = record(ProgressReport, event.report_id)
    return people(report.author_id) if report else NOBODY


def _closing_author(event: AnyEvent, _subject: Subject) -> Who:
    closing = record(Closing, event.closing_id)
    return people(closing.author_id, closing.submitter_id) if closing else NOBODY


def _finder(event: AnyEvent, _subject: Subject) -> Who:
    finding = record(Finding, event.finding_id)
    return people(finding.recorded_by_id) if finding else NOBODY


def _told_to_act(event: AnyEvent, _subject: Subject) -> Who:
    """People and offices a check meeting gave something to do."""
    open_ones = (MeetingDecision.meeting_id == event.meeting_id, MeetingDecision.state == DecisionState.OPEN)
    held = (
        select(RoleAssignment.person_id)
        .join(MeetingDecision, MeetingDecision.department_id == RoleAssignment.department_id)
        .where(*open_ones, RoleAssignment.role.in_((Role.HEAD, Role.COORDINATOR)), held_on(clock.today()))
    )
    return chosen(select(MeetingDecision.person_id).where(*open_ones, MeetingDecision.person_id.is_not(None)), held)


def _meeting_holder(event: AnyEvent, _subject: Subject) -> Who:
    decision = record(MeetingDecision, event.decision_id)
    meeting = record(CheckMeeting, decision.meeting_id) if decision else None
    return people(meeting.recorded_by_id) if meeting else NOBODY


def _recommender(event: AnyEvent, _subject: Subject) -> Who:
    spread = record(Spread, event.spread_id)
    return people(spread.recommended_by_id) if spread else NOBODY


def _to_stage(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    stage = next((one for one in Stage if one.number == event.to_stage), None)
    return {"number": event.to_stage, "stage": stage.label if stage else event.to_stage}


def _due(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.due_on))}


def _joint_heads(event: AnyEvent, _subject: Subject) -> Who:
    return heads(*(department_id for department_id, _share in event.shares)) | people(event.responsible_head_id)


TASKS: Mapping[type[Event], Sequence[Reaction]] = {
    facts.TaskFramed: [
        telling(_task, Telling(_TASK, _lead_offices, _("A task was set for your department: %(title)s")))
    ],
    facts.TeamSet: [telling(_task, Telling(_TASK, _team, _("You are in the team of %(title)s")))],
    facts.JointLeadSet: [
        telling(_task, Telling(_TASK, _joint_heads, _("Your department leads a task together with others: %(title)s")))
    ],
    facts.StageAdvanced: [
        telling(
            _task,
            Telling(_TASK, _carriers, _("%(title)s has reached stage %(number)s, %(stage)s"), more=_to_stage),
        )
    ],
    facts.StageReturned: [
        telling(
            _task,
            Telling(_TASK, _carriers, _("%(title)s went back to stage %(number)s, %(stage)s"), more=_to_stage),
        )
    ],
    facts.GateWaived: [
        telling(_task, Telling(_TASK, _carriers, _("The control tower let an item of the gate go: %(title)s")))
    ],
    facts.OpinionAsked: [
        telling(
            _task,
            Telling(
                _TASK,
                _heads_of_it,
                _("Your department is asked to cooperate in %(title)s, by %(day)s"),
                more=_due,
                link=_COOPERATION,
            ),
        )
    ],
    facts.OpinionReminded: [
        telling(
            _task,
            Telling(
                _TASK, _heads_of_it, _("You are reminded to answer for your department: %(title)s"), link=_COOPERATION
            ),
        )
    ],
    facts.OpinionAnswered: [
        telling(
            _task,
            Telling(_TASK, _opinion_asker, _("A department has answered about %(title)s"), link=_COOPERATION),
        )
    ],
    facts.TaskCompleted: [telling(_task, Telling(_TASK, _carriers, _("The task is completed: %(title)s")))],
    facts.TaskEndedEarly: [telling(_task, Telling(_TASK, _carriers, _("The task ended early: %(title)s")))],
    facts.PlanSubmitted: [
        telling(_task, Telling(_PAPER, _lead_heads, _("A plan waits for your approval: %(title)s"), link=_PLAN))
    ],
    facts.PlanHeadApproved: [
        telling(_task, Telling(_PAPER, _tower, _("A plan waits for the control tower: %(title)s"), link=_PLAN))
    ],
    facts.PlanApproved: [
        telling(_task, Telling(_PAPER, _plan_author, _("The plan is approved: %(title)s"), link=_PLAN))
    ],
    facts.PlanReturned: [telling(_task, Telling(_PAPER, _plan_author, _("The plan came back: %(title)s"), link=_PLAN))],
    facts.ProgressReportSubmitted: [
        telling(
            _task,
            Telling(_PAPER, _heads_of_it, _("A progress report waits for your approval: %(title)s"), link=_REPORT),
        )
    ],
    facts.ProgressReportApproved: [
        telling(_task, Telling(_PAPER, _report_author, _("The progress report is approved: %(title)s"), link=_REPORT))
    ],
    facts.ProgressReportReturned: [
        telling(_task, Telling(_PAPER, _report_author, _("The progress report came back: %(title)s"), link=_REPORT))
    ],
    facts.ClosingSubmitted: [
        telling(_task, Telling(_PAPER, _tower, _("A task waits to be closed: %(title)s"), link=_CLOSING))
    ],
    facts.ClosingReturned: [
        telling(_task, Telling(_PAPER, _closing_author, _("The closing came back: %(title)s"), link=_CLOSING))
    ],
    facts.FindingRecorded: [
        telling(
            _task, Telling(_TASK, _lead_offices, _("Somebody found something: answer for %(title)s"), link=_FINDING)
        )
    ],
    facts.FindingAnswered: [
        telling(_task, Telling(_TASK, _finder, _("Your finding was answered: %(title)s"), link=_FINDING))
    ],
    facts.CheckMeetingHeld: [
        telling(
            _task,
            Telling(_TASK, _told_to_act, _("A check meeting gave you something to do: %(title)s"), link=_MEETING),
        )
    ],
    facts.MeetingDecisionDone: [
        telling(_task, Telling(_TASK, _meeting_holder, _("What the check meeting decided is done: %(title)s")))
    ],
    facts.SpreadRecommended: [
        telling(
            _task,
            Telling(
                _TASK,
                _offices_of_it,
                _("A result is recommended to your department: %(title)s, answer by %(day)s"),
                more=_due,
                link=_SPREAD,
            ),
        )
    ],
    facts.SpreadAccepted: [
        telling(_task, Telling(_TASK, _recommender, _("A department takes the result over: %(title)s"), link=_SPREAD))
    ],
    facts.SpreadDeclined: [
        telling(
            _task,
            Telling(_TASK, _recommender, _("A department does not take the result over: %(title)s"), link=_SPREAD),
        )
    ],
    facts.SpreadAdopted: [
        telling(_task, Telling(_TASK, _carriers, _("Another department has put the result to work: %(title)s")))
    ],
}
