"""가중치: what becomes of the weights when an indicator falls out."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TypeVar

from app.core.errors import Refused
from app.core.figures import ZERO, exact
from app.core.messages import _

Key = TypeVar("Key", int, str)


def check_weights(weights: Mapping[Key, Decimal]) -> None:
    """Refuse a weight below 0."""
    if any(weight < 0 for weight in weights.values()):
        raise Refused(_("A weight cannot be below 0."))


@exact()
def rebase(
    weights: Mapping[Key, Decimal], left_out: Collection[Key], *, whole: Decimal | None = None
) -> dict[Key, Decimal]:
    """Spread the weight of what is left out over the others, in proportion to their own weights.

    The sum of the weights becomes `whole`; without it, it stays what it was. Left-out indicators are not in the result; where
    nothing with a weight remains, the remaining weights are returned as they are.
    """
    kept = {code: weight for code, weight in weights.items() if code not in left_out}
    whole = sum(weights.values(), ZERO) if whole is None else whole
    remaining = sum(kept.values(), ZERO)
    if remaining in {ZERO, whole}:
        return kept
    return {code: weight * whole / remaining for code, weight in kept.items()}
