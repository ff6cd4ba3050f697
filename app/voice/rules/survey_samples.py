"""표본 크기: how many answers of a customer group tell what the whole group would say, within five points of a hundred.

A share is told within ± 5 points in 95 of 100 draws: n0 = 1.96² × ½ × ½ / 0.05², and of a group of N people
n = n0 × N / (N + n0 − 1), rounded up. It holds for answers of people drawn at random; whoever likes to answer tells less.
"""

from decimal import ROUND_CEILING, Decimal

MARGIN = 5
"""Points of a hundred on either side."""
CONFIDENCE = 95
_WITHOUT_END = Decimal("384.16")
"""n0: answers needed of a group without end."""


def sample_size(people: int) -> int:
    """Return how many of so many people are to be asked; 0 of nobody.

    >>> [sample_size(people) for people in (1, 100, 1_000, 10_000, 180_000)]
    [1, 80, 278, 370, 384]
    """
    if people <= 0:
        return 0
    needed = _WITHOUT_END * people / (people + _WITHOUT_END - 1)
    return int(needed.to_integral_value(rounding=ROUND_CEILING))
