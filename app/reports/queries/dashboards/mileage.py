"""월별 마일리지: what departments, or one person, earned month by month, and what caps cut off of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import Date, Integer, bindparam, case, extract, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.database import AnySelect, db, read
from app.mileage.enums import AccountKind, TransferKind
from app.mileage.models import CapCut, MileageAccount, Transfer
from app.mileage.queries.board import BoardRow, board_of

ZERO = Decimal(0)
MONTHS = range(1, 13)
EARNING = (TransferKind.AWARD, TransferKind.REVERSAL)
_Owner = aliased(MileageAccount, name="owner")


@dataclass(kw_only=True)
class UnitMonth:
    """Points of a month: of the department's own account, and of its people. Reversals are taken off."""

    own: Decimal = ZERO
    members: Decimal = ZERO

    @property
    def together(self) -> Decimal:
        """Both."""
        return self.own + self.members


@dataclass(kw_only=True)
class OwnMonth:
    """Points of a month of one person: what was posted, reversals taken off, and what caps cut off."""

    earned: Decimal = ZERO
    cut: Decimal = ZERO


def board_rows(unit_ids: Sequence[int], year: int) -> Mapping[int, BoardRow]:
    """Return the lines of the mileage board for departments that exist today: one statement."""
    return {row.department_id: row for row in board_of(year, clock.today()) if row.department_id in set(unit_ids)}


def unit_months(unit_id: int, year: int) -> Mapping[tuple[int, int], UnitMonth]:
    """Return the points of each (year, month) of a year and the one before it: one statement."""
    found = {(one, month): UnitMonth() for one in (year - 1, year) for month in MONTHS}
    given = {"unit": unit_id, "first": date(year - 1, 1, 1), "last": date(year, 12, 31)}
    for one, month, is_own, points in read(_unit_months(), given):
        place = found[int(one), int(month)]
        if is_own:
            place.own += points
        else:
            place.members += points
    return found


@lru_cache
def _unit_months() -> AnySelect:
    """Of each row the account that is not the issuing pool is the owner's; it was paid, or paid back."""
    pool = select(MileageAccount.id).where(MileageAccount.kind == AccountKind.ISSUE_POOL).scalar_subquery()
    is_paid = Transfer.debit_account_id == pool
    owner = case((is_paid, Transfer.credit_account_id), else_=Transfer.debit_account_id)
    is_own = case((_Owner.kind == AccountKind.DEPARTMENT, 1), else_=0)
    signed = case((is_paid, Transfer.points), else_=-Transfer.points)
    year, month = extract("year", Transfer.occurred_on), extract("month", Transfer.occurred_on)
    return (
        select(year, month, is_own, func.sum(signed, type_=Transfer.points.type))
        .join(_Owner, _Owner.id == owner)
        .where(Transfer.department_id == bindparam("unit", type_=Integer), Transfer.kind.in_(EARNING))
        .where(Transfer.occurred_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
        .where(_Owner.kind.in_((AccountKind.PERSON, AccountKind.DEPARTMENT)))
        .group_by(year, month, is_own)
    )


_OWN_ACCOUNT = select(MileageAccount.id).where(MileageAccount.person_id == bindparam("person", type_=Integer))


def own_months(person_id: int, year: int) -> Mapping[int, OwnMonth]:
    """Return the points of each month of a person's year: two statements."""
    found = {month: OwnMonth() for month in MONTHS}
    account_id = db.session.scalar(_OWN_ACCOUNT, {"person": person_id})
    given = {"account": account_id, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    for month, earned, cut in read(_own_months(), given):
        found[int(month)].earned += earned
        found[int(month)].cut += cut
    return found


@lru_cache
def _own_months() -> AnySelect:
    """With "+ 0" no index of the pool is used: it has every row of the office.

    The account is a value, not a subquery: PostgreSQL would take it for one that has as many rows as the pool.
    """
    points = Transfer.points.type
    pool = select(MileageAccount.id).where(MileageAccount.kind == AccountKind.ISSUE_POOL).scalar_subquery()
    account, none = bindparam("account", type_=Integer), type_coerce(literal(ZERO, points), points)
    days = (bindparam("first", type_=Date), bindparam("last", type_=Date))
    columns = (extract("month", Transfer.occurred_on).label("month"), Transfer.points.label("earned"))
    paid = select(*columns, Transfer.cut_off.label("cut")).where(
        Transfer.credit_account_id == account, Transfer.debit_account_id + 0 == pool
    )
    taken = select(columns[0], (-Transfer.points).label("earned"), none.label("cut")).where(
        Transfer.debit_account_id == account, Transfer.credit_account_id + 0 == pool
    )
    within = (Transfer.kind.in_(EARNING), Transfer.occurred_on.between(*days))
    cuts = select(extract("month", CapCut.occurred_on).label("month"), none.label("earned"), CapCut.points.label("cut"))
    rows = union_all(
        paid.where(*within),
        taken.where(*within),
        cuts.where(CapCut.account_id == account, CapCut.occurred_on.between(*days)),
    ).subquery()
    return select(rows.c.month, func.sum(rows.c.earned, type_=points), func.sum(rows.c.cut, type_=points)).group_by(
        rows.c.month
    )
