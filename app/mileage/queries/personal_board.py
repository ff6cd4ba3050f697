"""개인 현황판: only where the office has one, and only those who agreed; others are a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Date, Integer, bindparam, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.core.database import AnySelect, db
from app.mileage.concealment import hidden_sources, may_be_hidden
from app.mileage.enums import TransferKind
from app.mileage.models import AccountYear, MileageAccount, Showing, Transfer
from app.mileage.rules.closings import first_day, last_day
from app.organization.models import Department

ZERO = Decimal(0)
_LATER = aliased(Showing)


class PersonRow(NamedTuple):
    """Somebody who agreed to be shown; `place` is the place among those who are shown, ties share one."""

    place: int
    person_id: int
    name: str
    department: str
    points: Decimal


@dataclass(frozen=True)
class PersonalBoard:
    """Those who agreed, most points first, and how many others there are."""

    rows: Sequence[PersonRow]
    others: int


def has_agreed(person_id: int) -> bool:
    """Whether the person agreed to be shown."""
    return bool(db.session.scalar(_CHOICE, {"person": person_id}))


def board_of_people(year: int, today: date) -> PersonalBoard:
    """Return the board of a year: three statements, four where ideas with hidden names were paid.

    What was paid for an idea with hidden names is not counted for anybody: a sum would tell whose idea it is.
    """
    rows = db.session.execute(_SHOWN, {"year": year, "today": today}).all()
    people = db.session.scalar(_IN_OFFICE, {"today": today}) or 0
    hidden = _hidden_points([row.account_id for row in rows if row.account_id is not None], year)
    counted = [(row, (row.earned or ZERO) - hidden.get(row.account_id, ZERO)) for row in rows]
    ranked = sorted(counted, key=lambda pair: (-pair[1], pair[0].name, pair[0].id))
    values = [points for _row, points in ranked]
    shown = [PersonRow(values.index(points) + 1, row.id, row.name, row.department, points) for row, points in ranked]
    return PersonalBoard(shown, people - len(shown))


def _hidden_points(account_ids: Sequence[int], year: int) -> dict[int, Decimal]:
    """Return what each account earned in the year for ideas with hidden names, less what was taken back."""
    if not account_ids:
        return {}
    given = {"accounts": list(account_ids), "first": first_day(year), "last": last_day(year)}
    rows = db.session.execute(_maybe_hidden(), given).all()
    hidden = hidden_sources({row.source for row in rows})
    found: dict[int, Decimal] = {}
    for row in rows:
        if row.source in hidden:
            signed = row.points if row.kind is TransferKind.AWARD else -row.points
            found[row.account_id] = found.get(row.account_id, ZERO) + signed
    return found


_TODAY = bindparam("today", type_=Date)
_WORKS_HERE = (
    Person.department_id.is_not(None),
    Person.joined_on <= _TODAY,
    or_(Person.left_on.is_(None), Person.left_on >= _TODAY),
)
_CHOICE = (
    select(Showing.agreed)
    .where(Showing.person_id == bindparam("person", type_=Integer))
    .order_by(Showing.id.desc())
    .limit(1)
)
_LATEST = select(func.max(_LATER.id)).where(_LATER.person_id == Person.id).correlate(Person).scalar_subquery()
_SHOWN = (
    select(
        Person.id,
        Person.name,
        Department.name.label("department"),
        MileageAccount.id.label("account_id"),
        AccountYear.earned,
    )
    .select_from(Person)
    .join(Showing, Showing.id == _LATEST)
    .join(Department, Department.id == Person.department_id)
    .outerjoin(MileageAccount, MileageAccount.person_id == Person.id)
    .outerjoin(
        AccountYear,
        (AccountYear.account_id == MileageAccount.id) & (AccountYear.year == bindparam("year", type_=Integer)),
    )
    .where(Showing.agreed, *_WORKS_HERE)
)
_IN_OFFICE = select(func.count(Person.id)).where(*_WORKS_HERE)


@lru_cache
def _maybe_hidden() -> CompoundSelect[Any]:
    """Select what accounts were paid, or lost again, for sources that may be hidden; put together on first use."""
    return union_all(
        _of_kind(TransferKind.AWARD, Transfer.credit_account_id),
        _of_kind(TransferKind.REVERSAL, Transfer.debit_account_id),
    )


def _of_kind(kind: TransferKind, account: InstrumentedAttribute[int]) -> AnySelect:
    columns: tuple[Any, ...] = (account.label("account_id"), Transfer.source, Transfer.kind, Transfer.points)
    return select(*columns).where(
        account.in_(bindparam("accounts", expanding=True)),
        Transfer.kind == kind,
        Transfer.occurred_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
        may_be_hidden(Transfer.source),
    )
