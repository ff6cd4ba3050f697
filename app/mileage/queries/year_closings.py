"""연도 마감: what a year comes to, what stands in its way, and who may confirm it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnyRow, AnySelect, db
from app.mileage.enums import AccountKind, ClaimState, ClosingState, ItemSubject, RewardState, RunState, TransferKind
from app.mileage.models import (
    AccountYear,
    Claim,
    ClosingLine,
    MileageAccount,
    PeriodClosure,
    RewardRequest,
    ShorteningRun,
    Transfer,
    YearClosing,
    YearRule,
)
from app.mileage.rules import closings as rules
from app.mileage.rules.closings import Holding, Outcome, Totals, YearEnd
from app.organization.models import Department

SHOWN = 30
"""So many accounts stand on the page; the workbook has all of them."""
_SECONDS = (Role.HEAD, Role.HR)
_ON_THE_WAY = (ClaimState.SUBMITTED, ClaimState.CONFIRMED)


@dataclass(frozen=True)
class Preview:
    """What closing a year comes to, account by account."""

    year: int
    rules: Mapping[ItemSubject, YearEnd]
    outcomes: Sequence[Outcome]

    @cached_property
    def text(self) -> str:
        """The report as it would be frozen."""
        return rules.report_text(self.year, self.rules, self.outcomes)

    @cached_property
    def digest(self) -> str:
        """The hash of the report."""
        return rules.digest_of(self.text)

    def totals(self, subject: ItemSubject | None = None) -> Totals:
        """Return the sums of people, of departments, or of all."""
        return rules.totals([found for found in self.outcomes if subject is None or found.subject is subject])

    def shown(self, *, people: bool) -> Sequence[Outcome]:
        """Return the accounts for the page: those that lose most come first."""
        wanted = [found for found in self.outcomes if people or found.subject is ItemSubject.DEPARTMENT]
        return sorted(wanted, key=lambda found: (-found.expires, -found.carries, found.account_id))[:SHOWN]


class Blocker(NamedTuple):
    """Something that would no longer be paid if the year were closed now."""

    kind: str
    id: int
    title: str


class YearRow(NamedTuple):
    """A year in the list; `state` is None where nobody has proposed to close it."""

    year: int
    state: ClosingState | None
    confirmed_at: Any
    is_over: bool


class ClosedYear(NamedTuple):
    """What the closing of a year came to for one account: a line of its statement."""

    year: int
    earned: Decimal
    spent: Decimal
    expired: Decimal
    carried: Decimal


def rules_of(year: int) -> Mapping[ItemSubject, YearEnd]:
    """Return what becomes of the points of people and departments at the end of the year."""
    found = {subject: YearEnd() for subject in ItemSubject}
    for row in rule_rows(year):
        found[row.subject] = YearEnd(row.kind, row.most)
    return found


def rules_of_years(years: Sequence[int]) -> Mapping[int, Mapping[ItemSubject, YearEnd]]:
    """Return what becomes of points at the end of several years."""
    found = {year: dict.fromkeys(ItemSubject, YearEnd()) for year in years}
    for row in db.session.scalars(select(YearRule).where(YearRule.year.in_(years)).order_by(YearRule.id)):
        found[row.year][row.subject] = YearEnd(row.kind, row.most)
    return found


def rule_rows(year: int) -> Sequence[YearRule]:
    """Return what was set for a year, oldest first."""
    return db.session.scalars(select(YearRule).where(YearRule.year == year).order_by(YearRule.id)).all()


def closing_of(year: int) -> YearClosing | None:
    """Return the closing of a year, proposed or confirmed."""
    live = select(YearClosing).where(YearClosing.year == year, YearClosing.state != ClosingState.WITHDRAWN)
    return db.session.scalar(live)


def is_closed(year: int) -> bool:
    """Whether nothing can be posted into the year any more."""
    return db.session.scalar(select(PeriodClosure.id).where(PeriodClosure.year == year)) is not None


def later_closed_year(year: int) -> int | None:
    """Return a later year that is closed already."""
    return db.session.scalar(select(func.min(PeriodClosure.year)).where(PeriodClosure.year > year))


def preview_of(year: int) -> Preview:
    """Reckon what closing the year now comes to: one statement over the ledger."""
    in_force = rules_of(year)
    rows = db.session.execute(_HOLDINGS, {"first": rules.first_day(year), "last": rules.last_day(year), "year": year})
    outcomes = [rules.outcome(holding, in_force[holding.subject]) for holding in map(_holding, rows)]
    return Preview(year, in_force, [found for found in outcomes if any(found[2:])])


def report_of(closing: YearClosing) -> Preview:
    """Return what a confirmed closing came to, from its lines."""
    lines = db.session.execute(_LINES, {"closing": closing.id})
    outcomes = [Outcome(row[0], _subject(row[1]), *row[2:]) for row in lines]
    return Preview(closing.year, rules_of(closing.year), outcomes)


def blockers_of(year: int) -> Sequence[Blocker]:
    """Return claims and reservations on the way and simulations not posted, which belong into the year."""
    days = {"first": rules.first_day(year), "last": rules.last_day(year)}
    return [Blocker(kind, *row) for kind, rows in _BLOCKERS.items() for row in db.session.execute(rows, days)]


def closings_list(today: date) -> Sequence[YearRow]:
    """Return the years with transfers, latest first, and how far each is closed."""
    first = db.session.scalar(select(func.min(Transfer.occurred_on)))
    live = select(YearClosing).where(YearClosing.state != ClosingState.WITHDRAWN)
    found = {closing.year: closing for closing in db.session.scalars(live)}
    closed = set(db.session.scalars(select(PeriodClosure.year)))
    years = {*range(first.year if first else today.year, today.year + 1), *found}
    return [_year_row(year, found.get(year), today, closed) for year in sorted(years, reverse=True)]


def owners_of(account_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the owners' names of accounts."""
    named = (
        select(MileageAccount.id, func.coalesce(Person.name, Department.name).label("owner"))
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
    )
    return {row.id: row.owner for row in db.session.execute(named.where(MileageAccount.id.in_(account_ids)))}


def closed_years_of(account_id: int, year: int | None = None) -> Sequence[ClosedYear]:
    """Return what closings came to for an account, of one year or of all, latest first."""
    found = [ClosedYear._make(row) for row in db.session.execute(_CLOSED_YEARS, {"account": account_id})]
    return [row for row in found if year is None or row.year == year]


def seconds_for(department_id: int | None) -> Sequence[tuple[int, str]]:
    """Return (person id, "department name") of who may be asked to confirm: heads and HR of other offices."""
    today = clock.today()
    today_held = exists().where(RoleAssignment.person_id == Person.id, held_on(today))
    statement = (
        select(Person.id, Department.name, Person.name)
        .join(Department, Department.id == Person.department_id)
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .where(today_held.where(RoleAssignment.role.in_(_SECONDS)), Person.department_id != department_id)
        .where(~today_held.where(RoleAssignment.role == Role.AUDITOR))
        .where(or_(Person.left_on.is_(None), Person.left_on >= today))
        .order_by(Department.position, Department.id, Person.name, Person.id)
    )
    return [(person_id, f"{department} {name}") for person_id, department, name in db.session.execute(statement)]


def names_in(closing: YearClosing) -> Mapping[int, str]:
    """Return the names of those who had a part in a closing."""
    ids = (closing.proposed_by_id, closing.second_id, closing.withdrawn_by_id or 0)
    return {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Whether a closing waits for the actor's word."""
    return and_(YearClosing.second_id == actor.id, YearClosing.state == ClosingState.PROPOSED)


def _year_row(year: int, closing: YearClosing | None, today: date, closed: set[int]) -> YearRow:
    state = ClosingState.CONFIRMED if year in closed else closing.state if closing else None
    return YearRow(year, state, closing.confirmed_at if closing else None, today > rules.last_day(year))


def _subject(kind: AccountKind) -> ItemSubject:
    return ItemSubject.PERSON if kind is AccountKind.PERSON else ItemSubject.DEPARTMENT


def _holding(row: AnyRow) -> Holding:
    account_id, kind, balance, earned, came, back_after, went, went_after, spent, given_back = row
    none = rules.ZERO
    return Holding(
        account_id,
        _subject(kind),
        earned or none,
        (spent or none) - (given_back or none),
        (came or none) - (went or none),
        (went_after or none) - (back_after or none),
        balance,
    )


def _sum(condition: ColumnElement[bool], label: str) -> Any:  # noqa: ANN401  a column
    return func.sum(case((condition, Transfer.points))).label(label)


def _holdings() -> AnySelect:
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    pool = select(MileageAccount.id).where(MileageAccount.kind == AccountKind.REWARD_POOL).scalar_subquery()
    before, after = Transfer.occurred_on <= last, Transfer.occurred_on > last
    within = Transfer.occurred_on.between(first, last)
    came = (
        select(
            Transfer.credit_account_id.label("account_id"),
            _sum(before, "before"),
            _sum(and_(after, Transfer.kind == TransferKind.REVERSAL), "back_after"),
            _sum(and_(within, Transfer.debit_account_id == pool), "given_back"),
        )
        .group_by(Transfer.credit_account_id)
        .subquery()
    )
    original = aliased(Transfer)
    of_old_points = and_(after, or_(original.id.is_(None), original.occurred_on <= last))
    went = (
        select(
            Transfer.debit_account_id.label("account_id"),
            _sum(before, "before"),
            _sum(of_old_points, "after"),
            _sum(and_(within, Transfer.credit_account_id == pool), "spent"),
        )
        .outerjoin(original, original.id == Transfer.reverses_id)
        .group_by(Transfer.debit_account_id)
        .subquery()
    )
    year = aliased(AccountYear)
    of_year = and_(year.account_id == MileageAccount.id, year.year == bindparam("year"))
    return (
        select(
            MileageAccount.id,
            MileageAccount.kind,
            MileageAccount.balance,
            year.earned,
            came.c.before,
            came.c.back_after,
            went.c.before,
            went.c.after,
            went.c.spent,
            came.c.given_back,
        )
        .outerjoin(came, came.c.account_id == MileageAccount.id)
        .outerjoin(went, went.c.account_id == MileageAccount.id)
        .outerjoin(year, of_year)
        .where(MileageAccount.kind.in_((AccountKind.PERSON, AccountKind.DEPARTMENT)))
        .order_by(MileageAccount.id)
    )


def _in_year(column: Any) -> ColumnElement[bool]:  # noqa: ANN401  a column
    within: ColumnElement[bool] = column.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
    return within


_HOLDINGS = _holdings()
_LINES = (
    select(
        ClosingLine.account_id,
        MileageAccount.kind,
        ClosingLine.earned,
        ClosingLine.spent,
        ClosingLine.expired,
        ClosingLine.carried,
    )
    .join(MileageAccount, MileageAccount.id == ClosingLine.account_id)
    .where(ClosingLine.closing_id == bindparam("closing"))
    .order_by(ClosingLine.account_id)
)
_CLOSED_YEARS = (
    select(YearClosing.year, ClosingLine.earned, ClosingLine.spent, ClosingLine.expired, ClosingLine.carried)
    .join(YearClosing, YearClosing.id == ClosingLine.closing_id)
    .where(ClosingLine.account_id == bindparam("account"))
    .order_by(YearClosing.year.desc())
)
_BLOCKERS: dict[str, AnySelect] = {
    "claim": select(Claim.id, Claim.title)
    .where(Claim.state.in_(_ON_THE_WAY), _in_year(Claim.happened_on))
    .order_by(Claim.id),
    "reward": select(RewardRequest.id, Person.name)
    .join(Person, Person.id == RewardRequest.requester_id)
    .where(RewardRequest.state == RewardState.RESERVED, RewardRequest.requested_on <= bindparam("last", type_=Date))
    .order_by(RewardRequest.id),
    "shortening": select(ShorteningRun.id, ShorteningRun.file_name)
    .where(ShorteningRun.state == RunState.DRAFT, _in_year(ShorteningRun.ends_on))
    .order_by(ShorteningRun.id),
}
