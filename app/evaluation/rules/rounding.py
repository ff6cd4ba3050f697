"""The one rounding at the end of every sum, with its mode and unit named."""

from collections.abc import Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    InvalidOperation,
)
from types import MappingProxyType

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.enums import RoundingMode

NOISE_PLACES = 20
"""Decimals that count. What lies beyond them is the tail of a quotient, never part of a result."""

_MODES: Mapping[RoundingMode, str] = MappingProxyType(
    {
        RoundingMode.HALF_UP: ROUND_HALF_UP,
        RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
        RoundingMode.CEILING: ROUND_CEILING,
        RoundingMode.FLOOR: ROUND_FLOOR,
        RoundingMode.TRUNCATE: ROUND_DOWN,
    }
)
_WIDE = Context(prec=120, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
_NOISE = Decimal(1).scaleb(-NOISE_PLACES)


def round_to(value: Decimal, digits: int, mode: RoundingMode) -> Decimal:
    """Round `value` once to `digits` decimals (below 0: tens, hundreds …).

    반올림 of a negative half goes away from zero (−2.5 → −3), 내림 towards −∞, 버림 towards 0.
    """
    clean = value.quantize(_NOISE, context=_WIDE)
    step = Decimal(1).scaleb(-digits)
    return _unsigned_zero(clean.quantize(step, rounding=_MODES[mode], context=_WIDE))


def round_to_unit(value: Decimal, unit: int, mode: RoundingMode) -> Decimal:
    """Round won to a multiple of `unit` (1, 10, 1,000 …), once.

    Raises Refused where the unit is not a whole number above 0.
    """
    if unit < 1:
        raise Refused(_("The rounding unit must be 1 won or more."))
    clean = value.quantize(_NOISE, context=_WIDE)
    steps = _WIDE.divide(clean, Decimal(unit)).quantize(Decimal(1), rounding=_MODES[mode], context=_WIDE)
    return _unsigned_zero(steps * unit)


def _unsigned_zero(value: Decimal) -> Decimal:
    return value or abs(value)
