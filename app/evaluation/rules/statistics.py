"""Mean, spread, trend and the normal distribution in Decimal.

All functions expect to run inside `figures.exact()` or open it themselves; the results
carry about 48 correct digits, far beyond the 20 decimals that `rules.rounding` regards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import ONE, TWO, ZERO, exact

_PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
_HALF = Decimal("0.5")
with exact():
    _ROOT = (2 * _PI).sqrt()
_CERTAIN = Decimal(12)
"""Beyond 12 standard errors Φ differs from 0 or 1 by less than 10⁻³²: below every digit that counts."""


@exact()
def mean(values: Sequence[Decimal]) -> Decimal:
    """Arithmetic mean; the caller makes sure that there is a value."""
    return sum(values, ZERO) / len(values)


@exact()
def population_spread(values: Sequence[Decimal]) -> Decimal:
    """Population standard deviation σ (divided by n, not n − 1)."""
    middle = mean(values)
    return mean([(value - middle) ** 2 for value in values]).sqrt()


@exact()
def normal_share(z: Decimal) -> Decimal:
    """Φ(z), the share of a standard normal distribution below z.

    Φ(z) = ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …). For z > 0 every term is positive,
    so nothing cancels; the sum stops when a term no longer changes it, and the last digit's rounding may
    not lift it above 1. Φ(−z) = 1 − Φ(z).
    """
    if z < 0:
        return ONE - normal_share(-z)
    if z >= _CERTAIN:
        return ONE
    density = (-z * z / 2).exp() / _ROOT
    return min(_HALF + density * _series(z), ONE)


def _series(z: Decimal) -> Decimal:
    term, odd, total, before = z, ONE, z, ZERO
    while total != before:
        odd += TWO
        term = term * z * z / odd
        before, total = total, total + term
    return total


@dataclass(frozen=True)
class Forecast:
    """What a least-squares line says of one further year."""

    predicted: Decimal
    error: Decimal
    """S, the standard error of the single prediction; 0 where the years lie exactly on a line."""


@exact()
def forecast(points: Iterable[tuple[int, Decimal]], year: int) -> Forecast:
    """Fit a line through at least three (year, value) points and predict `year`.

    S = √(SSE ÷ (n − 2) × (1 + 1/n + (Xp − X̄)² ÷ Σ(Xi − X̄)²)). The sums are kept n times as large as in
    the formula, so nothing is divided before the end and years on a straight line give exactly 0.
    """
    pairs = list(points)
    n = len(pairs)
    first = min(x for x, _y in pairs)
    xs, ys = [Decimal(x - first) for x, _y in pairs], [y for _x, y in pairs]
    xx, xy, yy = _products(xs, xs), _products(xs, ys), _products(ys, ys)
    reach = n * (year - first) - sum(xs, ZERO)
    predicted = (sum(ys, ZERO) * xx + xy * reach) / (n * xx)
    squared_misses = (yy * xx - xy * xy) / (n * xx)
    widening = 1 + ONE / n + reach * reach / (n * xx)
    return Forecast(predicted=predicted, error=(squared_misses / (n - 2) * widening).sqrt())


def _products(left: Sequence[Decimal], right: Sequence[Decimal]) -> Decimal:
    """Return n·Σab − Σa·Σb, n² times the covariance."""
    crossed = sum((a * b for a, b in zip(left, right, strict=True)), ZERO)
    return len(left) * crossed - sum(left, ZERO) * sum(right, ZERO)
