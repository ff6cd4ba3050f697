"""월례 점검회의: recording what lay before it, what was said, and its decisions, which become promises at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, Missing, Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums.obstacle_requests import AgendaSection
from app.innovation.enums.permissions import Permission
from app.innovation.events import ObstacleMeetingHeld
from app.innovation.models import Obstacle, ObstacleMeeting, ObstacleMeetingItem
from app.innovation.policy import POLICY
from app.innovation.queries.obstacle_agenda import AgendaLine, agenda_of
from app.innovation.rules import obstacle_requests as rules
from app.innovation.services.obstacle_requests import RequestContent, enter_request
from app.organization.queries import control_tower_department_id


@dataclass(frozen=True, kw_only=True)
class DecisionContent:
    """What was decided about an obstacle: which department or body outside does what, by when."""

    obstacle_id: int
    text: str
    due_on: date
    asked_department_id: int | None = None
    asked_body: str = ""


@dataclass(frozen=True, kw_only=True)
class ObstacleMeetingContent:
    """What is recorded of a month's meeting. `month` is the first day of the month."""

    month: date
    held_on: date
    participants: str
    minutes: str = ""
    decisions: Sequence[DecisionContent] = ()


def record_obstacle_meeting(*, actor: Actor, content: ObstacleMeetingContent) -> ObstacleMeeting:
    """Record the meeting of a month with its agenda as it stands now. `Conflict` if that month has one already."""
    access.require(POLICY, Permission.OBSTACLE_MEETING_RECORD, actor)
    _check(content)
    sections = agenda_of(actor, content.month).sections
    meeting = ObstacleMeeting(
        month=content.month,
        held_on=content.held_on,
        participants=content.participants,
        minutes=content.minutes,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
    )
    db.session.add(meeting)
    db.session.flush()
    _keep_agenda(meeting, sections)
    for row, decision in enumerate(content.decisions, start=1):
        _enter_decision(actor, meeting, row, decision)
    publish(
        ObstacleMeetingHeld(
            actor_id=actor.id,
            obstacle_meeting_id=meeting.id,
            month=meeting.month.isoformat(),
            decisions=len(content.decisions),
        )
    )
    return meeting


def _check(content: ObstacleMeetingContent) -> None:
    if content.held_on > clock.today():
        raise Refused(_("A meeting is recorded after it was held."))
    if content.held_on.replace(day=1) != content.month:
        raise Refused(_("The meeting was not held in this month."))
    if db.session.scalar(select(ObstacleMeeting.id).where(ObstacleMeeting.month == content.month)) is not None:
        raise Conflict(_("The meeting of this month is recorded already. Look at the minutes that are there."))


def _keep_agenda(meeting: ObstacleMeeting, sections: Mapping[AgendaSection, Sequence[AgendaLine]]) -> None:
    lines = [(section, line) for section, found in sections.items() for line in found]
    db.session.add_all(
        ObstacleMeetingItem(
            meeting_id=meeting.id,
            position=position,
            section=section,
            obstacle_id=line.obstacle_id,
            obstacle_state=line.state,
            level=line.level,
            days_open=line.days_open,
            request_id=line.request_id,
            request_state=line.request_state,
            promised_on=line.promised_on,
        )
        for position, (section, line) in enumerate(lines, start=1)
    )
    db.session.flush()


def _enter_decision(actor: Actor, meeting: ObstacleMeeting, row: int, decision: DecisionContent) -> None:
    obstacle = db.session.get(Obstacle, decision.obstacle_id)
    if obstacle is None:
        raise Missing(_("There is no such obstacle."))
    try:
        asking = rules.deciding_office(
            suffering=obstacle.suffering_department_id,
            acting=decision.asked_department_id,
            control_tower=control_tower_department_id(),
        )
        rules.check_request(
            obstacle.state,
            text=decision.text,
            asking=asking,
            asked=decision.asked_department_id,
            body=decision.asked_body,
            due_on=decision.due_on,
            today=clock.today(),
        )
    except Invalid as wrong:
        reason = next(reason for reasons in wrong.fields.values() for reason in reasons)
        raise Refused(_("Decision %(row)s: %(reason)s", row=row, reason=reason)) from wrong
    except Refused as wrong:
        raise Refused(_("Decision %(row)s: %(reason)s", row=row, reason=wrong.reason)) from wrong
    content = RequestContent(
        text=decision.text,
        due_on=decision.due_on,
        asked_department_id=decision.asked_department_id,
        asked_body=decision.asked_body,
    )
    enter_request(actor=actor, obstacle=obstacle, content=content, asking_department_id=asking, meeting_id=meeting.id)
