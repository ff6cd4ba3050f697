"""자동 상향: what the timetable does with obstacles whose days at their level are over."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import Conflict
from app.core.events import FreeText, publish
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.events import ObstacleEscalated
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles.ladder import level_due_days
from app.innovation.rules.obstacles import ACTIVE, next_level
from app.innovation.services.obstacles.history import move
from app.innovation.services.obstacles.ladder import refresh_level_days


def escalate_overdue(day: date) -> int:
    """Move every obstacle that is overdue on the day one level up, and return how many were moved.

    One level at a time, however long nothing ran: the next desk gets its own days. A second run finds nothing, and
    what somebody else moves at the same moment is left to them.
    """
    refresh_level_days()
    today = clock.today()
    due = level_due_days(today)
    overdue = (
        select(Obstacle)
        .where(Obstacle.state.in_(ACTIVE), Obstacle.level != ObstacleLevel.VICE_MAYOR, Obstacle.level_due_on < day)
        .order_by(Obstacle.id)
        .execution_options(populate_existing=True)
    )
    return sum(_escalate(obstacle, today, due) for obstacle in db.session.scalars(overdue).all())


def _escalate(obstacle: Obstacle, today: date, due: Mapping[ObstacleLevel, date]) -> bool:
    above = next_level(obstacle.level)
    assert above is not None
    try:
        move(
            obstacle,
            ObstacleStep.AUTOMATIC_ESCALATION,
            actor=None,
            note="",
            state=ObstacleState.ESCALATED,
            level=above,
            level_reached_on=today,
            level_due_on=due[above],
        )
    except Conflict:
        return False
    publish(ObstacleEscalated(actor_id=None, obstacle_id=obstacle.id, level=above.value, reason=FreeText("")))
    return True
