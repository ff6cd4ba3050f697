"""연도 마감: what a year comes to, what stands in its way, and who may confirm it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db, read
from app.mileage.enums import (
    AccountKind,
    ClaimState,
    ClosingState,
    ItemSubject,
    ReopeningState,
    RewardState,
    RunState,
    TransferKind,
    YearEndKind,
)
from app.mileage.models import (
    AccountYear,
    Claim,
    ClosingLine,
    MileageAccount,
    Objection,
    Reward,
    RewardRequest,
    ShorteningRun,
    Transfer,
    YearClosing,
    YearReopening,
    YearRule,
)
from app.mileage.queries.objections import holds_up
from app.mileage.queries.year_locks import closed_years
from app.mileage.rules import closings as rules
from app.mileage.rules.closings import Holding, Outcome, Totals, YearEnd
from app.organization.models import Department

_OPENED = exists().where(
    YearReopening.closing_id == YearClosing.id, YearReopening.state.in_((ReopeningState.AGREED, ReopeningState.ENDED))
)
SHOWN = 30
"""So many accounts stand on the page; the workbook has all of them."""
_ON_THE_WAY = (ClaimState.SUBMITTED, ClaimState.CONFIRMED)
_NOT_HANDED_IN = (ClaimState.DRAFT, ClaimState.RETURNED)


@dataclass(frozen=True)
class Preview:
    """What closing a year comes to, account by account."""

    year: int
    rules: Mapping[ItemSubject, YearEnd]
    outcomes: Sequence[Outcome]
    replaces: tuple[int, str] | None = None
    """Number and hash of the closing before, where the year was opened again."""

    @cached_property
    def text(self) -> str:
        """The report as it would be frozen."""
        return rules.report_text(self.year, self.rules, self.outcomes, self.replaces)

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
    """A year in the list; `state` is None where nobody has proposed to close it. `is_reopened`: closed before, open now."""

    year: int
    state: ClosingState | None
    is_over: bool
    is_reopened: bool


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
    for year, subject, kind, most in read(_RULES, {"years": list(years)}):
        found[year][subject] = YearEnd(kind, most)
    return found


_RULES = (
    select(YearRule.year, YearRule.subject, YearRule.kind, YearRule.most)
    .where(YearRule.year.in_(bindparam("years", expanding=True)))
    .order_by(YearRule.id)
)


def rule_rows(year: int) -> Sequence[YearRule]:
    """Return what was set for a year, oldest first."""
    return db.session.scalars(select(YearRule).where(YearRule.year == year).order_by(YearRule.id)).all()


def closing_of(year: int) -> YearClosing | None:
    """Return the closing of a year, proposed or confirmed; none for a year that was opened again."""
    return db.session.scalar(_live().where(YearClosing.year == year, ~_OPENED))


def closings_of(year: int) -> Sequence[YearClosing]:
    """Return the closings of a year in their order: those that were opened again, and the one that stands or waits."""
    return db.session.scalars(_live().where(YearClosing.year == year).order_by(YearClosing.number)).all()


def replaced_by_next(year: int) -> YearClosing | None:
    """Return the closing that was opened again and is to be followed by another one."""
    agreed = and_(YearReopening.closing_id == YearClosing.id, YearReopening.state == ReopeningState.AGREED)
    return db.session.scalar(_live().join(YearReopening, agreed).where(YearClosing.year == year))


def preview_of(year: int) -> Preview:
    """Reckon what closing the year now comes to: one statement over the ledger."""
    in_force = rules_of(year)
    outcomes = [rules.outcome(holding, in_force[holding.subject]) for holding in _holdings_of(year)]
    before = replaced_by_next(year)
    return Preview(year, in_force, [found for found in outcomes if any(found[2:])], _named(before))


def report_of(closing: YearClosing) -> Preview:
    """Return what a confirmed closing came to, from its lines."""
    lines = db.session.execute(_LINES, {"closing": closing.id})
    outcomes = [Outcome(row[0], _subject(row[1]), *row[2:]) for row in lines]
    number = closing.number - 1
    before = _live().where(YearClosing.year == closing.year, YearClosing.number == number) if number else None
    named = _named(db.session.scalar(before)) if before is not None else None
    return Preview(closing.year, rules_of(closing.year), outcomes, named)


def blockers_of(year: int) -> Sequence[Blocker]:
    """Return claims and reservations on the way and simulations not posted, which belong into the year."""
    days = {"first": rules.first_day(year), "last": rules.last_day(year)}
    found = [Blocker(kind, *row) for kind, rows in _BLOCKERS.items() for row in db.session.execute(rows, days)]
    return [*found, *_saving_requests(year)]


def _saving_requests(year: int) -> Sequence[Blocker]:
    """Return the undecided requests made since the year ended whose points would expire if they came back now.

    Otherwise somebody asks for a reward in January, and takes the request back when the year is closed.
    """
    rule = rules_of(year)[ItemSubject.PERSON]
    if rule.kind is YearEndKind.CARRY_ALL:
        return []
    waiting = db.session.execute(_LATE_REQUESTS, {"last": rules.last_day(year)}).all()
    reserved: dict[int, Decimal] = {}
    for row in waiting:
        reserved[row.account_id] = reserved.get(row.account_id, rules.ZERO) + row.points
    held = {holding.account_id: holding for holding in _holdings_of(year)} if waiting else {}
    saving = {key for key, points in reserved.items() if rules.saved_by(points, held[key], rule)}
    return [Blocker("reward", row.id, row.name) for row in waiting if row.account_id in saving]


def lapsing_of(year: int) -> int:
    """Return how many claims of the year are drafts or were sent back: they lapse with the closing, and hold nothing up."""
    days = (Claim.happened_on >= rules.first_day(year), Claim.happened_on <= rules.last_day(year))
    return db.session.scalar(select(func.count(Claim.id)).where(Claim.state.in_(_NOT_HANDED_IN), *days)) or 0


def closings_list(today: date) -> Sequence[YearRow]:
    """Return the years with transfers, latest first, and how far each is closed."""
    first = db.session.scalar(select(func.min(Transfer.occurred_on)))
    found = {closing.year: closing for closing in db.session.scalars(_live().where(~_OPENED))}
    agreed = select(YearReopening.year).where(YearReopening.state == ReopeningState.AGREED)
    closed, opened = closed_years(), set(db.session.scalars(agreed))
    years = {*range(first.year if first else today.year, today.year + 1), *found}
    return [_year_row(year, found.get(year), today, closed, opened) for year in sorted(years, reverse=True)]


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


def names_in(closing: YearClosing) -> Mapping[int, str]:
    """Return the names of those who had a part in a closing."""
    ids = (closing.proposed_by_id, closing.second_id, closing.withdrawn_by_id or 0)
    return {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Whether a closing waits for the actor's word."""
    return and_(YearClosing.second_id == actor.id, YearClosing.state == ClosingState.PROPOSED)


def _year_row(
    year: int, closing: YearClosing | None, today: date, closed: AbstractSet[int], opened: AbstractSet[int]
) -> YearRow:
    state = ClosingState.CONFIRMED if year in closed else closing.state if closing else None
    return YearRow(year, state, today > rules.last_day(year), year in opened)


def _live() -> Select[YearClosing]:
    return select(YearClosing).where(YearClosing.state != ClosingState.WITHDRAWN)


def _named(closing: YearClosing | None) -> tuple[int, str] | None:
    if closing is None:
        return None
    assert closing.sha256 is not None
    return closing.number, closing.sha256


def _subject(kind: AccountKind) -> ItemSubject:
    return ItemSubject.PERSON if kind is AccountKind.PERSON else ItemSubject.DEPARTMENT


def _holdings_of(year: int) -> Iterable[Holding]:
    given = {"first": rules.first_day(year), "last": rules.last_day(year), "year": year}
    return map(_holding, db.session.execute(_HOLDINGS, given))


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
_LATE_REQUESTS = (
    select(RewardRequest.id, Person.name, MileageAccount.id.label("account_id"), Reward.points)
    .join(Person, Person.id == RewardRequest.requester_id)
    .join(MileageAccount, MileageAccount.person_id == RewardRequest.requester_id)
    .join(Reward, Reward.id == RewardRequest.reward_id)
    .where(RewardRequest.state == RewardState.RESERVED, RewardRequest.requested_on > bindparam("last", type_=Date))
    .order_by(RewardRequest.id)
)
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
    .where(ClosingLine.account_id == bindparam("account"), ~_OPENED)
    .order_by(YearClosing.year.desc())
)
_BLOCKERS: dict[str, AnySelect] = {
    "claim": select(Claim.id, Claim.title)
    .where(Claim.state.in_(_ON_THE_WAY), _in_year(Claim.happened_on))
    .order_by(Claim.id),
    "objection": select(Objection.id, Person.name)
    .join(Person, Person.id == Objection.objector_id)
    .where(holds_up(), _in_year(Objection.happened_on))
    .order_by(Objection.id),
    "reward": select(RewardRequest.id, Person.name)
    .join(Person, Person.id == RewardRequest.requester_id)
    .where(RewardRequest.state == RewardState.RESERVED, RewardRequest.requested_on <= bindparam("last", type_=Date))
    .order_by(RewardRequest.id),
    "shortening": select(ShorteningRun.id, ShorteningRun.file_name)
    .where(ShorteningRun.state == RunState.DRAFT, _in_year(ShorteningRun.ends_on))
    .order_by(ShorteningRun.id),
}
