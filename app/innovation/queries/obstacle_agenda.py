"""안건: what lies before the monthly meeting about obstacles, old promises first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.enums.obstacle_requests import AgendaSection, RequestState
from app.innovation.models import Obstacle, ObstacleMeeting, ObstacleMove, ObstacleRequest
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.queries.obstacles.wall import days_open
from app.innovation.rules.obstacles import SETTLED, is_level_overdue
from app.organization.models import Department

STILL = timedelta(days=30)
"""Nothing has happened to an obstacle for so long: it stands still."""

MOST = 100
"""Lines of a part that one meeting can deal with; the most urgent ones."""

JUDGED = (RequestState.NOT_KEPT, RequestState.KEPT)
FIRST_NOT_KEPT = case(
    {RequestState.NOT_KEPT: 0, RequestState.COMMITTED: 1, RequestState.KEPT: 2}, value=ObstacleRequest.state
)
"""What was not kept is spoken of first."""

HIGHEST_FIRST = case({level: -level.number for level in ObstacleLevel}, value=Obstacle.level)

Suffering = aliased(Department, name="suffering")
Asked = aliased(Department, name="asked")
Acting = aliased(Department, name="acting")


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """One obstacle, or one promise about it with `office` and `promise`. `is_late`: the promised day, or that of the level, is over."""

    obstacle_id: int
    title: str
    department: str
    asked: str
    state: ObstacleState
    level: ObstacleLevel
    days_open: int
    is_late: bool
    office: str | None = None
    promise: str | None = None
    request_id: int | None = None
    request_state: RequestState | None = None
    promised_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The agenda of a month: what happened after `since`. `meeting_id`: the month's minutes, if they are recorded."""

    month: date
    since: date
    meeting_id: int | None
    sections: Mapping[AgendaSection, Sequence[AgendaLine]]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(lines) for lines in self.sections.values())


def agenda_of(actor: Actor, month: date) -> Agenda:
    """Return the agenda of a month as it stands now, of what the actor may read: three statements."""
    meeting_id, since = _meetings(month)
    until = next_month(month) - timedelta(days=1)
    return Agenda(
        month=month,
        since=since,
        meeting_id=meeting_id,
        sections={AgendaSection.COMMITMENTS: _promises(actor, since, until), **_obstacles(actor, since)},
    )


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def _meetings(month: date) -> tuple[int | None, date]:
    """Return the meeting of the month, and the day of the one before it; without one, the month before counts."""
    statement = (
        select(ObstacleMeeting.id, ObstacleMeeting.month, ObstacleMeeting.held_on)
        .where(ObstacleMeeting.month <= month)
        .order_by(ObstacleMeeting.month.desc())
        .limit(2)
    )
    found = db.session.execute(statement).all()
    this = next((row.id for row in found if row.month == month), None)
    earlier = next((row.held_on for row in found if row.month < month), month_before(month))
    return this, earlier


def _promises(actor: Actor, since: date, until: date) -> Sequence[AgendaLine]:
    running = and_(ObstacleRequest.state == RequestState.COMMITTED, ObstacleRequest.promised_on <= until)
    judged = and_(ObstacleRequest.state.in_(JUDGED), ObstacleRequest.judged_at >= clock.start_of_day(since))
    statement = (
        _columns()
        .add_columns(
            ObstacleRequest.id.label("request_id"),
            ObstacleRequest.text.label("promise"),
            ObstacleRequest.state.label("request_state"),
            ObstacleRequest.promised_on,
            func.coalesce(Acting.name, ObstacleRequest.asked_body).label("office"),
        )
        .join(ObstacleRequest, ObstacleRequest.obstacle_id == Obstacle.id)
        .outerjoin(Acting, Acting.id == ObstacleRequest.asked_department_id)
        .where(visible_to(actor), or_(running, judged))
        .order_by(FIRST_NOT_KEPT, ObstacleRequest.promised_on, ObstacleRequest.id)
        .limit(MOST)
    )
    today = clock.today()
    return [
        _line(
            row,
            is_late=row.request_state is RequestState.COMMITTED and row.promised_on < today,
            office=row.office,
            promise=row.promise,
            request_id=row.request_id,
            request_state=row.request_state,
            promised_on=row.promised_on,
        )
        for row in db.session.execute(statement)
    ]


def _obstacles(actor: Actor, since: date) -> Mapping[AgendaSection, Sequence[AgendaLine]]:
    """Each obstacle stands in one part only: the first that fits it. One statement, the most urgent of each part."""
    moved_at = select(func.max(ObstacleMove.moved_at)).where(ObstacleMove.obstacle_id == Obstacle.id).scalar_subquery()
    escalated = Obstacle.level != ObstacleLevel.DEPARTMENT
    new = Obstacle.reported_at >= clock.start_of_day(since)
    conditions = {
        AgendaSection.ESCALATED: escalated,
        AgendaSection.NEW: and_(~escalated, new),
        AgendaSection.STANDING_STILL: and_(~escalated, ~new, moved_at < clock.now() - STILL),
    }
    legs = (
        _columns()
        .add_columns(literal(section.value).label("section"))
        .where(visible_to(actor), Obstacle.state.not_in(SETTLED), condition)
        .order_by(*((HIGHEST_FIRST,) if section is AgendaSection.ESCALATED else ()), Obstacle.reported_at, Obstacle.id)
        .limit(MOST)
        .subquery()
        for section, condition in conditions.items()
    )
    every = union_all(*(select(leg) for leg in legs)).subquery()
    found: dict[AgendaSection, list[AgendaLine]] = {section: [] for section in conditions}
    for row in db.session.execute(select(every).order_by(every.c.reported_at, every.c.id)):
        found[AgendaSection(row.section)].append(_line(row, is_late=_is_late(row)))
    found[AgendaSection.ESCALATED].sort(key=lambda line: -line.level.number)
    return found


def _is_late(row: AnyRow) -> bool:
    return is_level_overdue(row.state, row.level_due_on, clock.today())


def _columns() -> AnySelect:
    return (
        select(
            Obstacle.id,
            Obstacle.title,
            Obstacle.state,
            Obstacle.level,
            Obstacle.level_due_on,
            Obstacle.reported_at,
            Obstacle.closed_on,
            Suffering.name.label("department"),
            func.coalesce(Asked.name, Obstacle.asked_body).label("asked"),
        )
        .join(Suffering, Suffering.id == Obstacle.suffering_department_id)
        .outerjoin(Asked, Asked.id == Obstacle.asked_department_id)
    )


def _line(row: AnyRow, *, is_late: bool, **promise: Any) -> AgendaLine:
    return AgendaLine(
        obstacle_id=row.id,
        title=row.title,
        department=row.department,
        asked=row.asked,
        state=row.state,
        level=row.level,
        days_open=days_open(row.reported_at, row.closed_on),
        is_late=is_late,
        **promise,
    )
