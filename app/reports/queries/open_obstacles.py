"""미해결 장애요인 전부: every open obstacle somebody may read, by level, with what was asked and promised about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core.access import Actor
from app.core.database import db
from app.core.list_exports import every_page
from app.innovation.enums import ObstacleLevel
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.queries.obstacles import ObstacleRow, list_obstacles
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.queries.obstacles.wall import ObstacleFilter
from app.innovation.rules.obstacles import SETTLED
from app.organization.models import Department

Office = aliased(Department, name="office")


@dataclass(frozen=True)
class OpenRequest:
    """What an office was asked about an obstacle. `day`: the promised one, or before there is one the one asked for."""

    office: str
    text: str
    state: RequestState
    day: date


def open_obstacles(actor: Actor, level: ObstacleLevel) -> Sequence[ObstacleRow]:
    """Return the open obstacles of a level, the longest open first; read page by page as on the wall."""
    rows = every_page(lambda cursor: list_obstacles(actor, ObstacleFilter(level=level), cursor))
    return sorted(rows, key=lambda row: (-row.days_open, row.id))


def open_requests(actor: Actor) -> Mapping[int, Sequence[OpenRequest]]:
    """Return the requests about open obstacles by the obstacle's id, the first asked first: one statement."""
    statement = (
        select(
            ObstacleRequest.obstacle_id,
            func.coalesce(Office.name, ObstacleRequest.asked_body),
            ObstacleRequest.text,
            ObstacleRequest.state,
            func.coalesce(ObstacleRequest.promised_on, ObstacleRequest.due_on),
        )
        .join(Obstacle, Obstacle.id == ObstacleRequest.obstacle_id)
        .outerjoin(Office, Office.id == ObstacleRequest.asked_department_id)
        .where(visible_to(actor), Obstacle.state.not_in(SETTLED))
        .order_by(ObstacleRequest.id)
    )
    found: dict[int, list[OpenRequest]] = {}
    for obstacle_id, office, text, state, day in db.session.execute(statement):
        found.setdefault(obstacle_id, []).append(OpenRequest(office, text, state, day))
    return found
