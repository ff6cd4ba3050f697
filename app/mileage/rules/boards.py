"""부서 현황판: points per head and bands instead of places, so that small departments are not pushed down."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from app.mileage.enums import Band

STEP = Decimal("0.01")
QUARTER = 4
FEWEST = 5
"""People of whom a share is told: of fewer it would be about persons."""


class NextBand(NamedTuple):
    """The way to the next band: points per head that are missing, and what that comes to for all heads."""

    band: Band
    missing_per_head: Decimal
    missing: Decimal


def per_head(points: Decimal, headcount: int) -> Decimal | None:
    """Return points ÷ people, rounded half up to 0.01; None for a department without people."""
    if headcount <= 0:
        return None
    return (points / headcount).quantize(STEP, ROUND_HALF_UP)


def bands(figures: Sequence[Decimal | None]) -> list[Band]:
    """Return the band of each figure: the leading quarter of all (at least one), the others with points, the rest.

    Equal figures share a band: who ties with the last of the leading quarter leads too.
    """
    found = threshold(figures)
    if found is None:
        return [Band.STARTING for _figure in figures]
    return [_band(figure, found) for figure in figures]


def threshold(figures: Sequence[Decimal | None]) -> Decimal | None:
    """Return the points per head from which a department leads; None where nobody has any."""
    positive = sorted((figure for figure in figures if figure is not None and figure > 0), reverse=True)
    return positive[min(max(len(figures) // QUARTER, 1), len(positive)) - 1] if positive else None


def next_band(figure: Decimal | None, headcount: int, leading_from: Decimal | None) -> NextBand | None:
    """Return what is missing to the next band as things stand; None for a leader or a department without people."""
    if figure is None or headcount <= 0:
        return None
    if figure <= 0:
        return NextBand(Band.UNDERWAY, STEP - figure, (STEP - figure) * headcount)
    if leading_from is None or figure >= leading_from:
        return None
    return NextBand(Band.LEADING, leading_from - figure, (leading_from - figure) * headcount)


class Span(NamedTuple):
    """A period and the one it is compared with, all days included."""

    start: date
    end: date
    start_before: date
    end_before: date


def since_new_year(today: date) -> Span:
    """Compare this year until today with the same days of last year (28 February for a leap day)."""
    before = date(today.year - 1, 1, 1)
    return Span(date(today.year, 1, 1), today, before, _year_before(today))


def since_half_began(today: date) -> Span:
    """Compare this half-year until today with as many days of the half before, or all of it where it is shorter."""
    start = date(today.year, 1 if today.month <= 6 else 7, 1)  # noqa: PLR2004  June
    end_of_half = start - timedelta(days=1)
    before = date(end_of_half.year, 1 if end_of_half.month <= 6 else 7, 1)  # noqa: PLR2004  June
    return Span(start, today, before, min(before + (today - start), end_of_half))


def improvement(
    now: Decimal | None, heads_now: int, before: Decimal | None, heads_before: int
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return (per head now, per head before, change). What is missing (None, or no people) is not zero: no change."""
    one = per_head(now, heads_now) if now is not None else None
    other = per_head(before, heads_before) if before is not None else None
    return one, other, None if one is None or other is None else one - other


def share(part: int, whole: int) -> Decimal | None:
    """Return part ÷ whole in percent, rounded half up to 0.1; None of fewer than five people."""
    if whole < FEWEST:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def quarters(today: date, count: int) -> list[tuple[date, date]]:
    """Return the first and last day of this quarter, which ends today, and of those before it, oldest first."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    found, last = [], today
    for _n in range(count):
        found.append((first, last))
        last = first - timedelta(days=1)
        first = date(last.year, (last.month - 1) // 3 * 3 + 1, 1)
    return found[::-1]


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if is_leap_day else day.day)


def _band(figure: Decimal | None, threshold: Decimal) -> Band:
    if figure is None or figure <= 0:
        return Band.STARTING
    return Band.LEADING if figure >= threshold else Band.UNDERWAY
