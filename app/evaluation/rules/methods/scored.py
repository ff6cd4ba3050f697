"""What every method hands back: the score and how it came about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import plain
from app.core.messages import Message, _
from app.evaluation.enums import Method
from app.evaluation.rules.methods.reading import wrong


@dataclass(frozen=True, kw_only=True)
class Scored:
    """The score of one measure, unrounded, with the arithmetic anybody can follow."""

    score: Decimal
    """On the scale of 100; above 100 only as far as the indicator's cap."""
    derivation: tuple[Message, ...]
    method: Method
    clamped: bool = False
    """True where the formula's own figure was held at the cap or the floor."""


def check_bounds(*, floor: Decimal, cap: Decimal) -> None:
    """Refuse a floor below 0 and a cap below its floor."""
    if floor < 0:
        raise wrong("floor", _("The floor of a score cannot be below 0."))
    if cap < floor:
        raise wrong("cap", _("The cap %(cap)s lies below the floor %(floor)s.", cap=plain(cap), floor=plain(floor)))


def bounded(method: Method, figure: Decimal, derivation: Sequence[Message], *, floor: Decimal, cap: Decimal) -> Scored:
    """Hold `figure` between floor and cap and say so where that changed it."""
    if figure > cap:
        line = _("Held at the cap of %(cap)s.", cap=plain(cap))
        return Scored(score=cap, derivation=(*derivation, line), method=method, clamped=True)
    if figure < floor:
        line = _("Raised to the floor of %(floor)s.", floor=plain(floor))
        return Scored(score=floor, derivation=(*derivation, line), method=method, clamped=True)
    return Scored(score=figure, derivation=tuple(derivation), method=method)


def held(figures: Iterable[Decimal], *, floor: Decimal, cap: Decimal) -> list[Decimal]:
    """Hold many figures between floor and cap, as `bounded` holds one."""
    return [figure if floor <= figure <= cap else min(max(figure, floor), cap) for figure in figures]
