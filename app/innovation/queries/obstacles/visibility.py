"""공개 범위: which obstacles somebody may read. Lists and loaders use the same clause."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Integer, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from app.core.access import Actor, Role, satisfies
from app.core.database import db
from app.innovation.enums import Sensitivity
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.policy.predicates import READERS


class Reading(NamedTuple):
    """What decides which obstacles somebody may read, besides who it is and for which departments."""

    everything: bool
    open_ones: bool
    as_head: bool


Departments = Sequence[int] | BindParameter[Any]


class Reader(NamedTuple):
    """Who reads: the person, the departments they work for, those they head."""

    person_id: int | ColumnElement[int]
    departments: Departments
    headed: Departments


ANYBODY = Reader(
    bindparam("me", type_=Integer), bindparam("departments", expanding=True), bindparam("headed", expanding=True)
)
"""Stands in statements that are put together once; `named` says who it is."""


def reading_of(actor: Actor) -> Reading:
    """Return what the actor may read: everything, the open ones and more, or nothing for people from outside."""
    return Reading(
        everything=actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR),
        open_ones=satisfies(READERS, actor),
        as_head=bool(actor.headed_department_ids),
    )


def reader_of(actor: Actor) -> Reader:
    """Return the actor as the reader of a statement."""
    departments = (actor.department_id, *actor.coordinated_department_ids)
    return Reader(actor.id, [known for known in departments if known], list(actor.headed_department_ids))


def named(actor: Actor) -> dict[str, Any]:
    """Return the values of `ANYBODY`."""
    reader = reader_of(actor)
    return {"me": reader.person_id, "departments": reader.departments, "headed": reader.headed}


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Obstacles the actor may read."""
    return visible_by(reading_of(actor), reader_of(actor))


def visible_by(reading: Reading, reader: Reader) -> ColumnElement[bool]:
    """Obstacles a reader with these rights may read.

    Control tower and auditor read all, nobody from outside any. Open ones are for everybody who works in the
    office; those for the departments concerned for the departments that suffer, are asked (also by a request) or
    reported; restricted ones for owner and reporter, and for the heads who have to answer or to confirm.
    """
    if reading.everything:
        return true()
    if not reading.open_ones:
        return false()
    own = or_(Obstacle.owner_id == reader.person_id, Obstacle.reported_by_id == reader.person_id)
    heads = or_(
        Obstacle.suffering_department_id.in_(reader.headed),
        Obstacle.asked_department_id.in_(reader.headed),
        _requested_of(reader.headed),
    )
    concerned = and_(Obstacle.sensitivity == Sensitivity.DEPARTMENTS, _concerns(reader.departments))
    return or_(Obstacle.sensitivity == Sensitivity.OPEN, own, concerned, heads if reading.as_head else false())


def _concerns(departments: Departments) -> ColumnElement[bool]:
    return or_(
        Obstacle.suffering_department_id.in_(departments),
        Obstacle.asked_department_id.in_(departments),
        Obstacle.reported_department_id.in_(departments),
        _requested_of(departments),
    )


def _requested_of(departments: Departments) -> ColumnElement[bool]:
    """Under a name of its own: a statement about requests uses the clause too."""
    asked = aliased(ObstacleRequest, name="requested")
    return exists().where(asked.obstacle_id == Obstacle.id, asked.asked_department_id.in_(departments))


def may_see_obstacle(actor: Actor, obstacle_id: int) -> bool:
    """Whether the actor may read this obstacle; the guard of its evidence."""
    found = select(Obstacle.id).where(Obstacle.id == obstacle_id, visible_to(actor))
    return db.session.scalar(found) is not None
