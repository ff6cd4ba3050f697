"""배분: a team's points are split by agreed shares, and the parts always sum to the whole."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from app.core.errors import Refused
from app.core.messages import _

STEP = Decimal("0.01")
WHOLE = 100


def is_in_hundredths(number: Decimal) -> bool:
    """Whether the number, which must be finite, has at most two decimal places."""
    return (Fraction(number) / Fraction(STEP)).denominator == 1


def check_points(points: Decimal) -> None:
    """Refuse points that are not a positive multiple of 0.01."""
    if not points.is_finite() or points <= 0:
        raise Refused(_("Points must be above 0."))
    if not is_in_hundredths(points):
        raise Refused(_("Points have at most two decimal places."))


def check_shares(shares: Mapping[int, Decimal]) -> None:
    """Refuse shares (account or person id → percent) that are not positive hundredths or do not sum to 100."""
    if any(not share.is_finite() or share <= 0 for share in shares.values()):
        raise Refused(_("Every share must be above 0."))
    if not all(map(is_in_hundredths, shares.values())):
        raise Refused(_("Shares have at most two decimal places."))
    if sum(map(Fraction, shares.values())) != WHOLE:
        total = sum(shares.values(), Decimal(0))
        raise Refused(_("The shares must sum to 100; they sum to %(total)s.", total=total))


def split(points: Decimal, shares: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Split points by percent shares with the largest remainder, in steps of 0.01.

    Equal remainders go to the earlier entry. A very small share of few points may come out as 0: it gets no transfer.
    """
    check_points(points)
    check_shares(shares)
    steps = int(Fraction(points) / Fraction(STEP))
    exact = {key: Fraction(share) * steps / WHOLE for key, share in shares.items()}
    parts = {key: int(quota) for key, quota in exact.items()}
    left = steps - sum(parts.values())
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[:left]:
        parts[key] += 1
    return {key: part * STEP for key, part in parts.items()}
