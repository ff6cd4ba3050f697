"""Reads about people: the list, one person with the history of departments and roles, and the look-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.accounts.enums import AccountState
from app.accounts.models import Account, Membership, Person, RoleAssignment
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.organization.models import Department


@dataclass(frozen=True)
class RoleRow:
    """A role a person has or had. `state`: "past", "present" or "future"."""

    id: int
    role: Role
    department: str | None
    acting: bool
    starts_on: date
    ends_on: date | None
    state: str


@dataclass(frozen=True)
class AccountRow:
    """How a person's account stands, without anything that could open it."""

    has_password: bool
    password_changed_at: datetime | None
    first_code_expires_at: datetime | None
    disabled_at: datetime | None
    waits_for_release: bool


def find_people(
    text: str = "",
    department_id: int | None = None,
    account: AccountState | None = None,
    cursor: str | None = None,
) -> Page[tuple[object, ...]]:
    """Return (id, employee number, name, rank, department, last day) of people, the newest first."""
    statement = select(
        Person.id, Person.employee_no, Person.name, Person.rank, Department.name, Person.left_on
    ).outerjoin(Department, Department.id == Person.department_id)
    statement = statement.where(Person.institution.is_(None))
    if text:
        statement = statement.where(
            or_(Person.name.icontains(text, autoescape=True), Person.employee_no.icontains(text, autoescape=True))
        )
    if department_id is not None:
        statement = statement.where(Person.department_id == department_id)
    if account is not None:
        statement = statement.where(in_account_state(account))
    return keyset_page(statement, keys=[Person.id], cursor=cursor)


def person_or_404(person_id: int) -> Person:
    """Return a person of the office. Raises `Missing`."""
    person = db.session.get(Person, person_id)
    if person is None or person.institution is not None:
        raise Missing(_("There is no such person."))
    return person


def person_by_number(employee_no: str) -> Person:
    """Return the person with an employee number. Raises `Missing`."""
    person = db.session.scalar(select(Person).where(Person.employee_no == employee_no, Person.institution.is_(None)))
    if person is None:
        raise Missing(_("There is no such person."))
    return person


def role_or_404(assignment_id: int) -> RoleAssignment:
    """Return a role that was given. Raises `Missing`."""
    assignment = db.session.get(RoleAssignment, assignment_id)
    if assignment is None:
        raise Missing(_("There is no such role."))
    return assignment


def memberships_of(person_id: int) -> Sequence[tuple[str, date, date | None]]:
    """Return (department, first day, last day) of a person, the latest first."""
    rows = db.session.execute(
        select(Department.name, Membership.starts_on, Membership.ends_on)
        .join(Department, Department.id == Membership.department_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.starts_on.desc(), Membership.id.desc())
    )
    return [(row.name, row.starts_on, row.ends_on) for row in rows]


def roles_of(person_id: int) -> Sequence[RoleRow]:
    """Return the roles of a person, the latest first."""
    rows = db.session.execute(
        select(
            RoleAssignment.id,
            RoleAssignment.role,
            Department.name,
            RoleAssignment.acting,
            RoleAssignment.starts_on,
            RoleAssignment.ends_on,
        )
        .outerjoin(Department, Department.id == RoleAssignment.department_id)
        .where(RoleAssignment.person_id == person_id)
        .order_by(RoleAssignment.starts_on.desc(), RoleAssignment.id.desc())
    )
    return [RoleRow(*row, state=_state(row.starts_on, row.ends_on)) for row in rows]


def account_of(person_id: int) -> AccountRow | None:
    """Return how the person's account stands, or None without one."""
    account = db.session.get(Account, person_id)
    if account is None:
        return None
    return AccountRow(
        account.password_hash is not None,
        account.password_changed_at,
        account.first_code_expires_at,
        account.disabled_at,
        account.first_code_hash is not None
        and account.password_hash is not None
        and account.first_code_by_id is not None
        and account.first_code_released_by_id is None,
    )


def in_account_state(state: AccountState) -> ColumnElement[bool]:
    """Where-clause: people who have not left and whose account is in the state."""
    account = exists().where(Account.person_id == Person.id).correlate(Person)
    used = Account.password_hash.is_not(None)
    conditions = {
        AccountState.NONE: ~account,
        AccountState.UNOPENED: account.where(Account.disabled_at.is_(None), ~used),
        AccountState.OPEN: account.where(Account.disabled_at.is_(None), used),
        AccountState.CLOSED: account.where(Account.disabled_at.is_not(None)),
    }
    return and_(_is_here(), conditions[state])


def people_count() -> int:
    """Count everybody who has not left."""
    return db.session.scalar(select(func.count()).select_from(Person).where(_is_here())) or 0


def everybody_count() -> int:
    """Count everybody ever entered who works or worked here: what an export holds."""
    staff = select(func.count()).select_from(Person).where(Person.institution.is_(None))
    return db.session.scalar(staff) or 0


def _is_here() -> ColumnElement[bool]:
    not_left = or_(Person.left_on.is_(None), Person.left_on >= clock.today())
    return and_(not_left, Person.institution.is_(None))


def _state(starts_on: date, ends_on: date | None) -> str:
    if ends_on is not None and ends_on < max(starts_on, clock.today()):
        return "past"
    return "future" if starts_on > clock.today() else "present"
