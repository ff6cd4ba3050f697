"""민원처리기간 단축: what one case of civil affairs earns or costs by a rule that is data, and the rate of many cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.figures import HUNDRED, ONE, ZERO, exact, plain, rounded
from app.mileage.enums import Exclusion

STEP_DIGITS = 2
RATE_DIGITS = 2
COMPOUND = "복합민원"
"""The name among the weights that stands for every case marked as compound."""


@dataclass(frozen=True)
class Band:
    """구간: statutory periods of so many days (`most` None: and longer) earn `points` for each day saved."""

    least: int
    most: int | None
    points: Decimal

    def holds(self, days: int) -> bool:
        """Whether a statutory period lies in the band."""
        return self.least <= days and (self.most is None or days <= self.most)


@dataclass(frozen=True)
class Weight:
    """난이도: what cases whose affair bears this name earn is multiplied by `factor`."""

    affair: str
    factor: Decimal


@dataclass(frozen=True, kw_only=True)
class ShorteningRule:
    """단축 규칙. Either `per_day` or `bands` says what a day saved earns; see docs/civil-affairs.md."""

    per_day: Decimal | None = None
    bands: Sequence[Band] = ()
    cap_case: Decimal | None = None
    compound_extra: Decimal = ZERO
    weights: Sequence[Weight] = ()
    factor: Decimal = ONE
    least_days: int = 1
    most_days: int | None = None
    compound_only: bool = False
    late_per_day: Decimal = ZERO
    late_per_case: Decimal = ZERO
    excluded: Sequence[str] = ()
    goal_percent: Decimal | None = None
    late_bars_award: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """민원 한 건: statutory and actual days, as an office writes them down."""

    affair: str
    statutory: int
    actual: Decimal
    compound: bool
    outcome: str

    @property
    def is_late(self) -> bool:
        """Whether it took longer than the law gives."""
        return self.actual > self.statutory


@dataclass(frozen=True)
class Verdict:
    """What a case counts: points with their formula, or the reason why it is left out."""

    points: Decimal | None
    formula: str = ""
    excluded: Exclusion | None = None


@dataclass(frozen=True)
class _Figure:
    """A value and how it is written; `sum` says that it needs brackets before it is multiplied."""

    value: Decimal
    text: str
    sum: bool = False

    def times(self, factor: Decimal) -> "_Figure":
        text = f"({self.text})" if self.sum else self.text
        return _Figure(self.value * factor, f"{text} × {plain(factor)}")


def judge(rule: ShorteningRule, case: Case) -> Verdict:
    """Return what the case counts by the rule, rounded once at the end (half up, 0.01).

    >>> judge(ShorteningRule(per_day=ONE, cap_case=Decimal(5), compound_extra=Decimal("0.2")),
    ...       Case(affair="", statutory=7, actual=Decimal(5), compound=True, outcome="")).formula
    'min(7−5, 5) × 1 + 0.2 = 2.20'
    """
    reason = _exclusion(rule, case)
    if reason is not None:
        return Verdict(None, excluded=reason)
    with exact():
        figure = _late(rule, case) if case.is_late else _early(rule, case)
        if rule.factor != 1:
            figure = figure.times(rule.factor)
        points = rounded(figure.value, STEP_DIGITS)
    return Verdict(points, f"{figure.text} = {_signed(points)}")


def pooled_rate(cases: Iterable[tuple[int, Decimal]]) -> Decimal | None:
    """Return 100 × (Σ statutory − Σ actual) ÷ Σ statutory to 0.01; None without a case.

    Pooled by totals, not a mean of each case's rate: a long case weighs more than a short one.
    """
    statutory, actual = 0, ZERO
    for days, taken in cases:
        statutory += days
        actual += taken
    if not statutory:
        return None
    with exact():
        return rounded(HUNDRED * (statutory - actual) / statutory, RATE_DIGITS)


@dataclass
class Tally:
    """합계: what one person or department comes to. Only cases that count are added."""

    count: int = 0
    late: int = 0
    points: Decimal = ZERO
    _days: list[tuple[int, Decimal]] = field(default_factory=list)

    def add(self, statutory: int, actual: Decimal, points: Decimal) -> None:
        """Add a case that counts."""
        self.count += 1
        self.late += actual > statutory
        self.points += points
        self._days.append((statutory, actual))

    @property
    def rate(self) -> Decimal | None:
        """The pooled rate of its cases."""
        return pooled_rate(self._days)

    def reaches_goal(self, rule: ShorteningRule) -> bool | None:
        """Whether the rate reaches the goal; None where the rule has none or nothing counts."""
        rate = self.rate
        return None if rule.goal_percent is None or rate is None else rate >= rule.goal_percent


@dataclass(frozen=True, kw_only=True)
class Carried:
    """이월: what posted runs of the same time leave to be counted: points of 0 or below, and how many late cases."""

    points: Decimal = ZERO
    late: int = 0


NOTHING_CARRIED = Carried()


def is_barred(rule: ShorteningRule, tally: Tally, before: Carried = NOTHING_CARRIED) -> bool:
    """Whether a late case, of this run or of one of the same time, keeps the award of a person from being paid."""
    return rule.late_bars_award and tally.late + before.late > 0


def payable(rule: ShorteningRule, tally: Tally, *, is_person: bool, before: Carried = NOTHING_CARRIED) -> Decimal:
    """Return what may be paid: a positive sum, with the minus carried over. A negative one is never deducted here."""
    if is_person and is_barred(rule, tally, before):
        return ZERO
    return max(tally.points + before.points, ZERO)


def _exclusion(rule: ShorteningRule, case: Case) -> Exclusion | None:
    if any(word in case.outcome for word in rule.excluded):
        return Exclusion.OUTCOME
    if rule.compound_only and not case.compound:
        return Exclusion.NOT_COMPOUND
    if case.statutory < rule.least_days:
        return Exclusion.TOO_FEW_DAYS
    if rule.most_days is not None and case.statutory > rule.most_days:
        return Exclusion.TOO_MANY_DAYS
    return Exclusion.NO_BAND if _per_day(rule, case) is None else None


def _per_day(rule: ShorteningRule, case: Case) -> Decimal | None:
    if not rule.bands:
        return rule.per_day
    return next((band.points for band in rule.bands if band.holds(case.statutory)), None)


def _early(rule: ShorteningRule, case: Case) -> _Figure:
    figure = _days_saved(rule, case)
    if case.compound and rule.compound_extra and case.actual < case.statutory:
        figure = _Figure(figure.value + rule.compound_extra, f"{figure.text} + {plain(rule.compound_extra)}", sum=True)
    weight = _weight(rule, case)
    return figure if weight is None else figure.times(weight.factor)


def _days_saved(rule: ShorteningRule, case: Case) -> _Figure:
    saved, per_day = case.statutory - case.actual, _per_day(rule, case) or ZERO
    text = f"{case.statutory}−{plain(case.actual)}"
    cap, times = rule.cap_case, plain(per_day)
    if cap is None:
        return _Figure(saved * per_day, f"({text}) × {times}")
    if per_day == 1:
        return _Figure(min(saved, cap), f"min({text}, {plain(cap)}) × 1")
    return _Figure(min(saved * per_day, cap), f"min(({text}) × {times}, {plain(cap)})")


def _weight(rule: ShorteningRule, case: Case) -> Weight | None:
    """The longest name that stands in the affair; for compound cases without one, the weight of compound cases."""
    named = [weight for weight in rule.weights if weight.affair != COMPOUND and weight.affair in case.affair]
    if named:
        return max(named, key=lambda weight: len(weight.affair))
    return next((weight for weight in rule.weights if case.compound and weight.affair == COMPOUND), None)


def _late(rule: ShorteningRule, case: Case) -> _Figure:
    days = f"({plain(case.actual)}−{case.statutory})"
    by_day, by_case = rule.late_per_day, rule.late_per_case
    value = -(case.actual - case.statutory) * by_day - by_case
    if by_day and by_case:
        return _Figure(value, f"−{days} × {plain(by_day)} − {plain(by_case)}", sum=True)
    if by_case:
        return _Figure(value, f"−{plain(by_case)}")
    return _Figure(value, f"−{days} × {plain(by_day)}")


def _signed(points: Decimal) -> str:
    return f"{points:.2f}".replace("-", "−")
