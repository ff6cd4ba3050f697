"""막힌 곳: the obstacles that hold back most, and whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, read
from app.core.messages import Message, _
from app.innovation.enums import ObstacleLevel, ObstacleSeverity, ObstacleState
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, named, reading_of, visible_by
from app.innovation.rules.obstacle_turns import Awaited, OpenObstacle, turn_of
from app.innovation.rules.obstacles import SETTLED
from app.organization.models import Department

TOP = 5
_Suffering = aliased(Department, name="suffering")
_Asked = aliased(Department, name="asked")
_Bureau = aliased(Department, name="bureau")
_WEIGHTS = {severity: place for place, severity in enumerate(ObstacleSeverity)}


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """An open obstacle: who suffers, whose turn it is, what for, and since (or by) when.

    `asked`: who was asked to remove it, where a level above has to decide.
    """

    id: int
    title: str
    severity: ObstacleSeverity
    level: ObstacleLevel
    suffering: str
    who: str | Message
    owner: str | None
    asked: str | None
    what: Awaited
    since: date
    days: int
    days_open: int

    @property
    def lies_ahead(self) -> bool:
        """Whether `since` is a promised day that is still to come."""
        return self.what is Awaited.PROMISE


class _Requested(NamedTuple):
    asked_on: date | None
    asked: str | None
    promised_on: date | None
    promised: str | None


def top_blockers(actor: Actor) -> Sequence[Blocker]:
    """Return the five that hold back most: what stops work before what slows it, the higher level, the older. Two statements."""
    rows = read(_statement(reading_of(actor)), named(actor)).all()
    requested = _requests([row.id for row in rows]) if rows else {}
    return [_blocker(row, requested.get(row.id, _Requested(None, None, None, None))) for row in rows]


@lru_cache
def _statement(reading: Reading) -> AnySelect:
    """The five are found among the obstacles alone, then their names are joined."""
    weight = case(_WEIGHTS, value=Obstacle.severity)
    height = case({level: level.number for level in ObstacleLevel}, value=Obstacle.level)
    order = (weight.desc(), height.desc(), Obstacle.reported_at, Obstacle.id)
    mine = visible_by(reading, ANYBODY)
    worst = select(Obstacle.id).where(mine, Obstacle.state.not_in(SETTLED)).order_by(*order).limit(TOP).subquery()
    return (
        select(
            Obstacle.id,
            Obstacle.title,
            Obstacle.severity,
            Obstacle.state,
            Obstacle.level,
            Obstacle.reported_at,
            Obstacle.level_reached_on,
            Obstacle.claimed_at,
            _Suffering.name.label("suffering"),
            _Bureau.name.label("bureau"),
            func.coalesce(_Asked.name, Obstacle.asked_body).label("asked"),
            Person.name.label("owner"),
        )
        .join(worst, worst.c.id == Obstacle.id)
        .join(_Suffering, _Suffering.id == Obstacle.suffering_department_id)
        .outerjoin(_Bureau, _Bureau.id == _Suffering.parent_id)
        .outerjoin(_Asked, _Asked.id == Obstacle.asked_department_id)
        .outerjoin(Person, Person.id == Obstacle.owner_id)
        .order_by(*order)
    )


def _requests(obstacle_ids: Sequence[int]) -> Mapping[int, _Requested]:
    """The oldest request without an answer, and the promise whose day comes first, of each obstacle."""
    found: dict[int, _Requested] = {}
    rows = read(_requests_statement(), {"obstacles": obstacle_ids})
    for obstacle_id, state, asked_at, promised_on, name in rows:
        before = found.get(obstacle_id, _Requested(None, None, None, None))
        if state is RequestState.ASKED and before.asked_on is None:
            before = before._replace(asked_on=clock.to_seoul(asked_at).date(), asked=name)
        if state is RequestState.COMMITTED and before.promised_on is None:
            before = before._replace(promised_on=promised_on, promised=name)
        found[obstacle_id] = before
    return found


@cache
def _requests_statement() -> AnySelect:
    return (
        select(
            ObstacleRequest.obstacle_id,
            ObstacleRequest.state,
            ObstacleRequest.asked_at,
            ObstacleRequest.promised_on,
            func.coalesce(_Asked.name, ObstacleRequest.asked_body),
        )
        .outerjoin(_Asked, _Asked.id == ObstacleRequest.asked_department_id)
        .where(
            ObstacleRequest.obstacle_id.in_(bindparam("obstacles", expanding=True)),
            ObstacleRequest.state.in_((RequestState.ASKED, RequestState.COMMITTED)),
        )
        .order_by(ObstacleRequest.promised_on, ObstacleRequest.asked_at, ObstacleRequest.id)
    )


def _blocker(row: AnyRow, requested: _Requested) -> Blocker:
    today = clock.today()
    reported_on = clock.to_seoul(row.reported_at).date()
    what, since = turn_of(
        OpenObstacle(
            state=row.state,
            reported_on=reported_on,
            level_reached_on=row.level_reached_on,
            claimed_on=clock.to_seoul(row.claimed_at).date() if row.claimed_at else None,
            asked_on=requested.asked_on,
            promised_on=requested.promised_on,
        ),
        today,
    )
    return Blocker(
        id=row.id,
        title=row.title,
        severity=row.severity,
        level=row.level,
        suffering=row.suffering,
        who=_who(what, row, requested),
        owner=row.owner if what is Awaited.ACTION and row.state is not ObstacleState.OPEN else None,
        asked=row.asked if what is Awaited.DECISION else None,
        what=what,
        since=since,
        days=abs((today - since).days),
        days_open=(today - reported_on).days,
    )


def _who(what: Awaited, row: AnyRow, requested: _Requested) -> str | Message:
    if what is Awaited.CONFIRMATION:
        return str(row.suffering)
    if what is Awaited.DECISION:
        level: ObstacleLevel = row.level
        if level is ObstacleLevel.BUREAU and row.bureau:
            return _("Head of %(bureau)s", bureau=row.bureau)
        return level.label
    by_request = {
        Awaited.ANSWER: requested.asked,
        Awaited.PROMISE: requested.promised,
        Awaited.PROMISE_BROKEN: requested.promised,
    }
    return str(by_request.get(what) or row.asked)
