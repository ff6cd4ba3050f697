"""월례 점검회의: the recorded ones, and the minutes of one with its agenda as it stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.enums.obstacle_requests import AgendaSection, RequestState
from app.innovation.models import Obstacle, ObstacleMeeting, ObstacleMeetingItem, ObstacleRequest
from app.innovation.queries.obstacles.visibility import visible_to
from app.organization.models import Department


@dataclass(frozen=True)
class MeetingRow:
    """One recorded meeting with what became of its decisions."""

    id: int
    month: date
    held_on: date
    participants: str
    decisions: int
    kept: int
    not_kept: int


@dataclass(frozen=True)
class KeptLine:
    """One line of the agenda as it stood on the day of the meeting; `office` and `promise` where it was a promise."""

    section: AgendaSection
    obstacle_id: int
    title: str
    state: ObstacleState
    level: ObstacleLevel
    days_open: int
    request_state: RequestState | None
    promised_on: date | None
    promise: str | None
    office: str | None


@dataclass(frozen=True, kw_only=True)
class MeetingRecord:
    """A meeting and who recorded it."""

    meeting: ObstacleMeeting
    recorded_by: str


def list_meetings(actor: Actor, cursor: str | None = None) -> Page[MeetingRow]:
    """Return a page of meetings, the last first; decisions are counted that the actor may read. One statement."""
    statement = (
        select(
            ObstacleMeeting.id,
            ObstacleMeeting.month,
            ObstacleMeeting.held_on,
            ObstacleMeeting.participants,
            func.count(Obstacle.id),
            func.count(Obstacle.id).filter(ObstacleRequest.state == RequestState.KEPT),
            func.count(Obstacle.id).filter(ObstacleRequest.state == RequestState.NOT_KEPT),
        )
        .outerjoin(ObstacleRequest, ObstacleRequest.meeting_id == ObstacleMeeting.id)
        .outerjoin(Obstacle, (Obstacle.id == ObstacleRequest.obstacle_id) & visible_to(actor))
        .group_by(ObstacleMeeting.id)
    )
    page = keyset_page(statement, keys=[ObstacleMeeting.month, ObstacleMeeting.id], cursor=cursor)
    return Page([MeetingRow(*row) for row in page.rows], page.next_cursor)


def obstacle_meeting_or_404(meeting_id: int) -> MeetingRecord:
    """Return a meeting. `Missing` if there is none."""
    statement = (
        select(ObstacleMeeting, Person.name)
        .join(Person, Person.id == ObstacleMeeting.recorded_by_id)
        .where(ObstacleMeeting.id == meeting_id)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such meeting."))
    return MeetingRecord(meeting=row[0], recorded_by=row[1])


def kept_agenda(meeting_id: int, actor: Actor) -> Mapping[AgendaSection, Sequence[KeptLine]]:
    """Return the agenda as it stood, by part, of the obstacles the actor may read, in one statement."""
    statement: AnySelect = (
        select(
            ObstacleMeetingItem.section,
            Obstacle.id,
            Obstacle.title,
            ObstacleMeetingItem.obstacle_state,
            ObstacleMeetingItem.level,
            ObstacleMeetingItem.days_open,
            ObstacleMeetingItem.request_state,
            ObstacleMeetingItem.promised_on,
            ObstacleRequest.text,
            func.coalesce(Department.name, ObstacleRequest.asked_body),
        )
        .join(Obstacle, Obstacle.id == ObstacleMeetingItem.obstacle_id)
        .outerjoin(ObstacleRequest, ObstacleRequest.id == ObstacleMeetingItem.request_id)
        .outerjoin(Department, Department.id == ObstacleRequest.asked_department_id)
        .where(ObstacleMeetingItem.meeting_id == meeting_id, visible_to(actor))
        .order_by(ObstacleMeetingItem.position)
    )
    lines = [KeptLine(*row) for row in db.session.execute(statement)]
    return {section: [line for line in lines if line.section is section] for section in AgendaSection}
