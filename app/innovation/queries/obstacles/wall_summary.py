"""장애요인 요약: how many lie at each level, how many are late, how many removals wait for a confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Date, bindparam, func, select

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, read
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, named, reading_of, visible_by
from app.innovation.rules.obstacles import SETTLED


@dataclass(frozen=True, kw_only=True)
class WallSummary:
    """The figures above the wall, over everything the reader may see."""

    by_level: Mapping[ObstacleLevel, int]
    late: int
    to_confirm: int


def wall_summary(actor: Actor) -> WallSummary:
    """Return the summary: one statement with a row for each level."""
    given = {**named(actor), "today": clock.today()}
    rows = read(_statement(reading_of(actor)), given).all()
    return WallSummary(
        by_level=dict.fromkeys(ObstacleLevel, 0) | {row.level: row.unsettled for row in rows},
        late=sum(row.late for row in rows),
        to_confirm=sum(row.to_confirm for row in rows),
    )


@lru_cache
def _statement(reading: Reading) -> AnySelect:
    return (
        select(
            Obstacle.level,
            func.count().label("unsettled"),
            func.count().filter(Obstacle.due_on < bindparam("today", type_=Date)).label("late"),
            func.count().filter(Obstacle.state == ObstacleState.REMOVAL_CLAIMED).label("to_confirm"),
        )
        .where(visible_by(reading, ANYBODY), Obstacle.state.not_in(SETTLED))
        .group_by(Obstacle.level)
    )
