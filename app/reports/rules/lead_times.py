"""소요일: what is usual and what is long among many durations, from how often each number of days occurred."""

from collections.abc import Mapping
from decimal import Decimal

HALF, NINE_TENTHS = Decimal("0.5"), Decimal("0.9")


def percentile(counts: Mapping[int, int], share: Decimal) -> int | None:
    """Return the fewest days within which at least this share of all lay (nearest rank); None of nothing.

    >>> percentile({3: 1, 5: 1, 90: 2}, HALF)
    5
    """
    whole = sum(counts.values())
    needed = share * whole
    reached = 0
    for days in sorted(counts):
        reached += counts[days]
        if whole and reached >= needed:
            return days
    return None
