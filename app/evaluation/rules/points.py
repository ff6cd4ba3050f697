"""득점·총점: from the scores of a department's indicators to its total.

Points = weight × score ÷ 100. Total = Σ points + Σ bonus − Σ penalty, summed exactly and rounded once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import AdjustmentKind, MeasureState, MissingRule, RoundingMode
from app.evaluation.rules.adjustments import Adjustment, AdjustmentLine, settle
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.rounding import round_to
from app.evaluation.rules.weights import check_weights, rebase


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """One indicator of a department as it goes into the sum. `code` is unique in the department."""

    code: str
    name: str
    weight: Decimal
    state: MeasureState
    scored: Scored | None = None
    floor: Decimal = ZERO
    """What MissingRule.FLOOR gives where the measure was not handed in."""


@dataclass(frozen=True, kw_only=True)
class TotalRule:
    """What the round lays down for the sum."""

    missing: MissingRule = MissingRule.ZERO
    digits: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP


@dataclass(frozen=True, kw_only=True)
class LineResult:
    """One indicator after the sum; score and points are None where it does not count."""

    code: str
    name: str
    state: MeasureState
    weight: Decimal
    effective_weight: Decimal | None
    """The weight after re-basing; None where the indicator is left out."""
    score: Decimal | None
    points: Decimal | None
    derivation: tuple[Message, ...]


@dataclass(frozen=True, kw_only=True)
class DepartmentResult:
    """The total of a department with every line it is made of. Only `total` is rounded."""

    lines: tuple[LineResult, ...]
    adjustments: tuple[AdjustmentLine, ...]
    points: Decimal
    bonus: Decimal
    penalty: Decimal
    due_weight: Decimal
    """Weight of what is due so far, after re-basing."""
    whole_weight: Decimal
    exact_total: Decimal | None
    total: Decimal | None
    """None where nothing is due or applicable; such a department is not ranked."""
    derivation: tuple[Message, ...]

    @property
    def is_interim(self) -> bool:
        """Whether something is not due yet, so that the total is not the last word."""
        return any(line.state is MeasureState.NOT_DUE for line in self.lines)


@exact()
def total_points(
    lines: Sequence[IndicatorLine], adjustments: Sequence[Adjustment] = (), rule: TotalRule | None = None
) -> DepartmentResult:
    """Sum a department.

    Not applicable indicators (and missing ones under MissingRule.EXCLUDED) are left out and their weight is
    re-based onto the others. Indicators not due yet keep their weight and bring no points: the total is interim.
    Raises Refused where a line contradicts itself or a code appears twice.
    """
    rule = rule or TotalRule()
    _check_lines(lines)
    weights = {line.code: line.weight for line in lines}
    left_out = [line.code for line in lines if _is_left_out(line, rule)]
    effective = rebase(weights, left_out)
    whole, kept = sum(weights.values(), ZERO), sum((weights[code] for code in effective), ZERO)
    results = tuple(_line_result(line, effective.get(line.code), (whole, kept), rule) for line in lines)
    settled = settle(adjustments)
    return _summed(results, settled, rule)


def _check_lines(lines: Sequence[IndicatorLine]) -> None:
    check_weights({line.code: line.weight for line in lines})
    if len({line.code for line in lines}) < len(lines):
        raise Refused(_("An indicator appears twice in the sum."))
    if any((line.scored is None) is (line.state is MeasureState.VALUE) for line in lines):
        raise Refused(_("A measure with a value needs its score, and no other measure may have one."))


def _is_left_out(line: IndicatorLine, rule: TotalRule) -> bool:
    return line.state is MeasureState.NOT_APPLICABLE or (
        line.state is MeasureState.MISSING and rule.missing is MissingRule.EXCLUDED
    )


def _line_result(
    line: IndicatorLine, weight: Decimal | None, bases: tuple[Decimal, Decimal], rule: TotalRule
) -> LineResult:
    score, derivation = _score_and_reason(line, rule)
    points = None
    if weight is not None and weight != line.weight:
        derivation = (
            *derivation,
            _("Weight re-based from %(old)s to %(new)s", old=plain(line.weight), new=plain(weight)),
        )
    if weight is not None and score is not None:
        points = weight * score / HUNDRED
        derivation = (*derivation, _points_formula(line.weight, weight, score, points, bases))
    return LineResult(
        code=line.code,
        name=line.name,
        state=line.state,
        weight=line.weight,
        effective_weight=weight,
        score=score,
        points=points,
        derivation=derivation,
    )


def _points_formula(
    stated: Decimal, weight: Decimal, score: Decimal, points: Decimal, bases: tuple[Decimal, Decimal]
) -> Message:
    """Weight × score ÷ 100; a re-based weight stands there as the quotient it is, so that nobody reckons with its end cut off."""
    if weight == stated:
        return _(
            "%(weight)s × %(score)s ÷ 100 %(result)s", weight=plain(weight), score=plain(score), result=outcome(points)
        )
    whole, kept = bases
    return _(
        "%(weight)s × %(whole)s ÷ %(kept)s × %(score)s ÷ 100 %(result)s",
        weight=plain(stated),
        whole=plain(whole),
        kept=plain(kept),
        score=plain(score),
        result=outcome(points),
    )


def _score_and_reason(line: IndicatorLine, rule: TotalRule) -> tuple[Decimal | None, tuple[Message, ...]]:
    if line.scored is not None:
        return line.scored.score, line.scored.derivation
    if line.state is MeasureState.NOT_APPLICABLE:
        return None, (_("Does not apply: left out, and the other weights are re-based."),)
    if line.state is MeasureState.NOT_DUE:
        return None, (_("Not due yet: it does not count in this interim total."),)
    if rule.missing is MissingRule.EXCLUDED:
        return None, (_("Not handed in by the deadline: left out by the rule of this round."),)
    if rule.missing is MissingRule.FLOOR:
        reason = _(
            "Not handed in by the deadline: scored at the floor of %(floor)s by the rule of this round.",
            floor=plain(line.floor),
        )
        return line.floor, (reason,)
    return ZERO, (_("Not handed in by the deadline: scored as 0 by the rule of this round."),)


def _summed(
    lines: tuple[LineResult, ...], adjustments: tuple[AdjustmentLine, ...], rule: TotalRule
) -> DepartmentResult:
    points = sum((line.points for line in lines if line.points is not None), ZERO)
    bonus = sum((a.points for a in adjustments if a.kind is AdjustmentKind.BONUS), ZERO)
    penalty = sum((a.points for a in adjustments if a.kind is AdjustmentKind.PENALTY), ZERO)
    due_weight = sum((line.effective_weight or ZERO for line in lines if line.points is not None), ZERO)
    exact_total = points + bonus - penalty if due_weight else None
    total = None if exact_total is None else round_to(exact_total, rule.digits, rule.mode)
    draft = DepartmentResult(
        lines=lines,
        adjustments=adjustments,
        points=points,
        bonus=bonus,
        penalty=penalty,
        due_weight=due_weight,
        whole_weight=sum((line.weight for line in lines), ZERO),
        exact_total=exact_total,
        total=total,
        derivation=(),
    )
    return replace(draft, derivation=_explained(draft, rule))


def _explained(result: DepartmentResult, rule: TotalRule) -> tuple[Message, ...]:
    return (*_rebasing(result), *_interim(result), *(a.derivation for a in result.adjustments), *_closing(result, rule))


def _rebasing(result: DepartmentResult) -> tuple[Message, ...]:
    left_out = [line for line in result.lines if line.effective_weight is None]
    if not left_out:
        return ()
    remaining = result.whole_weight - sum((line.weight for line in left_out), ZERO)
    sentence = _(
        "Left out: %(names)s. The other weights are multiplied by %(whole)s ÷ %(remaining)s, so their sum stays %(whole)s.",
        names=", ".join(line.name for line in left_out),
        whole=plain(result.whole_weight),
        remaining=plain(remaining),
    )
    return (sentence,) if remaining else ()


def _interim(result: DepartmentResult) -> tuple[Message, ...]:
    waiting = [line.name for line in result.lines if line.state is MeasureState.NOT_DUE]
    if not waiting:
        return ()
    sentence = _(
        "Interim total: %(due)s of %(whole)s of the weight is due. Not due yet: %(names)s.",
        due=plain(result.due_weight),
        whole=plain(result.whole_weight),
        names=", ".join(waiting),
    )
    return (sentence,)


def _closing(result: DepartmentResult, rule: TotalRule) -> tuple[Message, ...]:
    if result.exact_total is None or result.total is None:
        return (_("Nothing counts yet, so there is no total."),)
    sentence = _(
        "Points %(points)s + bonus %(bonus)s − penalty %(penalty)s = %(exact)s; "
        "rounded once (%(mode)s, %(digits)s decimals): %(total)s",
        points=plain(result.points),
        bonus=plain(result.bonus),
        penalty=plain(result.penalty),
        exact=plain(result.exact_total),
        mode=rule.mode.label,
        digits=rule.digits,
        total=str(result.total),
    )
    return (sentence,)
