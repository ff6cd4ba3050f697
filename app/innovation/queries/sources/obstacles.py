"""장애요인: removed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.core.database import db
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows
from app.innovation.enums import ObstacleState, Sensitivity
from app.innovation.models import Obstacle


def _read_removed(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    remover = Obstacle.claimed_by_department_id
    statement = (
        select(remover, Obstacle.id, Obstacle.title, Obstacle.sensitivity, Obstacle.closed_on)
        .where(
            remover.in_(department_ids),
            Obstacle.state == ObstacleState.REMOVED,
            Obstacle.closed_on.between(start, end),
        )
        .order_by(Obstacle.closed_on, Obstacle.id)
    )
    for unit, obstacle_id, title, sensitivity, day in db.session.execute(statement):
        told = title if sensitivity is Sensitivity.OPEN else ""
        if unit is not None:
            yield unit, ReadRow(kind="obstacle", id=obstacle_id, title=told, day=day)


removed_obstacles = NamedSource(
    label=_("Obstacles removed"),
    sentence=_(
        "Obstacles whose removal the department claimed and the department that suffered confirmed, by the day of the "
        "confirmation. What was bypassed or accepted is not counted."
    ),
    rule=FigureRule.SUM,
    read=_read_removed,
)
