"""합산: the arithmetic of a total, without a sentence. `rules.points` says the same in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import HUNDRED, ZERO, exact
from app.evaluation.enums import AdjustmentKind, MeasureState, MissingRule, RoundingMode
from app.evaluation.rules.adjustments import AdjustmentLine
from app.evaluation.rules.rounding import round_to
from app.evaluation.rules.weights import rebase

Figures = Sequence[Decimal | None]


@dataclass(frozen=True, kw_only=True)
class TotalRule:
    """What the round lays down for the sum."""

    missing: MissingRule = MissingRule.ZERO
    digits: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP

    def leaves_out(self, state: MeasureState) -> bool:
        """Whether an indicator in this state is left out and its weight re-based onto the others."""
        excluded = state is MeasureState.MISSING and self.missing is MissingRule.EXCLUDED
        return excluded or state is MeasureState.NOT_APPLICABLE

    def stand_in(self, state: MeasureState, floor: Decimal) -> Decimal | None:
        """The score of an indicator without a value; None where it has none."""
        if state is not MeasureState.MISSING or self.missing is MissingRule.EXCLUDED:
            return None
        return floor if self.missing is MissingRule.FLOOR else ZERO


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What the points of a department come to. Only `total` is rounded."""

    points: Decimal
    bonus: Decimal
    penalty: Decimal
    exact_total: Decimal | None
    total: Decimal | None
    """None where nothing is due or applicable."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """A department's figures, one of each for every indicator in their order, and what they come to."""

    weights: Figures
    """After re-basing; None where the indicator is left out."""
    scores: Figures
    points: Figures
    closing: Closing


@exact()
def add_up(
    weights: Sequence[Decimal],
    scores: Figures,
    absent: Mapping[int, tuple[MeasureState, Decimal]],
    settled: Sequence[AdjustmentLine],
    rule: TotalRule,
    carried: Sequence[Decimal] | None = None,
) -> Sums:
    """Sum a department's scores: points = weight × score ÷ 100.

    `carried` is what the department carries of each weight, where it shares one; the rest goes to its other indicators.
    `absent` holds state and floor of the indicators without a score, by their place. Weights are 0 or more.
    """
    if absent or carried is not None:
        weighed: Figures = _rebased(weights, absent, rule, carried)
        scores = [rule.stand_in(*absent[place]) if place in absent else score for place, score in enumerate(scores)]
    else:
        weighed = weights
    points = [
        None if weight is None or score is None else weight * score / HUNDRED
        for weight, score in zip(weighed, scores, strict=True)
    ]
    is_due = any(weight for weight, figure in zip(weighed, points, strict=True) if figure is not None)
    closing = close([figure for figure in points if figure is not None], settled, rule, is_due=is_due)
    return Sums(weights=weighed, scores=scores, points=points, closing=closing)


def close(points: Sequence[Decimal], settled: Sequence[AdjustmentLine], rule: TotalRule, *, is_due: bool) -> Closing:
    """Add bonus and penalty to the points and round once. Call it inside `figures.exact()`."""
    whole = sum(points, ZERO)
    bonus = sum((line.points for line in settled if line.kind is AdjustmentKind.BONUS), ZERO)
    penalty = sum((line.points for line in settled if line.kind is AdjustmentKind.PENALTY), ZERO)
    exact_total = whole + bonus - penalty if is_due else None
    total = None if exact_total is None else round_to(exact_total, rule.digits, rule.mode)
    return Closing(points=whole, bonus=bonus, penalty=penalty, exact_total=exact_total, total=total)


def points_of(weight: Decimal, scores: Figures) -> Figures:
    """Points of one indicator for many departments: weight × score ÷ 100. Call it inside `figures.exact()`."""
    try:
        return [weight * score / HUNDRED for score in scores]  # type: ignore[operator]
    except TypeError:  # asking each of them first whether it is there costs as much as the arithmetic
        return [None if score is None else weight * score / HUNDRED for score in scores]


def _rebased(
    weights: Sequence[Decimal],
    absent: Mapping[int, tuple[MeasureState, Decimal]],
    rule: TotalRule,
    carried: Sequence[Decimal] | None,
) -> list[Decimal | None]:
    left_out = {place for place, (state, _floor) in absent.items() if rule.leaves_out(state)}
    own = weights if carried is None else carried
    kept = rebase(dict(enumerate(own)), left_out, whole=sum(weights, ZERO))
    return [kept.get(place) for place in range(len(weights))]
