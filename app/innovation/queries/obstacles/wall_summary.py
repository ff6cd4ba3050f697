"""장애요인 요약: how many lie at each level, how many are late, how many removals wait for a confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.rules.obstacles import SETTLED


@dataclass(frozen=True, kw_only=True)
class WallSummary:
    """The figures above the wall, over everything the reader may see."""

    by_level: Mapping[ObstacleLevel, int]
    late: int
    to_confirm: int


def wall_summary(actor: Actor) -> WallSummary:
    """Return the summary: one statement with a row for each level."""
    statement = (
        select(
            Obstacle.level,
            func.count().label("unsettled"),
            func.count().filter(Obstacle.due_on < clock.today()).label("late"),
            func.count().filter(Obstacle.state == ObstacleState.REMOVAL_CLAIMED).label("to_confirm"),
        )
        .where(and_(visible_to(actor), Obstacle.state.not_in(SETTLED)))
        .group_by(Obstacle.level)
    )
    rows = db.session.execute(statement).all()
    return WallSummary(
        by_level=dict.fromkeys(ObstacleLevel, 0) | {row.level: row.unsettled for row in rows},
        late=sum(row.late for row in rows),
        to_confirm=sum(row.to_confirm for row in rows),
    )
