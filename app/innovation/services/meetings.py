"""점검회의: recording one, and reporting its decisions as done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums import MeetingKind
from app.innovation.enums.meetings import DecisionState
from app.innovation.enums.permissions import Permission
from app.innovation.events import CheckMeetingHeld, MeetingDecisionDone
from app.innovation.models import CheckMeeting, MeetingDecision, Task
from app.innovation.policy import POLICY
from app.innovation.rules.common import check_reason
from app.innovation.rules.stages import check_active


@dataclass(frozen=True, kw_only=True)
class DecisionContent:
    """What was decided: a department or a person acts, or both."""

    text: str
    department_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingContent:
    """What is recorded of a meeting."""

    kind: MeetingKind
    held_on: date
    participants: str
    minutes: str = ""
    decisions: Sequence[DecisionContent] = ()


def record_meeting(*, actor: Actor, task: Task, content: MeetingContent) -> CheckMeeting:
    """Record a meeting that was held, with its decisions."""
    access.require(POLICY, Permission.MEETING_RECORD, actor, task)
    check_active(task.state)
    if content.held_on > clock.today():
        raise Refused(_("A meeting is recorded after it was held."))
    if any(d.department_id is None and d.person_id is None for d in content.decisions):
        raise Refused(_("Say for each decision which department or person acts."))
    meeting = CheckMeeting(
        task_id=task.id,
        kind=content.kind,
        held_on=content.held_on,
        participants=content.participants,
        minutes=content.minutes,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
    )
    db.session.add(meeting)
    db.session.flush()
    db.session.add_all(
        MeetingDecision(meeting_id=meeting.id, position=place, state=DecisionState.OPEN, **vars(decision))
        for place, decision in enumerate(content.decisions, start=1)
    )
    db.session.flush()
    publish(CheckMeetingHeld(actor_id=actor.id, task_id=task.id, meeting_id=meeting.id))
    return meeting


def complete_decision(*, actor: Actor, task: Task, decision: MeetingDecision, note: str) -> None:
    """Report a decision as done, with a word on how."""
    access.require(POLICY, Permission.DECISION_COMPLETE, actor, decision)
    if decision.state is DecisionState.DONE:
        raise Conflict(_("This decision is reported as done already."))
    check_reason(note)
    change_state(decision, state=DecisionState.DONE, done_note=note, done_by_id=actor.id, done_at=clock.now())
    publish(MeetingDecisionDone(actor_id=actor.id, task_id=task.id, decision_id=decision.id))
