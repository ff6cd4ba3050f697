"""Verbs about roles: given and ended with dates, at most one head a department and day."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from app.accounts.enums import Permission
from app.accounts.events import RoleEnded, RoleGranted
from app.accounts.models import Person, RoleAssignment
from app.accounts.policy import POLICY
from app.core import access, clock
from app.core.access import Actor, Role
from app.core.database import db
from app.core.errors import CHANGED, Conflict, Refused
from app.core.events import publish
from app.core.messages import _
from app.organization.models import Department

DEPARTMENTAL = {Role.HEAD, Role.COORDINATOR}
NOT_TOGETHER = (
    (Role.ADMINISTRATOR, Role.EVALUATOR),
    (Role.ADMINISTRATOR, Role.CONTROL_TOWER),
    (Role.ADMINISTRATOR, Role.HEAD),
    (Role.AUDITOR, Role.CONTROL_TOWER),
    (Role.AUDITOR, Role.ADMINISTRATOR),
    (Role.AUDITOR, Role.HEAD),
    (Role.AUDITOR, Role.COORDINATOR),
    (Role.AUDITOR, Role.EVALUATOR),
    (Role.AUDITOR, Role.HR),
)
"""Roles one person never holds together: who keeps the accounts does not score, who audits does not act."""


def grant_role(
    *,
    person: Person,
    role: Role,
    department_id: int | None = None,
    starts_on: date,
    ends_on: date | None = None,
    acting: bool = False,
    actor: Actor | None,
) -> RoleAssignment:
    """Give a person a role from–to. Raises `Refused` where dates, department or other roles forbid it."""
    if actor is not None:
        access.require(POLICY, Permission.PEOPLE_EDIT, actor)
        if actor.id == person.id:
            raise Refused(_("Nobody gives a role to themselves."))
    _check_shape(role, department_id, starts_on, ends_on, acting=acting)
    # Whoever gives this person or this department a role at the same time waits here, and is then refused if need be.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    _check_department(department_id, starts_on, ends_on)
    _check_overlaps(person, role, department_id, starts_on, ends_on, acting=acting)
    row = RoleAssignment(
        person_id=person.id,
        role=role,
        department_id=department_id,
        acting=acting,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        RoleGranted(
            actor_id=actor.id if actor else None,
            role_assignment_id=row.id,
            person_id=person.id,
            role=role.value,
            department_id=department_id,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat() if ends_on else None,
            acting=acting,
        )
    )
    return row


def end_role(*, assignment: RoleAssignment, ends_on: date | None = None, actor: Actor | None) -> None:
    """Set the last day of a role; without a day it ends now: the next request of the person no longer has it.

    Raises `Refused` when the role has ended before that day already, or would begin after it.
    """
    if actor is not None:
        access.require(POLICY, Permission.PEOPLE_EDIT, actor)
    last_day = ends_on or clock.today() - timedelta(days=1)
    if ends_on is not None and ends_on < assignment.starts_on:
        raise Refused(_("The last day cannot come before the first."))
    if assignment.ends_on is not None and assignment.ends_on <= last_day:
        raise Refused(_("The role has ended already."))
    _set_last_day(assignment, last_day)
    publish(
        RoleEnded(
            actor_id=actor.id if actor else None,
            role_assignment_id=assignment.id,
            person_id=assignment.person_id,
            role=assignment.role.value,
            department_id=assignment.department_id,
            ends_on=last_day.isoformat(),
        )
    )


def _set_last_day(assignment: RoleAssignment, last_day: date) -> None:
    """Write it if nobody else ended the role since it was read."""
    db.session.flush()
    unchanged = RoleAssignment.ends_on.is_not_distinct_from(assignment.ends_on)
    statement = update(RoleAssignment).where(RoleAssignment.id == assignment.id, unchanged).values(ends_on=last_day)
    changed: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    if changed.rowcount != 1:
        raise Conflict(CHANGED)
    db.session.refresh(assignment)


def _check_shape(role: Role, department_id: int | None, starts_on: date, ends_on: date | None, *, acting: bool) -> None:
    if (role in DEPARTMENTAL) != (department_id is not None):
        raise Refused(_("Head and coordinator are roles for a department; the others are for the whole office."))
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day cannot come before the first."))
    if acting and (role is not Role.HEAD or ends_on is None):
        raise Refused(_("Only a head can be acting, and only until a stated day."))


def _check_department(department_id: int | None, starts_on: date, ends_on: date | None) -> None:
    """Refuse a role for a department that does not exist on any of its days."""
    if department_id is None:
        return
    department = db.session.get(Department, department_id, with_for_update=True)
    if department is None or not department.exists_between(starts_on, ends_on):
        raise Refused(_("The department does not exist in that time."))


def _check_overlaps(
    person: Person, role: Role, department_id: int | None, starts_on: date, ends_on: date | None, *, acting: bool
) -> None:
    counts = RoleAssignment.ends_on >= RoleAssignment.starts_on
    meets = [or_(RoleAssignment.ends_on.is_(None), and_(counts, RoleAssignment.ends_on >= starts_on))]
    if ends_on is not None:
        meets.append(RoleAssignment.starts_on <= ends_on)
    held = db.session.scalars(select(RoleAssignment).where(*meets, RoleAssignment.person_id == person.id)).all()
    if any(row.role is role and row.department_id == department_id for row in held):
        raise Refused(_("The person holds this role in that time already."))
    both = {role, *(row.role for row in held)}
    if any(set(pair) <= both and role in pair for pair in NOT_TOGETHER):
        raise Refused(_("This role cannot be held together with another one the person has."))
    if role is Role.HEAD and not acting:
        heads = select(RoleAssignment.id).where(
            *meets,
            RoleAssignment.role == Role.HEAD,
            RoleAssignment.department_id == department_id,
            RoleAssignment.acting.is_(False),
        )
        if db.session.scalar(heads.limit(1)) is not None:
            raise Refused(_("The department has a head in that time already."))
