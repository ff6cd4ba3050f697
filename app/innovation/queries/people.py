"""People by employee number, for forms in which colleagues are named."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.database import db


def ids_by_number(numbers: Collection[str]) -> dict[str, int]:
    """Return the ids of people who work here today, by employee number; unknown numbers are left out."""
    if not numbers:
        return {}
    statement = select(Person.employee_no, Person.id).where(Person.employee_no.in_(numbers), _here_today())
    return {row.employee_no: row.id for row in db.session.execute(statement)}


def numbers_by_id(person_ids: Collection[int]) -> dict[int, str]:
    """Return the employee numbers of people."""
    statement = select(Person.id, Person.employee_no).where(Person.id.in_(list(person_ids)))
    return {row.id: row.employee_no for row in db.session.execute(statement)}


def all_here(person_ids: Collection[int]) -> bool:
    """Whether all of them exist and work here today."""
    found = select(func.count()).select_from(Person).where(Person.id.in_(list(person_ids)), _here_today())
    return db.session.scalar(found) == len(set(person_ids))


def colleagues(department_id: int | None) -> Sequence[tuple[str, str]]:
    """Return (employee number, name) of the people of a department, for suggestions while typing."""
    statement = select(Person.employee_no, Person.name).where(Person.department_id == department_id, _here_today())
    return [(number, name) for number, name in db.session.execute(statement.order_by(Person.name, Person.id))]


def _here_today() -> ColumnElement[bool]:
    return or_(Person.left_on.is_(None), Person.left_on >= clock.today())
