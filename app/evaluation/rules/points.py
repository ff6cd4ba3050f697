"""득점·총점: from the scores of a department's indicators to its total.

Points = weight × score ÷ 100. Total = Σ points + Σ bonus − Σ penalty, summed exactly and rounded once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import MeasureState, MissingRule
from app.evaluation.rules.adjustments import Adjustment, AdjustmentLine, settle
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.sums import Sums, TotalRule, add_up
from app.evaluation.rules.weights import check_weights


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
    share: Decimal = HUNDRED
    """공동지표: what the department carries of the weight, out of 100; the rest goes to its other indicators."""

    @property
    def carried(self) -> Decimal:
        """The weight that is the department's own, before re-basing."""
        return self.weight if self.share == HUNDRED else self.weight * self.share / HUNDRED


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
    share: Decimal = HUNDRED
    """What the department carries of the weight of a joint indicator."""


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
    re-based onto the others; so is what others carry of a joint indicator. Indicators not due yet keep their weight and bring no points: the total is interim.
    Raises Refused where a line contradicts itself or a code appears twice.
    """
    rule = rule or TotalRule()
    _check_lines(lines)
    settled = settle(adjustments)
    sums = add_up(
        [line.weight for line in lines],
        [None if line.scored is None else line.scored.score for line in lines],
        {place: (line.state, line.floor) for place, line in enumerate(lines) if line.scored is None},
        settled,
        rule,
        [line.carried for line in lines] if any(line.share != HUNDRED for line in lines) else None,
    )
    whole = sum((line.weight for line in lines), ZERO)
    kept = sum((line.carried for line, weight in zip(lines, sums.weights, strict=True) if weight is not None), ZERO)
    figures = zip(lines, sums.weights, sums.scores, sums.points, strict=True)
    results = tuple(_line_result(*figure, (whole, kept), rule) for figure in figures)
    return _summed(results, settled, sums, rule)


def _check_lines(lines: Sequence[IndicatorLine]) -> None:
    check_weights({line.code: line.weight for line in lines})
    if len({line.code for line in lines}) < len(lines):
        raise Refused(_("An indicator appears twice in the sum."))
    if any((line.scored is None) is (line.state is MeasureState.VALUE) for line in lines):
        raise Refused(_("A measure with a value needs its score, and no other measure may have one."))


def _line_result(
    line: IndicatorLine,
    weight: Decimal | None,
    score: Decimal | None,
    points: Decimal | None,
    bases: tuple[Decimal, Decimal],
    rule: TotalRule,
) -> LineResult:
    derivation = _reason(line, rule)
    if weight is not None and line.share != HUNDRED:
        derivation = (*derivation, _carried(line))
    if weight is not None and weight != line.weight:
        derivation = (
            *derivation,
            _("Weight re-based from %(old)s to %(new)s", old=plain(line.weight), new=plain(weight)),
        )
    if weight is not None and score is not None and points is not None:
        derivation = (*derivation, _points_formula(line, weight, (score, points), bases))
    return LineResult(
        code=line.code,
        name=line.name,
        state=line.state,
        weight=line.weight,
        effective_weight=weight,
        score=score,
        points=points,
        derivation=derivation,
        share=line.share,
    )


def _carried(line: IndicatorLine) -> Message:
    return _(
        "Joint indicator: the department carries %(share)s of 100 of the weight, "
        "%(weight)s × %(share)s ÷ 100 %(result)s; the rest goes to its other indicators.",
        weight=plain(line.weight),
        share=plain(line.share),
        result=outcome(line.carried),
    )


def _points_formula(
    line: IndicatorLine, weight: Decimal, result: tuple[Decimal, Decimal], bases: tuple[Decimal, Decimal]
) -> Message:
    """Weight × score ÷ 100; a re-based weight stands there as the quotient it is, so that nobody reckons with its end cut off."""
    score, points = result
    if line.share != HUNDRED:
        return _(
            "%(weight)s × %(share)s ÷ 100 × %(whole)s ÷ %(kept)s × %(score)s ÷ 100 %(result)s",
            weight=plain(line.weight),
            share=plain(line.share),
            whole=plain(bases[0]),
            kept=plain(bases[1]),
            score=plain(score),
            result=outcome(points),
        )
    if weight == line.weight:
        return _(
            "%(weight)s × %(score)s ÷ 100 %(result)s", weight=plain(weight), score=plain(score), result=outcome(points)
        )
    whole, kept = bases
    return _(
        "%(weight)s × %(whole)s ÷ %(kept)s × %(score)s ÷ 100 %(result)s",
        weight=plain(line.weight),
        whole=plain(whole),
        kept=plain(kept),
        score=plain(score),
        result=outcome(points),
    )


def _reason(line: IndicatorLine, rule: TotalRule) -> tuple[Message, ...]:
    if line.scored is not None:
        return line.scored.derivation
    if line.state is MeasureState.NOT_APPLICABLE:
        return (_("Does not apply: left out, and the other weights are re-based."),)
    if line.state is MeasureState.NOT_DUE:
        return (_("Not due yet: it does not count in this interim total."),)
    if rule.missing is MissingRule.EXCLUDED:
        return (_("Not handed in by the deadline: left out by the rule of this round."),)
    if rule.missing is MissingRule.FLOOR:
        reason = _(
            "Not handed in by the deadline: scored at the floor of %(floor)s by the rule of this round.",
            floor=plain(line.floor),
        )
        return (reason,)
    return (_("Not handed in by the deadline: scored as 0 by the rule of this round."),)


def _summed(
    lines: tuple[LineResult, ...], adjustments: tuple[AdjustmentLine, ...], sums: Sums, rule: TotalRule
) -> DepartmentResult:
    draft = DepartmentResult(
        lines=lines,
        adjustments=adjustments,
        points=sums.closing.points,
        bonus=sums.closing.bonus,
        penalty=sums.closing.penalty,
        due_weight=sum((line.effective_weight or ZERO for line in lines if line.points is not None), ZERO),
        whole_weight=sum((line.weight for line in lines), ZERO),
        exact_total=sums.closing.exact_total,
        total=sums.closing.total,
        derivation=(),
    )
    return replace(draft, derivation=_explained(draft, rule))


def _explained(result: DepartmentResult, rule: TotalRule) -> tuple[Message, ...]:
    return (
        *_rebasing(result),
        *_shared(result),
        *_interim(result),
        *(a.derivation for a in result.adjustments),
        *_closing(result, rule),
    )


def _rebasing(result: DepartmentResult) -> tuple[Message, ...]:
    left_out = [line for line in result.lines if line.effective_weight is None]
    if not left_out or _joint(result):
        return ()
    remaining = result.whole_weight - sum((line.weight for line in left_out), ZERO)
    sentence = _(
        "Left out: %(names)s. The other weights are multiplied by %(whole)s ÷ %(remaining)s, so their sum stays %(whole)s.",
        names=", ".join(line.name for line in left_out),
        whole=plain(result.whole_weight),
        remaining=plain(remaining),
    )
    return (sentence,) if remaining else ()


def _joint(result: DepartmentResult) -> Sequence[LineResult]:
    return [line for line in result.lines if line.share != HUNDRED and line.effective_weight is not None]


def _shared(result: DepartmentResult) -> tuple[Message, ...]:
    """How the weights of a department with joint indicators become 100 again."""
    if not _joint(result):
        return ()
    kept = [line for line in result.lines if line.effective_weight is not None]
    out = [line.name for line in result.lines if line.effective_weight is None]
    remaining = sum((line.weight * line.share / HUNDRED for line in kept), ZERO)
    sentence = _(
        "Joint, with the department's share of the weight: %(names)s. Of the weight %(remaining)s is the department's "
        "own; each is multiplied by %(whole)s ÷ %(remaining)s, so their sum stays %(whole)s.",
        names=", ".join(line.name for line in _joint(result)),
        whole=plain(result.whole_weight),
        remaining=plain(remaining),
    )
    return (_("Left out: %(names)s.", names=", ".join(out)), sentence) if out else (sentence,)


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
