"""장애요인 현황: unsettled obstacles by level and age, and what causes most of them. Counted in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import Date, bindparam, case, func, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.core.messages import Message, _
from app.innovation.enums import ObstacleKind, ObstacleLevel
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, named, reading_of, visible_by
from app.innovation.rules.obstacles import SETTLED
from app.organization.models import Department
from app.reports.queries.tower.scope import Scope, Shape, inside

MOST_CAUSES = 10
_Asked = aliased(Department, name="asked")


@dataclass(frozen=True)
class AgeBand:
    """Days an obstacle has been open: up to `most` (None: no end). `code` stands in the address of the wall."""

    label: Message
    most: int | None
    code: str


BANDS = (
    AgeBand(_("up to 7 days"), 7, "0-7"),
    AgeBand(_("8 to 14 days"), 14, "8-14"),
    AgeBand(_("15 to 30 days"), 30, "15-30"),
    AgeBand(_("over 30 days"), None, "31-"),
)


@dataclass(frozen=True, kw_only=True)
class LevelAges:
    """One level of the ladder with the number of obstacles of each age band, and how many are beyond their day."""

    level: ObstacleLevel
    counts: tuple[int, ...]
    late: int = 0

    @property
    def total(self) -> int:
        """All that lie at the level."""
        return sum(self.counts)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What obstacles have in common, and how many there are. `key` and `department_id` find them on the wall."""

    label: Message | str
    count: int
    kind: ObstacleKind | None = None
    department_id: int | None = None
    key: str | None = None


@dataclass(frozen=True)
class Causes:
    """The most frequent causes, the most first, and how many obstacles there are in all."""

    rows: Sequence[Cause]
    total: int


def ages_by_level(actor: Actor, scope: Scope | None = None) -> Sequence[LevelAges]:
    """Return the unsettled obstacles the actor may read, by level and age: one statement, a row for each level."""
    wanted, today = scope or Scope(), clock.today()
    edges = {
        f"edge_{place}": clock.start_of_day(today - timedelta(days=band.most))
        for place, band in enumerate(BANDS)
        if band.most is not None
    }
    given = {**wanted.given, **named(actor), **edges, "today": today}
    rows: Mapping[ObstacleLevel, Sequence[int]] = {
        level: numbers for level, *numbers in read(_ages(reading_of(actor), wanted.shape), given)
    }
    return [_level(level, rows.get(level)) for level in ObstacleLevel]


def _level(level: ObstacleLevel, numbers: Sequence[int] | None) -> LevelAges:
    """The database counts up to each edge; a band is what lies between two of them."""
    if numbers is None:
        return LevelAges(level=level, counts=(0,) * len(BANDS))
    total, late, *younger = numbers
    edges = [0, *younger, total]
    return LevelAges(level=level, counts=tuple(b - a for a, b in pairwise(edges)), late=late)


@lru_cache
def _ages(reading: Reading, shape: Shape) -> AnySelect:
    younger = [
        func.count().filter(Obstacle.reported_at >= bindparam(f"edge_{place}", type_=UtcDateTime))
        for place, band in enumerate(BANDS)
        if band.most is not None
    ]
    late = func.count().filter(Obstacle.due_on < bindparam("today", type_=Date))
    return _unsettled(select(Obstacle.level, func.count(), late, *younger), reading, shape).group_by(Obstacle.level)


def causes_by_kind(actor: Actor, scope: Scope) -> Causes:
    """Return the kinds of unsettled obstacles, the most frequent first."""
    rows = read(_kinds(reading_of(actor), scope.shape), {**scope.given, **named(actor)})
    return _top([Cause(label=kind.label, kind=kind, count=count) for kind, count in rows])


@lru_cache
def _kinds(reading: Reading, shape: Shape) -> AnySelect:
    count = func.count()
    found = _unsettled(select(Obstacle.kind, count), reading, shape)
    return found.group_by(Obstacle.kind).order_by(count.desc(), Obstacle.kind)


def causes_by_asked(actor: Actor, scope: Scope) -> Causes:
    """Return who is asked to remove unsettled obstacles, those asked for most first."""
    rows = read(_offices(reading_of(actor), scope.shape), {**scope.given, **named(actor)})
    found = [
        Cause(label=name or body, department_id=unit, key=None if unit else key, count=count)
        for unit, name, body, key, count in rows
    ]
    return _top(found)


@lru_cache
def _offices(reading: Reading, shape: Shape) -> AnySelect:
    """Of a body outside the name is written in many ways; `recurrence` is the same for all of them."""
    count, unit = func.count(), Obstacle.asked_department_id
    key = case((unit.is_(None), Obstacle.recurrence), else_="").label("key")
    found = select(unit, _Asked.name, func.min(Obstacle.asked_body), key, count)
    joined = found.outerjoin(_Asked, _Asked.id == unit)
    return _unsettled(joined, reading, shape).group_by(unit, _Asked.name, key).order_by(count.desc(), unit, key)


def _top(found: Sequence[Cause]) -> Causes:
    return Causes(found[:MOST_CAUSES], sum(cause.count for cause in found))


def _unsettled(statement: AnySelect, reading: Reading, shape: Shape) -> AnySelect:
    mine = visible_by(reading, ANYBODY)
    return statement.where(mine, Obstacle.state.not_in(SETTLED), *inside(shape, Obstacle.suffering_department_id))
