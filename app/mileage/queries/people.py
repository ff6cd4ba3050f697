"""Who belonged where, and who headed what, on a day."""

from datetime import date

from sqlalchemy import and_, func, or_, select

from app.accounts.models import Membership, Person
from app.accounts.queries.roles import heads_on
from app.core.database import db


def department_on(person_id: int, day: date) -> int | None:
    """Return the department the person belonged to on the day, or else belongs to now."""
    then = and_(
        Membership.person_id == Person.id,
        Membership.starts_on <= day,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    found: int | None = db.session.scalar(
        select(func.coalesce(Membership.department_id, Person.department_id))
        .select_from(Person)
        .outerjoin(Membership, then)
        .where(Person.id == person_id)
        .order_by(Membership.starts_on.desc())
        .limit(1)
    )
    return found


def head_ids_on(department_id: int, day: date) -> frozenset[int]:
    """Return who is head or acting head of the department on the day."""
    return frozenset(db.session.scalars(heads_on(day, department_id)))


def people_on(day: date) -> dict[int, str]:
    """Return everybody with a department who is in office on the day: id → "name (number)", by name."""
    statement = (
        select(Person.id, Person.name, Person.employee_no)
        .where(Person.department_id.is_not(None), Person.joined_on <= day)
        .where(or_(Person.left_on.is_(None), Person.left_on >= day))
        .order_by(Person.name, Person.employee_no)
    )
    return {row.id: f"{row.name} ({row.employee_no})" for row in db.session.execute(statement)}
