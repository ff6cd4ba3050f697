"""달성 전망: where a straight line through two values ends, and whether that reaches the target. Exact, explained."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.figures import HUNDRED, ZERO, bare, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import Direction
from app.reports.enums import Likelihood

CLOSE = Decimal(90)
"""Per cent of the target from which on a forecast counts as just short of it."""
PLACES = 2


@dataclass(frozen=True)
class Point:
    """A value on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Goal:
    """The target, the day it is looked at, and where a better result lies (None: nowhere in particular)."""

    day: date
    target: Decimal | None
    direction: Direction | None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """`expected` is the value the line reaches on the day of the goal; `formula` how it was reckoned."""

    expected: Decimal
    reach: Decimal | None
    likelihood: Likelihood | None
    formula: Message


@exact()
def forecast(first: Point | None, now: Point | None, goal: Goal) -> Forecast | None:
    """Extend the line from `first` through `now` to the day of the goal; None unless there are two days with a value.

    now + (now − first) × days left ÷ days between. Missing is never zero: one value alone forecasts nothing.
    """
    if first is None or now is None or now.day <= first.day:
        return None
    between, left = (now.day - first.day).days, max((goal.day - now.day).days, 0)
    expected = now.value + (now.value - first.value) * left / between
    reach = reach_of(expected, goal)
    formula = _(
        "%(now)s + (%(now)s − %(first)s) × %(left)s days left ÷ %(between)s days passed %(expected)s",
        now=plain(now.value),
        first=plain(first.value),
        left=left,
        between=between,
        expected=outcome(expected, PLACES),
    )
    return Forecast(expected=expected, reach=reach, likelihood=likelihood_of(reach), formula=formula)


@exact()
def reach_of(expected: Decimal, goal: Goal) -> Decimal | None:
    """Return how much of the target is reached in per cent; None without a target or a direction.

    Up: expected ÷ target. Down: target ÷ expected. Keep: 100 less the distance from the target in per cent of it.
    A target of 0 is reached or not: 100 or 0.
    """
    target, direction = goal.target, goal.direction
    if target is None or direction is None:
        return None
    if direction is Direction.KEEP and target != ZERO:
        return HUNDRED - abs(expected - target) / abs(target) * HUNDRED
    if _is_reached(expected, target, direction):
        return HUNDRED
    if target <= ZERO or expected <= ZERO:
        return ZERO
    return min(expected / target, target / expected) * HUNDRED


def likelihood_of(reach: Decimal | None) -> Likelihood | None:
    """Return what a share of the target means in words."""
    if reach is None:
        return None
    if reach >= HUNDRED:
        return Likelihood.LIKELY
    return Likelihood.CLOSE if reach >= CLOSE else Likelihood.UNLIKELY


def shown(value: Decimal) -> str:
    """Write an expected value with at most two decimals."""
    return bare(value.quantize(Decimal("0.01")))


def _is_reached(expected: Decimal, target: Decimal, direction: Direction) -> bool:
    match direction:
        case Direction.UP:
            return expected >= target
        case Direction.DOWN:
            return expected <= target
        case Direction.KEEP:
            return expected == target
