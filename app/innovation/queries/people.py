"""People by employee number, for forms in which colleagues are named."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.database import db


def ids_by_number(numbers: Collection[str]) -> dict[str, int]:
    """Return the ids of people who work here today, by employee number; unknown numbers are left out."""
    if not numbers:
        return {}
    statement = select(Person.employee_no, Person.id).where(Person.employee_no.in_(numbers), _here_today())
    return {row.employee_no: row.id for row in db.session.execute(statement)}


def colleagues(department_id: int | None) -> Sequence[tuple[str, str]]:
    """Return (employee number, name) of the people of a department, for suggestions while typing."""
    statement = select(Person.employee_no, Person.name).where(Person.department_id == department_id, _here_today())
    return [(number, name) for number, name in db.session.execute(statement.order_by(Person.name, Person.id))]


def _here_today() -> ColumnElement[bool]:
    return or_(Person.left_on.is_(None), Person.left_on >= clock.today())
