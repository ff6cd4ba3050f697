"""Who works where today, for everybody at once: what a workbook of claims is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core.access import Role
from app.core.database import db
from app.mileage.models import MileageItem
from app.organization.models import Department


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody who is in office, with the present department. `audits`: writes nothing; `heads`: that department."""

    id: int
    name: str
    department_id: int
    department_name: str
    department_code: str
    audits: bool
    heads: bool


def claimants_on(day: date) -> Mapping[str, Claimant]:
    """Return everybody with a department who is in office on the day, by employee number: two statements."""
    roles = select(RoleAssignment.person_id, RoleAssignment.role, RoleAssignment.department_id).where(
        held_on(day), RoleAssignment.role.in_((Role.AUDITOR, Role.HEAD))
    )
    held = db.session.execute(roles).all()
    auditors = {row.person_id for row in held if row.role is Role.AUDITOR}
    heads = {(row.person_id, row.department_id) for row in held if row.role is Role.HEAD}
    people = (
        select(Person.employee_no, Person.id, Person.name, Department.id, Department.name, Department.code)
        .join(Department, Department.id == Person.department_id)
        .where(Person.joined_on <= day, or_(Person.left_on.is_(None), Person.left_on >= day))
    )
    return {
        number: Claimant(person_id, name, unit, unit_name, code, person_id in auditors, (person_id, unit) in heads)
        for number, person_id, name, unit, unit_name, code in db.session.execute(people)
    }


class ItemBook:
    """Every item there is: which one of a code holds on a day, without asking again for each row."""

    def __init__(self) -> None:
        self._items: dict[str, list[MileageItem]] = {}
        for item in db.session.scalars(select(MileageItem).order_by(MileageItem.valid_from.desc())):
            self._items.setdefault(item.code, []).append(item)

    def on(self, code: str, day: date) -> MileageItem | None:
        """Return the item of that code as it was on the day; the latest start wins."""
        held = (item for item in self._items.get(code, ()) if _holds(item, day))
        return next(held, None)


def _holds(item: MileageItem, day: date) -> bool:
    return item.valid_from <= day and (item.valid_until is None or item.valid_until >= day)
