"""감점: who may see which, the list, one with its people, and who may be named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.accounts.queries.roles import offices_on
from app.accounts.queries.seconds import THIRDS, people_apart
from app.core import clock
from app.core.access import Actor, allows, offices_of
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.mileage.enums import AccountKind, DeductionGround, DeductionState, Permission
from app.mileage.models import Deduction, MileageAccount, Transfer
from app.mileage.policy import POLICY
from app.mileage.rules.deductions import Hand
from app.organization.models import Department
from app.organization.queries import holidays_between

EVIDENCE_SUBJECT = "deduction"
NO_SUCH = _("There is no such deduction.")


class Row(NamedTuple):
    """A deduction in the list."""

    id: int
    owner: str
    ground: DeductionGround
    points: Decimal
    decided_points: Decimal | None
    taken: Decimal | None
    state: DeductionState
    proposed_on: date


@dataclass(frozen=True)
class View:
    """A deduction with the names of those who have a part in it. `reversed_by_id`: the row that took it back."""

    deduction: Deduction
    owner: str
    names: dict[int, str]
    reversed_by_id: int | None

    def name(self, person_id: int | None) -> str | None:
        """Return a name, None for nobody."""
        return None if person_id is None else self.names[person_id]


def deduction_or_404(deduction_id: int, actor: Actor) -> Deduction:
    """Load a deduction the actor may read. Raises `Missing`."""
    found = db.session.get(Deduction, deduction_id)
    if found is None or not allows(POLICY, Permission.DEDUCTION_READ, actor, found):
        raise Missing(NO_SUCH)
    return found


def may_see_deduction(actor: Actor, deduction_id: int) -> bool:
    """Whether the actor may see the evidence of a deduction."""
    found = db.session.get(Deduction, deduction_id)
    return found is not None and allows(POLICY, Permission.DEDUCTION_READ, actor, found)


def deduction_view(found: Deduction) -> View:
    """Return a deduction with what its page names: three statements."""
    owner_id = found.person_id
    ids = {
        found.proposed_by_id,
        found.decider_id,
        found.reviewer_id,
        *(i for i in (owner_id, found.opinion_by_id, found.objected_by_id, found.withdrawn_by_id) if i is not None),
    }
    names = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
    unit = select(Department.name).where(Department.id == found.department_id)
    owner = names[owner_id] if owner_id is not None else db.session.scalar(unit) or ""
    reversal = select(Transfer.id).where(Transfer.reverses_id == found.transfer_id)
    reversed_by = db.session.scalar(reversal) if found.transfer_id is not None else None
    return View(found, owner, names, reversed_by)


def deductions_page(actor: Actor, cursor: str | None) -> Page[Row]:
    """Return a page of the deductions the actor may read, the newest first."""
    if allows(POLICY, Permission.ACCOUNT_LIST, actor):
        page = _ALL.page(cursor)
    else:
        page = _OWN.page(cursor, {"reader": actor.id, "headed": list(actor.headed_department_ids)})
    return Page([Row._make(row) for row in page.rows], page.next_cursor)


def has_deductions(actor: Actor) -> bool:
    """Whether there is any deduction the actor may read."""
    if allows(POLICY, Permission.ACCOUNT_LIST, actor):
        return True
    mine = visible(actor.id, actor.headed_department_ids)
    return db.session.scalar(select(Deduction.id).where(mine).limit(1)) is not None


def visible(person_id: Any, headed: Any) -> ColumnElement[bool]:  # noqa: ANN401  values, or parameters for them
    """Whether somebody has a part in a deduction: as the owner, head of the department, who decides or answers."""
    return or_(
        Deduction.person_id == person_id,
        Deduction.department_id.in_(headed),
        Deduction.decider_id == person_id,
        Deduction.reviewer_id == person_id,
    )


def party_of(account: MileageAccount | Deduction) -> Hand:
    """Return the owner of an account as a party: a person with the offices of today, or a department."""
    if account.department_id is not None:
        return Hand(person_id=None, offices=frozenset({account.department_id}))
    assert account.person_id is not None
    return hand_of(account.person_id)


def hand_of(person_id: int) -> Hand:
    """Return a person with the offices of today."""
    return Hand(person_id=person_id, offices=offices_on(person_id, clock.today()))


def deciders_for(actor: Actor, account: MileageAccount) -> Sequence[tuple[int, str]]:
    """Return who may decide: heads and HR, neither of the actor's offices nor of those of the owner."""
    party = party_of(account)
    return people_apart({*offices_of(actor), *party.offices}, without=_ids(party.person_id, actor.id))


def reviewers_for(actor: Actor, account: MileageAccount) -> Sequence[tuple[int, str]]:
    """Return who may answer an objection: heads, HR and colleagues of the control tower, not of the owner's offices."""
    party = party_of(account)
    return people_apart(party.offices, roles=THIRDS, without=_ids(party.person_id, actor.id))


def account_for_deduction(account_id: int) -> MileageAccount:
    """Load the account of a person or department. Raises `Missing`."""
    found = db.session.get(MileageAccount, account_id)
    if found is None or found.kind not in {AccountKind.PERSON, AccountKind.DEPARTMENT}:
        raise Missing(_("There is no such account."))
    return found


def days_off_from(day: date, days: int) -> frozenset[date]:
    """Return the days off that can move the end of a period of so many days."""
    last = date.fromordinal(day.toordinal() + days + 31)
    return holidays_between(day, last)


def is_due(today: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Whether the points of a deduction are to move."""
    undisputed = and_(Deduction.state == DeductionState.DECIDED, Deduction.objections_until < today)
    return or_(Deduction.state == DeductionState.REJECTED, undisputed)


def _ids(*given: int | None) -> list[int]:
    return [person_id for person_id in given if person_id is not None]


def _listed() -> AnySelect:
    person, unit = aliased(Person), aliased(Department)
    return (
        select(
            Deduction.id,
            func.coalesce(person.name, unit.name),
            Deduction.ground,
            Deduction.points,
            Deduction.decided_points,
            Deduction.taken,
            Deduction.state,
            Deduction.proposed_on,
        )
        .outerjoin(person, person.id == Deduction.person_id)
        .outerjoin(unit, unit.id == Deduction.department_id)
    )


_ALL = Keyset(_listed(), keys=[Deduction.id])
_OWN = Keyset(
    _listed().where(visible(bindparam("reader", type_=Integer), bindparam("headed", expanding=True, type_=Integer))),
    keys=[Deduction.id],
)
