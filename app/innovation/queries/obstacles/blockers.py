"""반복 장애요인: what stops several departments, of the obstacles the reader may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, db
from app.innovation.enums import ObstacleKind
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.queries.obstacles.wall import Asked, Suffering
from app.innovation.rules.blockers import RecurringBlocker, Sighting, top_blockers
from app.innovation.rules.obstacles import SETTLED


@dataclass(frozen=True, kw_only=True)
class BlockerFilter:
    """What is counted: obstacles reported in a year, of a bureau's departments (or that one department)."""

    year: int | None = None
    bureau_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """One group: `asked` is the office all its obstacles ask, or `words` are what their titles share."""

    kind: ObstacleKind
    asked: str | None
    recurrence: str | None
    words: Sequence[str]
    departments: Sequence[str]
    obstacles: int
    unsettled: int

    @property
    def common(self) -> str:
        """What the obstacles have in common, in words."""
        return self.asked or " · ".join(self.words)


@dataclass(frozen=True, kw_only=True)
class Blockers:
    """The groups, the widest first, and how many obstacles were looked at."""

    looked_at: int
    groups: Sequence[Blocker]


def blockers(actor: Actor, wanted: BlockerFilter) -> Blockers:
    """Return the ten groups that stop the most departments, in one statement."""
    statement = (
        select(
            Obstacle.id,
            Obstacle.kind,
            Obstacle.recurrence,
            Obstacle.title,
            Obstacle.state,
            Obstacle.suffering_department_id.label("department_id"),
            Suffering.name.label("department"),
            func.coalesce(Asked.name, Obstacle.asked_body).label("asked"),
        )
        .join(Suffering, Suffering.id == Obstacle.suffering_department_id)
        .outerjoin(Asked, Asked.id == Obstacle.asked_department_id)
        .where(visible_to(actor), *_conditions(wanted))
        .order_by(Obstacle.id)
    )
    rows = {row.id: row for row in db.session.execute(statement)}
    found = top_blockers(
        Sighting(row.id, row.kind, row.recurrence, row.title, row.department_id) for row in rows.values()
    )
    groups = [_blocker(group, [rows[one.obstacle_id] for one in group.sightings]) for group in found]
    return Blockers(looked_at=len(rows), groups=groups)


def _conditions(wanted: BlockerFilter) -> Collection[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.year is not None:
        first, after = (clock.start_of_day(date(year, 1, 1)) for year in (wanted.year, wanted.year + 1))
        conditions += [Obstacle.reported_at >= first, Obstacle.reported_at < after]
    if wanted.bureau_id is not None:
        conditions.append(or_(Suffering.parent_id == wanted.bureau_id, Suffering.id == wanted.bureau_id))
    return conditions


def _blocker(group: RecurringBlocker, rows: Sequence[AnyRow]) -> Blocker:
    return Blocker(
        kind=group.kind,
        asked=None if group.asked is None else min(row.asked for row in rows),
        recurrence=group.asked,
        words=group.words,
        departments=list(dict.fromkeys(row.department for row in rows)),
        obstacles=len(rows),
        unsettled=sum(row.state not in SETTLED for row in rows),
    )
