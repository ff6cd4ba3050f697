"""미리보기: what a year would have paid under other points and caps, reckoned anew in the order in which it was posted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from app.mileage.rules.caps import Caps, Used, apply_caps
from app.mileage.rules.formulas import Formula
from app.mileage.rules.shares import WHOLE, split

ZERO = Decimal(0)
_REST = 0


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One account's part of a fact: what was due before the caps, what was granted, and the item's points that day.

    `figure` is that of the fact, where the item was paid by one.
    """

    account_id: int
    source: str
    day: date
    due: Decimal
    granted: Decimal
    item_points: Decimal
    share: Decimal | None = None
    figure: Decimal | None = None


@dataclass
class ThenNow:
    """Points under the terms of that time, and under the new ones."""

    then: Decimal = ZERO
    now: Decimal = ZERO

    @property
    def change(self) -> Decimal:
        """What the new terms add, or take away."""
        return self.now - self.then


@dataclass
class Retraced:
    """The sums of a year by account."""

    accounts: dict[int, ThenNow] = field(default_factory=dict)

    @property
    def total(self) -> ThenNow:
        """All accounts together."""
        return ThenNow(
            sum((one.then for one in self.accounts.values()), ZERO),
            sum((one.now for one in self.accounts.values()), ZERO),
        )


def retrace(paid: Sequence[Paid], formula: Formula, caps: Caps) -> Retraced:
    """Reckon the facts anew. What was paid by the item's own points or figure follows `formula`; other amounts stay due.

    `paid` stands in the order of posting. Groups are left out: they depend on other items. A fact without a figure
    keeps what was due where the new terms ask for one.
    """
    facts: dict[str, list[Paid]] = {}
    for row in paid:
        facts.setdefault(row.source, []).append(row)
    found, used = Retraced(), dict[tuple[int, str], Decimal]()
    caps = replace(caps, group=None)
    for rows in facts.values():
        whole = sum((row.due for row in rows), ZERO)
        due_whole = _due(whole, rows[0], formula)
        dues = _parts(due_whole, rows)
        most = apply_caps(due_whole, Caps(case=caps.case)).granted if due_whole > 0 else ZERO
        ceilings = _parts(most, rows)
        for row in rows:
            sums = found.accounts.setdefault(row.account_id, ThenNow())
            sums.then += row.granted
            sums.now += _granted(row, dues[row.account_id], replace(caps, case=ceilings[row.account_id]), used)
    return found


def _due(whole: Decimal, first: Paid, formula: Formula) -> Decimal:
    if formula.needs_figure:
        return whole if first.figure is None else formula.due(first.figure)
    return formula.points if first.figure is not None or whole == first.item_points else whole


def _parts(whole: Decimal, rows: Sequence[Paid]) -> dict[int, Decimal]:
    """Split as it was split; who came to nothing then has no row and keeps the rest of the shares."""
    if whole == 0:
        return {row.account_id: ZERO for row in rows}
    if any(row.share is None for row in rows):
        return {row.account_id: whole for row in rows}
    shares = {row.account_id: row.share or ZERO for row in rows}
    rest = WHOLE - sum(shares.values(), ZERO)
    return split(whole, shares | ({_REST: rest} if rest > 0 else {}))


def _granted(row: Paid, due: Decimal, caps: Caps, used: dict[tuple[int, str], Decimal]) -> Decimal:
    if due <= 0:
        return ZERO
    keys = [(row.account_id, f"{row.day:{form}}") for form in ("%Y-%m-%d", "%Y-%m", "%Y")]
    on_day, in_month, in_year = (used.get(key, ZERO) for key in keys)
    granted = apply_caps(due, caps, Used(day=on_day, month=in_month, year=in_year)).granted
    for key in keys:
        used[key] = used.get(key, ZERO) + granted
    return granted
