"""Out: the organization as it is, in the columns it can be read in again."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.accounts.models import Person, RoleAssignment
from app.accounts.sheets.columns import DEPARTMENTS, HOLDERS, KINDS, PEOPLE, ROLES
from app.core.database import db
from app.core.sheets import Sheet
from app.core.sheets.columns import Cell
from app.organization.models import Department, PeerGroup

KIND_LABELS = {kind: label for label, kind in KINDS.items()}
ROLE_LABELS = {role: label for label, role in ROLES.items()}


def organization_sheets(*, empty: bool = False) -> Sequence[Sheet]:
    """Return the three sheets, filled, or `empty` for a template."""
    if empty:
        return [Sheet(spec.title, spec.columns) for spec in (DEPARTMENTS, PEOPLE, HOLDERS)]
    return [
        Sheet(DEPARTMENTS.title, DEPARTMENTS.columns, _departments()),
        Sheet(PEOPLE.title, PEOPLE.columns, _people()),
        Sheet(HOLDERS.title, HOLDERS.columns, _roles()),
    ]


def _departments() -> Iterator[tuple[Cell, ...]]:
    units = db.session.scalars(select(Department).order_by(Department.position, Department.id)).all()
    codes = {unit.id: unit.code for unit in units}
    groups = {group.id: group.name for group in db.session.scalars(select(PeerGroup))}
    for unit in units:
        parent = codes.get(unit.parent_id or 0)
        group = groups.get(unit.peer_group_id or 0)
        yield unit.code, unit.name, KIND_LABELS[unit.kind], parent, group, unit.valid_from, unit.valid_until


def _unit_names() -> dict[int, str]:
    """Names by id; the code where a name stands twice."""
    units = db.session.scalars(select(Department)).all()
    names = [unit.name for unit in units]
    return {unit.id: unit.name if names.count(unit.name) == 1 else unit.code for unit in units}


def _people() -> Iterator[tuple[Cell, ...]]:
    names = _unit_names()
    staff = select(Person).where(Person.institution.is_(None)).order_by(Person.employee_no)
    for person in db.session.scalars(staff):
        unit = names.get(person.department_id or 0)
        known = (person.employee_no, person.name, person.rank, person.series, unit, person.joined_on, person.left_on)
        yield *known, person.email


def _roles() -> Iterator[tuple[Cell, ...]]:
    names = _unit_names()
    rows = db.session.execute(
        select(RoleAssignment, Person.employee_no)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.role.in_(ROLES.values()))
        .order_by(Person.employee_no, RoleAssignment.id)
    )
    for row, number in rows:
        unit = names.get(row.department_id or 0)
        yield number, ROLE_LABELS[row.role], unit, row.starts_on, row.ends_on, "예" if row.acting else None
