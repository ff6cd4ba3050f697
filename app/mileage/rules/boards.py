"""부서 현황판: points per head and bands instead of places, so that small departments are not pushed down."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from app.mileage.enums import Band

STEP = Decimal("0.01")
QUARTER = 4


def per_head(points: Decimal, headcount: int) -> Decimal | None:
    """Return points ÷ people, rounded half up to 0.01; None for a department without people."""
    if headcount <= 0:
        return None
    return (points / headcount).quantize(STEP, ROUND_HALF_UP)


def bands(figures: Sequence[Decimal | None]) -> list[Band]:
    """Return the band of each figure: the leading quarter of all (at least one), the others with points, the rest.

    Equal figures share a band: who ties with the last of the leading quarter leads too.
    """
    positive = sorted((figure for figure in figures if figure is not None and figure > 0), reverse=True)
    if not positive:
        return [Band.STARTING for _figure in figures]
    threshold = positive[min(max(len(figures) // QUARTER, 1), len(positive)) - 1]
    return [_band(figure, threshold) for figure in figures]


def _band(figure: Decimal | None, threshold: Decimal) -> Band:
    if figure is None or figure <= 0:
        return Band.STARTING
    return Band.LEADING if figure >= threshold else Band.UNDERWAY
