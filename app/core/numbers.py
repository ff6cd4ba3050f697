"""Numbers people and programs send: ids and years no larger than a database holds."""

from decimal import Decimal

LARGEST_ID = 2**31 - 1
LARGEST_DRAWN_ID = 2**63 - 1
MAX_DIGITS = 18


def whole_number(text: str) -> int:
    """Read a whole number; raise `ValueError` for what no id or year can be."""
    number = int(text)
    if not -LARGEST_ID <= number <= LARGEST_ID:
        raise ValueError(text)
    return number


def drawn_number(text: str) -> int:
    """Read an id that was drawn at random; raise `ValueError` for what none can be."""
    number = int(text)
    if not 0 < number <= LARGEST_DRAWN_ID:
        raise ValueError(text)
    return number


def is_sensible(number: Decimal) -> bool:
    """Whether a Decimal is finite and within 18 digits before and after the point."""
    return number.is_finite() and len(number.as_tuple().digits) <= MAX_DIGITS and abs(number.adjusted()) <= MAX_DIGITS
