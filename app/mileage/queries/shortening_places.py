"""처리 시트의 부서와 사번: who and what was there in a time."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import and_, or_, select

from app.accounts.models import Membership, Person
from app.core.database import db
from app.organization.models import Department


def departments_between(starts_on: date, ends_on: date) -> Mapping[str, int]:
    """Return the departments that existed in the time, by name and by code."""
    there = and_(
        Department.valid_from <= ends_on, or_(Department.valid_until.is_(None), Department.valid_until >= starts_on)
    )
    rows = db.session.execute(select(Department.id, Department.name, Department.code).where(there)).all()
    return {row.code: row.id for row in rows} | {row.name: row.id for row in rows}


def people_between(starts_on: date, ends_on: date) -> Mapping[str, tuple[int, frozenset[int]]]:
    """Return who belonged to a department in the time: employee number → (id, departments)."""
    then = and_(Membership.starts_on <= ends_on, or_(Membership.ends_on.is_(None), Membership.ends_on >= starts_on))
    found: dict[str, tuple[int, frozenset[int]]] = {}
    statement = select(Person.employee_no, Person.id, Membership.department_id).join(
        Membership, Membership.person_id == Person.id
    )
    for number, person_id, department_id in db.session.execute(statement.where(then)):
        found[number] = (person_id, found.get(number, (person_id, frozenset()))[1] | {department_id})
    return found
