"""칭찬할 사람 찾기: by name or employee number."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Date, and_, bindparam, func, or_, select

from app.accounts.models import Membership, Person
from app.core import clock
from app.core.database import AnyRow, db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.models import Department

MOST_FOUND = 20
_TODAY = bindparam("today", type_=Date)
_MEMBER = and_(
    Membership.person_id == Person.id,
    Membership.starts_on <= _TODAY,
    or_(Membership.ends_on.is_(None), Membership.ends_on >= _TODAY),
)
_PEOPLE = (
    select(
        Person.id,
        Person.name,
        Person.employee_no,
        Person.rank,
        Department.id,
        Department.name,
        Person.joined_on,
        Person.left_on,
    )
    .outerjoin(Membership, _MEMBER)
    .outerjoin(Department, Department.id == func.coalesce(Membership.department_id, Person.department_id))
)


class Receiver(NamedTuple):
    """Somebody who can be thanked, or could once."""

    id: int
    name: str
    employee_no: str
    rank: str
    department_id: int | None
    department: str | None
    is_here: bool


def find_receivers(text: str, *, but: int) -> Sequence[Receiver]:
    """Return people of the departments who are here today and whose name or number holds the text; a few at most."""
    here = and_(Person.joined_on <= _TODAY, or_(Person.left_on.is_(None), Person.left_on >= _TODAY))
    found = or_(Person.name.icontains(text, autoescape=True), Person.employee_no.icontains(text, autoescape=True))
    statement = _PEOPLE.where(here, found, Person.department_id.is_not(None), Person.id != but)
    rows = db.session.execute(
        statement.order_by(Person.name, Person.employee_no).limit(MOST_FOUND), {"today": clock.today()}
    )
    return [_receiver(row) for row in rows]


def receiver_or_404(person_id: int) -> Receiver:
    """Return a person, whether or not they can be thanked. Raises `Missing`."""
    statement = _PEOPLE.where(Person.id == person_id).order_by(Membership.starts_on.desc()).limit(1)
    row = db.session.execute(statement, {"today": clock.today()}).first()
    if row is None:
        raise Missing(_("There is no such person."))
    return _receiver(row)


def _receiver(row: AnyRow) -> Receiver:
    person_id, name, number, rank, department_id, department, joined_on, left_on = row
    today = clock.today()
    is_here = joined_on <= today and (left_on is None or left_on >= today)
    return Receiver(person_id, name, number, rank, department_id, department, is_here)
