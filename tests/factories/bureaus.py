"""Bureaus and their heads."""

from datetime import date, timedelta

from app.accounts.models import RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.organization.enums import DepartmentKind
from app.organization.models import Department


def a_bureau(cast, *departments, code="B1", name="건설국"):
    """A bureau of these departments (교통과 and 도로과 unless told otherwise)."""
    unit = Department(
        code=code,
        name=name,
        kind=DepartmentKind.BUREAU,
        position=0,
        valid_from=clock.today() - timedelta(days=900),
    )
    db.session.add(unit)
    db.session.flush()
    for department in departments or (cast.traffic, cast.roads):
        db.session.query(Department).filter_by(id=department).update({"parent_id": unit.id})
    return unit.id


def head_of(actor, unit_id, *, starts_on=date(2025, 1, 1), ends_on=None):
    """Make somebody head of a unit for a time, and return them as the actor of today."""
    db.session.add(
        RoleAssignment(
            person_id=actor.id,
            role=Role.HEAD,
            department_id=unit_id,
            acting=False,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
    db.session.flush()
    return actor_of_person(actor.id)
