"""연도 마감: what is left of old points, what of it expires, and when a year may be closed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from app.core.errors import Conflict, Refused
from app.core.messages import _
from app.mileage.enums import ClosingState, ItemSubject, ReopeningState, YearEndKind
from app.mileage.rules.claims import LAST_YEAR_UNTIL
from app.mileage.rules.shares import check_points

ZERO = Decimal(0)
EARLIEST = 2000


@dataclass(frozen=True)
class YearEnd:
    """What becomes of points left at the end of a year; without a rule all of them carry over."""

    kind: YearEndKind = YearEndKind.CARRY_ALL
    most: Decimal | None = None


class Holding(NamedTuple):
    """An account at a closing. `gone_after`: what left it since the year ended, less what came back by reversals."""

    account_id: int
    subject: ItemSubject
    earned: Decimal
    spent: Decimal
    at_year_end: Decimal
    gone_after: Decimal
    balance: Decimal


class Outcome(NamedTuple):
    """What a closing comes to for one account."""

    account_id: int
    subject: ItemSubject
    earned: Decimal
    spent: Decimal
    expires: Decimal
    carries: Decimal


@dataclass(frozen=True)
class Totals:
    """Sums over accounts."""

    accounts: int
    earned: Decimal
    spent: Decimal
    expires: Decimal
    carries: Decimal


def first_day(year: int) -> date:
    """Return the first day of a mileage year."""
    return date(year, 1, 1)


def last_day(year: int) -> date:
    """Return the last day of a mileage year."""
    return date(year, 12, 31)


def left_of_old(holding: Holding) -> Decimal:
    """Return the points of the closed year and before that are still there: what is spent, is spent oldest first.

    Never more than the balance, never below 0.
    """
    return max(ZERO, min(holding.at_year_end - holding.gone_after, holding.balance))


def saved_by(reserved: Decimal, holding: Holding, rule: YearEnd) -> bool:
    """Whether points put aside since the year ended, and not spent yet, keep others from expiring."""
    whole = holding._replace(gone_after=holding.gone_after - reserved, balance=holding.balance + reserved)
    return outcome(whole, rule).expires > outcome(holding, rule).expires


def outcome(holding: Holding, rule: YearEnd) -> Outcome:
    """Return what expires and what carries over."""
    left = left_of_old(holding)
    kept = {YearEndKind.CARRY_ALL: left, YearEndKind.EXPIRE_ALL: ZERO}.get(rule.kind)
    if kept is None:
        assert rule.most is not None
        kept = min(left, rule.most)
    return Outcome(holding.account_id, holding.subject, holding.earned, holding.spent, left - kept, kept)


def totals(outcomes: Sequence[Outcome]) -> Totals:
    """Add up."""
    return Totals(
        len(outcomes),
        _sum(found.earned for found in outcomes),
        _sum(found.spent for found in outcomes),
        _sum(found.expires for found in outcomes),
        _sum(found.carries for found in outcomes),
    )


def report_text(
    year: int,
    rules: Mapping[ItemSubject, YearEnd],
    outcomes: Sequence[Outcome],
    replaces: tuple[int, str] | None = None,
) -> str:
    """Return the report as canonical JSON: same facts, same text. It names accounts by id, never people.

    `replaces`: number and hash of the closing before, where the year was opened again.
    """
    about: dict[str, object] = {
        "year": year,
        "rules": {subject.value: [rule.kind.value, _plain(rule.most)] for subject, rule in rules.items()},
        "accounts": [[found.account_id, found.subject.value, *map(_plain, found[2:])] for found in outcomes],
    }
    if replaces is not None:
        about |= {"number": replaces[0] + 1, "replaces": {"number": replaces[0], "sha256": replaces[1]}}
    return json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a report."""
    return sha256(text.encode()).hexdigest()


def check_rule(year: int, rule: YearEnd, today: date) -> None:
    """Refuse a rule for a year that is over, or with a limit that does not fit its kind."""
    if today > last_day(year):
        raise Refused(_("%(year)s is over: what becomes of its points was to be set before it ended.", year=year))
    if (rule.kind is YearEndKind.CARRY_UP_TO) != (rule.most is not None):
        raise Refused(_("A limit belongs to “up to a limit”, and only to it."))
    if rule.most is not None:
        check_points(rule.most)


def closable_from(year: int) -> date:
    """Return the first day on which a year can be closed: nothing of it can be claimed any more."""
    return date(year + 1, *LAST_YEAR_UNTIL) + timedelta(days=1)


def check_over(year: int, today: date, *, is_reopened: bool = False) -> None:
    """Refuse to close a year that is not over, or of which facts can still be claimed. A reopened one waits for nobody."""
    if year < EARLIEST or today <= last_day(year):
        raise Refused(_("%(year)s is not over yet.", year=year))
    if today < closable_from(year) and not is_reopened:
        raise Refused(
            _(
                "What was done in %(year)s can be claimed until 31 January; the year is closed from %(day)s.",
                year=year,
                day=closable_from(year).isoformat(),
            )
        )


def check_offices(first: tuple[int, AbstractSet[int]], second: tuple[int, AbstractSet[int]]) -> None:
    """Refuse one person twice, and two people with an office in common, or without any.

    Arguments are (person id, departments the person works in, heads, stands in for or coordinates).
    """
    if first[0] == second[0] or not first[1] or not second[1] or first[1] & second[1]:
        raise Refused(_("The second person must be from another office."))


def check_reopening_proposed(state: ReopeningState) -> None:
    """Refuse what was agreed or withdrawn before."""
    if state is not ReopeningState.PROPOSED:
        raise Conflict(_("This proposal has ended already."))


def check_proposed(state: ClosingState) -> None:
    """Refuse what was confirmed or withdrawn before."""
    if state is not ClosingState.PROPOSED:
        raise Conflict(_("This proposal has ended already."))


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    """Add up, without zeros behind the point."""
    total = sum(numbers, ZERO)
    return total.quantize(Decimal(1)) if total == total.to_integral_value() else total.normalize()


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.2f}"
