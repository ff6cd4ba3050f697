"""Reads about roles: who holds one on a day, and who has stood for a department.

Two sides of one act must be of two offices: `offices_on(person_id, day)` here, for anybody and any day,
`core.access.offices_of(actor)` for who asks, and `accounts.offices` with the same as text for a trigger.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    SQLColumnExpression,
    String,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, Person, RoleAssignment
from app.core import clock
from app.core.access import Role
from app.core.database import AnySelect, db
from app.core.messages import _
from app.organization.models import Department

AnyId = SQLColumnExpression[Any] | int

_END_OF_TIME = date(9999, 12, 31)
_OUTSIDE = _("outside the office")
_Colleague = aliased(Person, name="colleague")
_Belonging = aliased(Membership, name="belonging")
_Office = aliased(RoleAssignment, name="office")


def held_on(day: date | BindParameter[Any]) -> ColumnElement[bool]:
    """Where-clause: the `RoleAssignment` of the statement holds on the day."""
    return and_(RoleAssignment.starts_on <= day, or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= day))


def heads_on(day: date, department_id: AnyId) -> AnySelect:
    """Select the ids of everybody who heads the department on the day, acting heads too."""
    heads = and_(RoleAssignment.role == Role.HEAD, RoleAssignment.department_id == department_id)
    return select(RoleAssignment.person_id).where(heads, held_on(day)).correlate_except(RoleAssignment)


def offices_on(person_id: int, day: date) -> frozenset[int]:
    """Return the departments the person works in today, and heads (also acting) or coordinates on the day."""
    works_in = select(Person.department_id).where(Person.id == person_id, Person.department_id.is_not(None))
    held = select(RoleAssignment.department_id).where(
        RoleAssignment.person_id == person_id, RoleAssignment.department_id.is_not(None), held_on(day)
    )
    return frozenset(unit for unit in db.session.scalars(union(works_in, held)) if unit is not None)


def evaluators_today() -> Sequence[tuple[int, str]]:
    """Return (person id, name with department) of everybody who may be named for a panel today."""
    rows = db.session.execute(evaluators_on(clock.today()).order_by(Person.name, Person.id))
    return [(person_id, with_department(name, unit)) for person_id, name, unit in rows]


def evaluators_on(day: date) -> AnySelect:
    """Select (person id, name, department) of everybody who may be named for a panel on the day."""
    return (
        select(Person.id, Person.name, Department.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(
            RoleAssignment.role == Role.EVALUATOR, held_on(day), or_(Person.left_on.is_(None), Person.left_on >= day)
        )
        .distinct()
    )


def with_department(name: str, department: str | None) -> str:
    """Name an evaluator with the department they work in."""
    return f"{name} · {department or _OUTSIDE}"


def stood_for(person_id: AnyId, department_id: AnyId, year: AnyId) -> ColumnElement[bool]:
    """Whether the person belongs to the department, or belonged to it or held an office in it since the year began.

    A role that was taken back before its first day was never held.
    """
    since = (
        exists()
        .where(
            kind.person_id == person_id,
            kind.department_id == department_id,
            cast(year, String) <= cast(func.coalesce(kind.ends_on, _END_OF_TIME), String),
            or_(kind.ends_on.is_(None), kind.ends_on >= kind.starts_on),
        )
        .correlate_except(kind)
        for kind in (_Belonging, _Office)
    )
    belongs = exists().where(_Colleague.id == person_id, _Colleague.department_id == department_id)
    belongs = belongs.correlate_except(_Colleague)
    return or_(belongs, *since)
