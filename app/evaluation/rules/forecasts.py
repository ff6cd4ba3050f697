"""조기경보: how likely an indicator reaches its target, from its periods so far or from its past years.

What is still to come is taken to be like what was: k values with mean m and sample spread s. The sum of r more
values is then r·m with the standard error s·√(r + r²/k), as in the prediction of a new observation. The chance
is Φ of the lead over the target in standard errors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.core.figures import HUNDRED, ONE, ZERO, bare, exact, outcome, plain, rounded
from app.core.messages import Message, _
from app.evaluation.enums import Aggregation, Direction
from app.evaluation.rules.methods.reading import YearValue
from app.evaluation.rules.statistics import forecast, mean, normal_share

FEWEST_PERIODS = 3
FEWEST_YEARS = 3
LIKELY, UNLIKELY = Decimal(80), Decimal(20)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What is expected at the base date, and the chance in percent that the target is reached, with its arithmetic."""

    expected: Decimal
    chance: Decimal
    derivation: tuple[Message, ...]

    @property
    def percent(self) -> str:
        """The chance as people read it, with one decimal."""
        return bare(rounded(self.chance, 1))

    @property
    def is_unlikely(self) -> bool:
        """Whether somebody should act."""
        return self.chance < UNLIKELY

    @property
    def is_likely(self) -> bool:
        """Whether nobody needs to."""
        return self.chance >= LIKELY


@exact()
def from_periods(
    values: Sequence[Decimal], expected_count: int, how: Aggregation, target: Decimal, direction: Direction
) -> Outlook | None:
    """Look ahead from the periods so far; None with fewer than three of them, or without a better side.

    All in: the chance is 0 or 100. Steps of a last value need one value more, because their spread is reckoned.
    """
    remaining = expected_count - len(values)
    if direction is Direction.KEEP or not values:
        return None
    if remaining <= 0:
        return _settled(_combined(values, how), target, direction)
    steps = [after - before for before, after in pairwise(values)]
    sample = steps if how is Aggregation.PERIOD_LAST else list(values)
    if len(sample) < FEWEST_PERIODS:
        return None
    middle, count = mean(sample), len(sample)
    spread = (sum(((value - middle) ** 2 for value in sample), ZERO) / (count - 1)).sqrt()
    error = spread * (remaining + Decimal(remaining) ** 2 / count).sqrt()
    expected = (values[-1] if how is Aggregation.PERIOD_LAST else sum(values, ZERO)) + remaining * middle
    if how is Aggregation.PERIOD_MEAN:
        expected, error = expected / expected_count, error / expected_count
    opening = _(
        "%(count)s of %(all)s periods are in: expected %(expected)s, standard error %(error)s",
        count=len(values),
        all=expected_count,
        expected=plain(expected),
        error=plain(error),
    )
    return _chance(expected, error, target, direction, opening)


@exact()
def from_years(history: Sequence[YearValue], year: int, target: Decimal, direction: Direction) -> Outlook | None:
    """Look ahead along the trend of at least three past years; None with fewer, or without a better side."""
    if direction is Direction.KEEP or len({entry.year for entry in history}) < FEWEST_YEARS:
        return None
    found = forecast([(entry.year, entry.value) for entry in history], year)
    opening = _(
        "Trend of %(years)s years: expected %(expected)s, standard error %(error)s",
        years=len(history),
        expected=plain(found.predicted),
        error=plain(found.error),
    )
    return _chance(found.predicted, found.error, target, direction, opening)


@exact()
def from_value(value: Decimal, target: Decimal, direction: Direction) -> Outlook | None:
    """Say of a value that is in whether the target is reached; None without a better side."""
    return None if direction is Direction.KEEP else _settled(value, target, direction)


def _settled(value: Decimal, target: Decimal, direction: Direction) -> Outlook:
    reached = value >= target if direction is Direction.UP else value <= target
    sentence = _("%(value)s is in, the target is %(target)s", value=plain(value), target=plain(target))
    return Outlook(expected=value, chance=HUNDRED if reached else ZERO, derivation=(sentence,))


def _chance(expected: Decimal, error: Decimal, target: Decimal, direction: Direction, opening: Message) -> Outlook:
    lead = expected - target if direction is Direction.UP else target - expected
    if error == 0:
        share = ONE if lead >= 0 else ZERO
        closing = _("Nothing has varied so far, so it stays on its side of the target %(target)s", target=plain(target))
    else:
        z = lead / error
        share = normal_share(z)
        closing = _(
            "Lead over the target %(target)s in standard errors: z = %(z)s; 100 × Φ(z) %(result)s",
            target=plain(target),
            z=plain(z),
            result=outcome(HUNDRED * share),
        )
    return Outlook(expected=expected, chance=HUNDRED * share, derivation=(opening, closing))


def _combined(values: Sequence[Decimal], how: Aggregation) -> Decimal:
    if how is Aggregation.PERIOD_SUM:
        return sum(values, ZERO)
    return values[-1] if how is Aggregation.PERIOD_LAST else mean(values)
