"""심사: what several judges give together, and the places their scores lead to. One rule for every panel of the house."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, TypeVar

from app.core.figures import ZERO, exact, outcome, plain
from app.core.messages import Message, _

Score = TypeVar("Score", Decimal, tuple[Decimal, ...])

DROP_FROM = 5
"""From so many judges on the highest and the lowest are dropped, unless a panel says otherwise."""


@dataclass(frozen=True, kw_only=True)
class JuryMean:
    """The mean of the judges, not rounded, and the sentence that says how it came about."""

    figure: Decimal
    derivation: Message


@exact()
def jury_mean(marks: Sequence[Decimal], *, drop_from: int = DROP_FROM) -> JuryMean:
    """Average the marks of judges, whatever their order: plainly, or from `drop_from` on without the two ends.

    One highest and one lowest are dropped, also where several are equal. There must be a mark.
    """
    counted = sorted(marks)
    dropping = len(counted) >= drop_from
    kept = counted[1:-1] if dropping else counted
    figure = sum(kept, ZERO) / len(kept)
    return JuryMean(figure=figure, derivation=_mean_line(counted, kept, figure, dropping=dropping))


def _mean_line(counted: Sequence[Decimal], kept: Sequence[Decimal], figure: Decimal, *, dropping: bool) -> Message:
    marks = ", ".join(plain(mark) for mark in kept)
    if not dropping:
        return _(
            "Plain mean of %(count)s evaluators (%(marks)s) %(result)s",
            count=len(kept),
            marks=marks,
            result=outcome(figure),
        )
    return _(
        "%(count)s evaluators: the highest %(highest)s and the lowest %(lowest)s are dropped; "
        "mean of the other %(kept)s (%(marks)s) %(result)s",
        count=len(counted),
        highest=plain(counted[-1]),
        lowest=plain(counted[0]),
        kept=len(kept),
        marks=marks,
        result=outcome(figure),
    )


def places(scores: Iterable[Score]) -> dict[Score, int]:
    """Return the place of each score, the highest first: equal ones share it, the next place skips (1, 2, 2, 4)."""
    found: dict[Any, int] = {}
    for place, score in enumerate(sorted(scores, reverse=True), start=1):
        found.setdefault(score, place)
    return found


def award_at(place: int, counts: Mapping[str, int]) -> str | None:
    """Return the award (best first, with its number) the place belongs to, or None beyond all of them.

    Who shares a place shares the award, so a tie at the border of an award leaves fewer of the next one.
    """
    borders = zip(counts, accumulate(counts.values()), strict=True)
    return next((label for label, border in borders if place <= border), None)
