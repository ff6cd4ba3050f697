"""장애요인 요약: how many lie at each level, what recurs over departments, which commitments were kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleState
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.rules.obstacles import SETTLED, RecurrenceKey, top_blockers
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """The same kind of obstacle, with the same office or body asked, in several departments."""

    kind: ObstacleKind
    asked: str
    recurrence: str
    departments: int
    obstacles: int
    unsettled: int


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """What one office or body was asked: waiting, waiting beyond the day, removed in time, removed late."""

    asked: str
    waiting: int
    late: int
    kept: int
    broken: int


@dataclass(frozen=True, kw_only=True)
class WallSummary:
    """The figures above the wall, over everything the reader may see."""

    by_level: Mapping[ObstacleLevel, int]
    late: int
    to_confirm: int
    blockers: Sequence[Blocker]
    commitments: Sequence[Commitment]


def wall_summary(actor: Actor) -> WallSummary:
    """Return the summary: one statement with a row for each kind, level, who is asked and who suffers."""
    rows = db.session.execute(_statement(actor)).all()
    by_level = dict.fromkeys(ObstacleLevel, 0)
    for row in rows:
        by_level[row.level] += row.unsettled
    return WallSummary(
        by_level=by_level,
        late=sum(row.late for row in rows),
        to_confirm=sum(row.to_confirm for row in rows),
        blockers=_blockers(rows),
        commitments=_commitments(rows),
    )


def _statement(actor: Actor) -> AnySelect:
    unsettled = Obstacle.state.not_in(SETTLED)
    removed = Obstacle.state == ObstacleState.REMOVED
    late = and_(unsettled, Obstacle.due_on < clock.today())
    return (
        select(
            Obstacle.level,
            Obstacle.kind,
            Obstacle.recurrence,
            Obstacle.suffering_department_id.label("department_id"),
            func.min(func.coalesce(Department.name, Obstacle.asked_body)).label("asked"),
            func.count().label("total"),
            func.count().filter(unsettled).label("unsettled"),
            func.count().filter(late).label("late"),
            func.count().filter(Obstacle.state == ObstacleState.REMOVAL_CLAIMED).label("to_confirm"),
            func.count().filter(and_(removed, Obstacle.closed_on <= Obstacle.due_on)).label("kept"),
            func.count().filter(or_(late, and_(removed, Obstacle.closed_on > Obstacle.due_on))).label("broken"),
        )
        .outerjoin(Department, Department.id == Obstacle.asked_department_id)
        .where(visible_to(actor))
        .group_by(Obstacle.level, Obstacle.kind, Obstacle.recurrence, Obstacle.suffering_department_id)
        .order_by(Obstacle.recurrence, Obstacle.kind)
    )


def _blockers(rows: Sequence[AnyRow]) -> Sequence[Blocker]:
    found: dict[RecurrenceKey, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[RecurrenceKey(row.kind, row.recurrence)].append(row)
    top = top_blockers((key, row.department_id) for key, group in found.items() for row in group)
    return [
        Blocker(
            kind=key.kind,
            asked=min(row.asked for row in found[key]),
            recurrence=key.asked,
            departments=len(departments),
            obstacles=sum(row.total for row in found[key]),
            unsettled=sum(row.unsettled for row in found[key]),
        )
        for key, departments in top
    ]


def _commitments(rows: Sequence[AnyRow]) -> Sequence[Commitment]:
    found: dict[str, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.recurrence].append(row)
    commitments = [
        Commitment(
            asked=min(row.asked for row in group),
            waiting=sum(row.unsettled for row in group),
            late=sum(row.late for row in group),
            kept=sum(row.kept for row in group),
            broken=sum(row.broken for row in group),
        )
        for group in found.values()
    ]
    return sorted(commitments, key=lambda one: (-one.late, -one.waiting, one.asked))
