"""채점: from actual values and sheets to totals, ranks and grades. Reads a round in any phase and changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.enums import GradeScheme, MeasureState, Method, Phase, RoundingMode
from app.evaluation.models import Composition, EvaluationRound
from app.evaluation.queries.scoring import (
    Measured,
    MeasureKey,
    Member,
    adjustments_of,
    ballots_of,
    compositions_of,
    measures_of,
    members_of,
)
from app.evaluation.queries.source_figures import source_figures
from app.evaluation.rules import phases
from app.evaluation.rules.adjustments import Adjustment
from app.evaluation.rules.definitions import Definition
from app.evaluation.rules.methods.panel import Ballot
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.points import DepartmentResult, IndicatorLine, LineResult, TotalRule, total_points
from app.evaluation.rules.quotas import grade_by_cuts, grade_by_quota
from app.evaluation.rules.ranking import Contender, Key, Standing, rank
from app.evaluation.rules.rounding import round_to
from app.evaluation.rules.units import SubUnits

LIVE = frozenset({Phase.PLANNING, Phase.MEASURING})
"""Phases in which named sources are read as they stand."""


@dataclass(frozen=True, kw_only=True)
class ScoredLine:
    """One indicator of a department. `score` and `points` are rounded for reading; the sum uses `exact`."""

    indicator_id: int
    unit: str
    actual: object
    note: str
    exact: LineResult
    score: Decimal | None
    points: Decimal | None
    rounding: RoundingMode
    """How `score` and `points` were rounded."""


@dataclass(frozen=True, kw_only=True)
class DepartmentScore:
    """One department of a round with everything its total is made of."""

    member: Member
    lines: tuple[ScoredLine, ...]
    outcome: DepartmentResult
    standing: Standing
    grade: str | None


@dataclass(frozen=True, kw_only=True)
class RoundResult:
    """Every department, ordered by peer group, rank and organization chart."""

    round_id: int
    departments: tuple[DepartmentScore, ...]


@dataclass(frozen=True)
class _Scale:
    """A composition with its definition read once, and what equal values have scored already."""

    row: Composition
    definition: Definition
    scored: dict[object, Scored | None] = field(default_factory=dict)


@dataclass(frozen=True)
class _Data:
    measures: Mapping[MeasureKey, Measured]
    ballots: Mapping[MeasureKey, Sequence[Ballot]]
    adjustments: Mapping[int, Sequence[Adjustment]]
    figures: Mapping[MeasureKey, Decimal]
    """What the named sources say now; empty once measuring is closed, for then they were copied."""


def compute_round(record: EvaluationRound) -> RoundResult:
    """Score every department of the round. Five statements, whatever its size.

    Raises Refused with indicator and department where a value cannot be scored.
    """
    scales: dict[int, list[_Scale]] = {}
    rows = compositions_of(record.id)
    for row in rows:
        scales.setdefault(row.peer_group_id, []).append(_Scale(row, row.definition))
    members = [member for member in members_of(record) if member.peer_group_id in scales]
    figures = source_figures(record, rows, members) if record.phase in LIVE else {}
    data = _Data(measures_of(record.id), ballots_of(record.id), adjustments_of(record.id), figures)
    rule = TotalRule(missing=record.missing_rule, digits=record.digits, mode=record.rounding)
    drafts = [_score_department(record, member, scales[member.peer_group_id], data, rule) for member in members]
    return RoundResult(round_id=record.id, departments=_placed(record, drafts))


@dataclass(frozen=True)
class _Draft:
    member: Member
    lines: tuple[ScoredLine, ...]
    outcome: DepartmentResult


def _score_department(
    record: EvaluationRound, member: Member, scales: Sequence[_Scale], data: _Data, rule: TotalRule
) -> _Draft:
    measured = [_measured(record, member, scale, data) for scale in scales]
    lines = [
        IndicatorLine(
            code=scale.row.code,
            name=scale.row.name,
            weight=scale.row.weight,
            state=known.state,
            scored=_score(member, scale, known),
            floor=scale.definition.missing_floor,
        )
        for scale, known in zip(scales, measured, strict=True)
    ]
    outcome = total_points(lines, data.adjustments.get(member.department_id, ()), rule)
    shown = tuple(
        _shown(record, scale, known, line) for scale, known, line in zip(scales, measured, outcome.lines, strict=True)
    )
    return _Draft(member, shown, outcome)


def _measured(record: EvaluationRound, member: Member, scale: _Scale, data: _Data) -> Measured:
    key = (scale.row.indicator_id, member.department_id)
    if scale.row.method is not Method.PANEL:
        return data.measures.get(key) or _without_entry(data, key)
    entered = data.measures.get(key)
    if entered is not None and entered.state is MeasureState.NOT_APPLICABLE:
        return entered
    ballots = data.ballots.get(key, ())
    if any(ballot.marks is not None for ballot in ballots):
        return Measured(MeasureState.VALUE, ballots)
    scored_already = phases.marks_visible(record.phase)
    return Measured(MeasureState.MISSING if scored_already else MeasureState.NOT_DUE, None)


def _without_entry(data: _Data, key: MeasureKey) -> Measured:
    figure = data.figures.get(key)
    if figure is None:
        return Measured(MeasureState.MISSING, None)
    return Measured(MeasureState.VALUE, figure)


def _score(member: Member, scale: _Scale, known: Measured) -> Scored | None:
    definition = scale.definition
    has_own_past = bool(scale.row.history.get("departments"))
    if has_own_past:
        definition = definition.with_history(scale.row.history_of(member.department_id))
    try:
        if has_own_past or not isinstance(known.actual, Decimal | str):
            return definition.score(known.state, known.actual)
        key = known.state, known.actual
        if key not in scale.scored:
            scale.scored[key] = definition.score(known.state, known.actual)
        return scale.scored[key]
    except Refused as refusal:
        raise Refused(
            _(
                "%(department)s, indicator %(code)s: %(reason)s",
                department=member.department,
                code=scale.row.code,
                reason=refusal.reason,
            )
        ) from refusal


def _shown(record: EvaluationRound, scale: _Scale, known: Measured, line: LineResult) -> ScoredLine:
    row = scale.row
    points_digits = max(row.digits, record.digits)
    return ScoredLine(
        indicator_id=row.indicator_id,
        unit=row.unit,
        actual=_readable(row, known),
        note=known.note,
        exact=line,
        score=None if line.score is None else round_to(line.score, row.digits, row.rounding),
        points=None if line.points is None else round_to(line.points, points_digits, row.rounding),
        rounding=row.rounding,
    )


def _readable(row: Composition, known: Measured) -> object:
    if row.method is Method.PANEL:
        return None
    return str(known.actual) if isinstance(known.actual, SubUnits) else known.actual


def _placed(record: EvaluationRound, drafts: Sequence[_Draft]) -> tuple[DepartmentScore, ...]:
    standings = rank(
        Contender(
            key=draft.member.department_id,
            peer_group=str(draft.member.peer_group_id),
            total=draft.outcome.total,
            out_of_competition=not draft.member.is_ranked,
        )
        for draft in drafts
    )
    grades = _grades(record, standings)
    scores = [
        DepartmentScore(
            member=draft.member,
            lines=draft.lines,
            outcome=draft.outcome,
            standing=standings[draft.member.department_id],
            grade=grades.get(draft.member.department_id),
        )
        for draft in drafts
    ]
    order = {group: place for place, group in enumerate(dict.fromkeys(d.member.peer_group_id for d in drafts))}
    return tuple(sorted(scores, key=lambda score: _place(score, order)))


def _place(score: DepartmentScore, order: Mapping[int, int]) -> tuple[int, bool, int, int]:
    place = score.standing.rank
    return order[score.member.peer_group_id], place is None, place or 0, score.member.position


def _grades(record: EvaluationRound, standings: Mapping[Key, Standing]) -> dict[Key, str | None]:
    grades: dict[Key, str | None] = {}
    for group in dict.fromkeys(standing.peer_group for standing in standings.values()):
        inside = {key: standing for key, standing in standings.items() if standing.peer_group == group}
        grades.update(_grade_group(record, int(group), inside))
    return grades


def _grade_group(record: EvaluationRound, group: int, standings: Mapping[Key, Standing]) -> dict[Key, str | None]:
    steps = record.steps_of(group)
    if not steps:
        return {}
    if record.grade_scheme is GradeScheme.QUOTA:
        shares = {label: value or Decimal(0) for label, value in steps}
        return grade_by_quota({key: standing.rank for key, standing in standings.items()}, shares)
    cuts = [(label, value) for label, value in steps if value is not None]
    lowest = steps[-1][0]
    return {
        key: None if standing.rank is None else grade_by_cuts(standing.total, cuts, lowest)
        for key, standing in standings.items()
    }


def compute_one(record: EvaluationRound, department_id: int) -> DepartmentScore | None:
    """Return one department's score, or None where the round does not have it. Ranks need the whole round."""
    found = (score for score in compute_round(record).departments if score.member.department_id == department_id)
    return next(found, None)
