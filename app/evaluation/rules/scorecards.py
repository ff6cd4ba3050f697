"""성과표의 가중치: a set of weights, and what the levels above and below it weigh then."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, plain
from app.core.messages import _


def check_weight_set(weights: Mapping[int, Decimal]) -> None:
    """Refuse a set that is not 100 in all, and a weight that is not above 0."""
    if not weights:
        raise Refused(_("A set of weights needs at least one weight."))
    if any(weight <= 0 for weight in weights.values()):
        raise Refused(_("Every weight must be above 0; what weighs nothing is left empty."))
    total = sum(weights.values(), ZERO)
    if total != HUNDRED:
        raise Refused(_("The weights sum to %(sum)s, not to 100.", sum=plain(total)))


def check_first_day(valid_from: date, *, today: date, is_first: bool) -> None:
    """Refuse a set that would change what held on a past day. The first one of an office changes nothing."""
    if valid_from < today and not is_first:
        raise Refused(_("What held on past days stays: weights begin today at the earliest."))
