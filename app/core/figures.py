"""Numbers: the precision they are reckoned in and the way a derivation writes them.

A quotient such as 2 ÷ 3 has no exact Decimal. It is kept to 50 significant digits, and
`rounded` drops what lies beyond the 20th decimal before it rounds: so 30 × (2 ÷ 3)
is 20 under "round down" too, and not 19.9.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, localcontext

ZERO = Decimal(0)
ONE = Decimal(1)
TWO = Decimal(2)
HUNDRED = Decimal(100)

_EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero])
_WIDE = Context(prec=120, rounding=ROUND_HALF_UP, traps=[InvalidOperation])
_EVEN = Context(prec=120, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
_SHOWN_PLACES = 4
_NOISE = Decimal(1).scaleb(-20)
"""Decimals that count. What lies beyond them is the tail of a quotient, never part of a result."""


@contextmanager
def exact() -> Iterator[None]:
    """Reckon with 50 significant digits; use it as a decorator or in a `with`."""
    with localcontext(_EXACT):
        yield


def settled(value: Decimal) -> Decimal:
    """Drop the tail of a quotient: what lies beyond the 20th decimal."""
    return value.quantize(_NOISE, context=_EVEN)


def rounded(value: Decimal, digits: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """Round once to `digits` decimals (below 0: tens, hundreds …), half up unless a mode of `decimal` is given.

    The tail of a quotient is dropped first (`settled`). Zero never has a sign.
    """
    figure = settled(value).quantize(Decimal(1).scaleb(-digits), rounding=mode, context=_EVEN)
    return figure or abs(figure)


def bare(value: Decimal) -> str:
    """Write a number without exponent and without trailing zeros: 84.50 → "84.5"; −0 → "0"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def plain(value: Decimal) -> str:
    """Write an operand: up to four decimals, a negative number in brackets with a true minus sign."""
    text = bare(value)
    if "." in text and len(text) - text.index(".") - 1 > _SHOWN_PLACES:
        text = bare(_shortened(value, _SHOWN_PLACES))
    return f"(−{text[1:]})" if text.startswith("-") else text


def outcome(value: Decimal, places: int = 2) -> str:
    """Write a result with its sign of equality: "= 70.00", or "≈ 86.67" where decimals are not shown."""
    shown = _shortened(value, places)
    sign = "=" if shown == value else "≈"
    return f"{sign} {str(shown).replace('-', '−')}"


def _shortened(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal((0, (1,), -places)), context=_WIDE)
