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
from app.core.figures import rounded, settled
from app.core.messages import _
from app.evaluation.enums import RoundingMode

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


def round_to(value: Decimal, digits: int, mode: RoundingMode) -> Decimal:
    """Round `value` once to `digits` decimals (below 0: tens, hundreds …).

    반올림 of a negative half goes away from zero (−2.5 → −3), 내림 towards −∞, 버림 towards 0.
    """
    return rounded(value, digits, _MODES[mode])


def round_to_unit(value: Decimal, unit: int, mode: RoundingMode) -> Decimal:
    """Round won to a multiple of `unit` (1, 10, 1,000 …), once.

    Raises Refused where the unit is not a whole number above 0.
    """
    if unit < 1:
        raise Refused(_("The rounding unit must be 1 won or more."))
    steps = _WIDE.divide(settled(value), Decimal(unit)).quantize(Decimal(1), rounding=_MODES[mode], context=_WIDE)
    won = steps * unit
    return won or abs(won)
