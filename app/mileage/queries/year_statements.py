"""통장 한 해: opening balance, every row in the order of its day with the balance after it, and what it comes to.

The day of a fact decides its year, as at a closing: a row of December that was posted in January stands in December.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from app.core.database import AnyRow, AnySelect, db, read
from app.core.pages import Keyset, Page
from app.mileage.enums import AccountKind, CapPeriod, ItemSubject, RewardState, TransferKind
from app.mileage.models import AccountYear, CapCut, Reward, RewardRequest, Transfer
from app.mileage.queries.statements import AccountView, Line, account_lines
from app.mileage.queries.year_closings import rules_of_years
from app.mileage.queries.year_locks import closed_years
from app.mileage.rules.closings import Holding, YearEnd, first_day, last_day, outcome

ZERO = Decimal(0)
SIZE = 100
MOST_SUMMED = 2_000
_KINDS = {AccountKind.PERSON: ItemSubject.PERSON, AccountKind.DEPARTMENT: ItemSubject.DEPARTMENT}


class Sum(NamedTuple):
    """Rows of one kind and direction: how many, and their signed points."""

    kind: TransferKind
    is_credit: bool
    rows: int
    points: Decimal


@dataclass(frozen=True)
class YearSums:
    """What a year comes to: opening + the sums of its rows = closing."""

    opening: Decimal
    sums: Sequence[Sum]
    cuts: Mapping[CapPeriod, Decimal]

    @property
    def closing(self) -> Decimal:
        """The balance after the last row of the year."""
        return self.opening + sum((found.points for found in self.sums), ZERO)

    @property
    def count(self) -> int:
        """How many rows the year has."""
        return sum(found.rows for found in self.sums)


class Reserved(NamedTuple):
    """Points that left the balance for a reward that was not handed over yet."""

    request_id: int
    reward: str
    points: Decimal
    state: RewardState
    hold_until: date


class Expiry(NamedTuple):
    """What becomes of the points left at the end of a year, if nothing else is spent before it is closed.

    `points` expire, 0 for none; at most `most` carry over, None where the year has no such limit.
    """

    year: int
    on: date
    points: Decimal
    most: Decimal | None = None


def account_sums(account_id: int) -> tuple[Sequence[Sum], Mapping[int, Decimal]]:
    """Return (sums of all rows by kind, what was earned by year, latest first): the sums together are the balance.

    No sums for an account with more rows than a page has time for; those of a year are told by `year_sums`.
    """
    sums, earned = list[Sum](), dict[int, Decimal]()
    for year, kind, is_credit, rows, points in read(_ALL, {"account": account_id}):
        if year is None:
            sums.append(Sum(kind, bool(is_credit), rows, points))
        else:
            earned[year] = points
    told = all(rows <= MOST_SUMMED for rows in _rows_by_direction(sums))
    return sums if told else (), {year: earned[year] for year in sorted(earned, reverse=True)}


def _rows_by_direction(sums: Sequence[Sum]) -> Iterator[int]:
    for is_credit in (True, False):
        yield sum(found.rows for found in sums if found.is_credit is is_credit)


def year_sums(account_id: int, year: int, *, without: Collection[str] = ()) -> YearSums:
    """Return what the year comes to. All points count; what caps cut off is told `without` some sources."""
    given = {"account": account_id, "first": first_day(year), "last": last_day(year)}
    opening, sums = ZERO, []
    for before, kind, is_credit, count, points in db.session.execute(_BY_YEAR, given):
        if before:
            opening += points
        else:
            sums.append(Sum(kind, bool(is_credit), count, points))
    return YearSums(opening, sums, _cut_off(given, without))


def year_page(
    account_id: int, year: int, cursor: str | None, opening: Decimal, *, without: Collection[str] = ()
) -> Page[Line]:
    """Return a page of the rows of a year, the oldest first, with the balance after each from `opening` on."""
    given = {"account": account_id, "first": first_day(year), "last": last_day(year)}
    if without:
        given["without"] = list(without)
    page = _rows(of_some=bool(without)).page(cursor, given)
    return Page([_line(row, opening) for row in page.rows], page.next_cursor)


def year_lines(account_id: int, year: int, opening: Decimal, *, without: Collection[str] = ()) -> Iterator[Line]:
    """Yield every row of a year, for a workbook."""
    given: dict[str, object] = {"account": account_id, "first": first_day(year), "last": last_day(year)}
    if without:
        given["without"] = list(without)
    rows = _running(of_some=bool(without))
    statement = rows.order_by(*_keys(rows)).execution_options(yield_per=SIZE)
    for row in db.session.execute(statement, given):
        yield _line(row, opening)


def last_transfer(account_id: int, *, without: Collection[str] = ()) -> tuple[int, str] | None:
    """Return number and seal of the last transfer of an account: what a printed statement is compared with."""
    given: dict[str, object] = {"account": account_id, "without": list(without)}
    found = db.session.execute(_LAST_TRANSFERS, given).all()
    return max(((row.id, row.seal) for row in found), default=None)


def reserved_of(account: AccountView) -> Sequence[Reserved]:
    """Return the rewards the person has asked for and not been handed: their points have left the balance."""
    if account.person_id is None:
        return ()
    return [Reserved(*row) for row in db.session.execute(_RESERVED, {"person": account.person_id})]


def expiries_of(account: AccountView, today: date) -> Sequence[Expiry]:
    """Return what expires with last year, where it is not closed yet, and with this one: one statement to three.

    This year stands in it even if nothing expires: that, too, is an answer.
    """
    subject = _KINDS.get(account.kind)
    if account.id is None or subject is None:
        return ()
    years = (today.year - 1, today.year)
    rules, left, found = rules_of_years(years), account.balance, list[Expiry]()
    sets_anything = any(rules[year][subject] != YearEnd() for year in years)
    closed = closed_years() if sets_anything else frozenset()
    for year in years:
        is_over, rule = year < today.year, rules[year][subject]
        if year in closed or left <= 0 or (is_over and rule == YearEnd()):
            continue
        at_end, gone = _since(account.id, year) if is_over else (left, ZERO)
        holding = Holding(account.id, subject, ZERO, ZERO, at_end, gone, left)
        expires = outcome(holding, rule).expires
        if expires or not is_over:
            found.append(Expiry(year, last_day(year), expires, rule.most))
        left -= expires
    return found


def _since(account_id: int, year: int) -> tuple[Decimal, Decimal]:
    """Return the balance at the end of a year and what left the account since, less what came back of it."""
    row = db.session.execute(_SINCE, {"account": account_id, "last": last_day(year)}).one()
    came, went, gone, back = (value or ZERO for value in row)
    return came - went, gone - back


def _cut_off(given: Mapping[str, object], without: Collection[str]) -> Mapping[CapPeriod, Decimal]:
    """Return what caps cut off in the year, by the cap that was the tightest."""
    values = dict(given) | ({"without": list(without)} if without else {})
    found: dict[CapPeriod, Decimal] = {}
    for cut_by, points in db.session.execute(_cuts_of_year(of_some=bool(without)), values):
        if cut_by:
            found[CapPeriod(cut_by)] = found.get(CapPeriod(cut_by), ZERO) + points
    return found


def _line(row: AnyRow, opening: Decimal) -> Line:
    """Make a line of the statement: the running sum of the year on top of what stood before it."""
    line = Line._make(row)
    return line._replace(balance=opening + line.balance)


_ACCOUNT = bindparam("account", type_=Integer)
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_IS_CREDIT = Transfer.credit_account_id == _ACCOUNT
_IS_DEBIT = Transfer.debit_account_id == _ACCOUNT
_IN_YEAR = Transfer.occurred_on.between(_FIRST, _LAST)


def _sums(*, by_year: bool) -> CompoundSelect[Any]:
    """Sum the rows of an account by kind and direction; the two directions have an index each.

    `by_year`: of one year and of all days before it; else of all days, with what was earned by year behind.
    """
    parts = []
    for of_account, is_credit in ((_IS_CREDIT, 1), (_IS_DEBIT, 0)):
        signed = Transfer.points if is_credit else -Transfer.points
        before = case((Transfer.occurred_on < _FIRST, 1), else_=0).label("is_before")
        total = func.sum(signed, type_=Transfer.points.type)
        columns: tuple[Any, ...] = (Transfer.kind, literal(is_credit).label("is_credit"), func.count(), total)
        if by_year:
            part = select(before, *columns).where(of_account, Transfer.occurred_on <= _LAST)
            parts.append(part.group_by(before, Transfer.kind))
        else:
            few = select(Transfer.kind, signed.label("signed")).where(of_account).limit(MOST_SUMMED + 1).subquery()
            points = func.sum(few.c.signed, type_=Transfer.points.type)
            every = select(
                cast(null(), Integer), few.c.kind, literal(is_credit).label("is_credit"), func.count(), points
            )
            parts.append(every.group_by(few.c.kind))
    if not by_year:
        no_kind = type_coerce(null(), Transfer.kind.type)
        earned = select(AccountYear.year, no_kind, literal(0), literal(0), AccountYear.earned)
        parts.append(earned.where(AccountYear.account_id == _ACCOUNT))
    return union_all(*parts)


def _since_year() -> AnySelect:
    """Select what came and went until a day, and what went and came back of it afterwards: one row.

    A row that takes back an award of a later day takes none of the old points; as at a closing.
    """
    original = aliased(Transfer)
    until, after = Transfer.occurred_on <= _LAST, Transfer.occurred_on > _LAST
    of_old = and_(_IS_DEBIT, after, or_(original.id.is_(None), original.occurred_on <= _LAST))
    returned = and_(_IS_CREDIT, after, Transfer.kind == TransferKind.REVERSAL)

    def total(condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.sum(case((condition, Transfer.points), else_=ZERO), type_=Transfer.points.type)

    return (
        select(total(and_(_IS_CREDIT, until)), total(and_(_IS_DEBIT, until)), total(of_old), total(returned))
        .outerjoin(original, original.id == Transfer.reverses_id)
        .where(or_(_IS_CREDIT, _IS_DEBIT))
    )


def _last_of(of_account: ColumnElement[bool]) -> Any:  # noqa: ANN401  a select of columns
    """Select the last transfer on one side of an account, by its index."""
    last = (
        select(Transfer.id, Transfer.seal)
        .where(of_account, Transfer.source.not_in(bindparam("without", expanding=True)))
        .order_by(Transfer.id.desc())
        .limit(1)
        .subquery()
    )
    return select(last.c.id, last.c.seal)


_LAST_TRANSFERS = union_all(_last_of(_IS_CREDIT), _last_of(_IS_DEBIT))
_ALL = _sums(by_year=False)
_BY_YEAR = _sums(by_year=True)
_RESERVED = (
    select(RewardRequest.id, Reward.name, Reward.points, RewardRequest.state, RewardRequest.hold_until)
    .join(Reward, Reward.id == RewardRequest.reward_id)
    .where(RewardRequest.requester_id == bindparam("person", type_=Integer))
    .where(RewardRequest.state.in_((RewardState.RESERVED, RewardState.APPROVED)))
    .order_by(RewardRequest.id)
)
_SINCE = _since_year()


@lru_cache
def _cuts_of_year(*, of_some: bool) -> CompoundSelect[Any]:
    """Select (cap, points cut off) of the rows of a year in which a cap cut something."""
    partly = select(Transfer.rule["cut_by"].as_string().label("cut_by"), Transfer.cut_off.label("points")).where(
        _IS_CREDIT, _IN_YEAR, Transfer.cut_off > 0, Transfer.kind == TransferKind.AWARD
    )
    wholly = select(cast(CapCut.cut_by, String), CapCut.points).where(
        CapCut.account_id == _ACCOUNT, CapCut.occurred_on.between(_FIRST, _LAST)
    )
    if of_some:
        left_out: BindParameter[Sequence[str]] = bindparam("without", expanding=True)
        partly = partly.where(Transfer.source.not_in(left_out), Transfer.rule["hides_group"].as_boolean().is_not(True))
        wholly = wholly.where(CapCut.source.not_in(left_out), CapCut.rule["hides_group"].as_boolean().is_not(True))
    return union_all(partly, wholly)


@lru_cache
def _running(*, of_some: bool) -> AnySelect:
    """Select the lines of a year with the running sum in place of the balance that was kept with each."""
    lines = account_lines(of_year=True, of_some=of_some)
    order = (lines.c.occurred_on, lines.c.position, lines.c.line, lines.c.id)
    total = func.sum(lines.c.points, type_=Transfer.points.type).over(order_by=order).label("balance")
    columns = [total if column.name == "balance" else column for column in lines.c]
    inner = select(*columns).subquery()
    return select(*inner.c)


@lru_cache
def _rows(*, of_some: bool) -> Keyset:
    statement = _running(of_some=of_some)
    return Keyset(statement, keys=_keys(statement), size=SIZE, smallest_first=True)


def _keys(statement: AnySelect) -> list[ColumnElement[Any]]:
    columns = statement.selected_columns
    return [columns["occurred_on"], columns["position"], columns["line"], columns["id"]]
