"""공개 범위: which obstacles somebody may read. Lists and loaders use the same clause."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from app.core.access import Actor, Role, satisfies
from app.core.database import db
from app.innovation.enums import Sensitivity
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.policy.predicates import READERS


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Obstacles the actor may read.

    Control tower and auditor read all, nobody from outside any. Open ones are for everybody who works in the
    office; those for the departments concerned for the departments that suffer, are asked (also by a request) or
    reported; restricted ones for owner and reporter, and for the heads who have to answer or to confirm.
    """
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return true()
    if not satisfies(READERS, actor):
        return false()
    own = or_(Obstacle.owner_id == actor.id, Obstacle.reported_by_id == actor.id)
    headed = actor.headed_department_ids
    heads = or_(
        Obstacle.suffering_department_id.in_(headed), Obstacle.asked_department_id.in_(headed), _requested_of(headed)
    )
    concerned = and_(Obstacle.sensitivity == Sensitivity.DEPARTMENTS, _concerns(actor))
    return or_(Obstacle.sensitivity == Sensitivity.OPEN, own, concerned, heads if headed else false())


def _concerns(actor: Actor) -> ColumnElement[bool]:
    departments = [department for department in (actor.department_id, *actor.coordinated_department_ids) if department]
    return or_(
        Obstacle.suffering_department_id.in_(departments),
        Obstacle.asked_department_id.in_(departments),
        Obstacle.reported_department_id.in_(departments),
        _requested_of(departments),
    )


def _requested_of(departments: Collection[int]) -> ColumnElement[bool]:
    """Under a name of its own: a statement about requests uses the clause too."""
    asked = aliased(ObstacleRequest, name="requested")
    return exists().where(asked.obstacle_id == Obstacle.id, asked.asked_department_id.in_(departments))


def may_see_obstacle(actor: Actor, obstacle_id: int) -> bool:
    """Whether the actor may read this obstacle; the guard of its evidence."""
    found = select(Obstacle.id).where(Obstacle.id == obstacle_id, visible_to(actor))
    return db.session.scalar(found) is not None
