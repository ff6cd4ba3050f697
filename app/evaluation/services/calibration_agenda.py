"""조정회의 안건: which cases of a round are in conflict now. Reads and reckons, writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import ZERO
from app.evaluation.enums import GradeScheme, Method
from app.evaluation.models import Composition, EvaluationRound
from app.evaluation.queries.calibration import bounds_of, decided_grounds
from app.evaluation.queries.panel_marks import panel_marks_of, panel_parameters
from app.evaluation.queries.scoring import compositions_of
from app.evaluation.queries.stale_sheets import stale_sheets
from app.evaluation.rules.calibration import (
    Bounds,
    CaseKey,
    Ground,
    Grounds,
    Placed,
    cut_grounds,
    merged,
    quota_grounds,
    rank_gap_grounds,
    spread_grounds,
    stale_grounds,
)
from app.evaluation.rules.methods.panel import PanelMarks, PanelParameters, source_means, weighted_mark
from app.evaluation.rules.panel_marks import two_scores
from app.evaluation.rules.quotas import allocate
from app.evaluation.services.scoring import DepartmentScore, RoundResult, compute_round


@dataclass(frozen=True, kw_only=True)
class AgendaCase:
    """A case in conflict: the department, the indicator (None: its total), and why."""

    department_id: int
    department: str
    peer_group: str
    indicator_id: int | None
    indicator: str
    """Code and name of the indicator; empty for the total."""
    grounds: tuple[Ground, ...]


def agenda(record: EvaluationRound, result: RoundResult | None = None) -> Sequence[AgendaCase]:
    """Return the cases in conflict that no session has decided about yet, in the order of the results.

    A case that was decided comes back only with a ground it did not have. Raises Refused where a value of the round
    cannot be scored.
    """
    result = compute_round(record) if result is None else result
    rows = [row for row in compositions_of(record.id) if row.method is Method.PANEL]
    found = _conflicts(record, result, rows)
    decided = decided_grounds(record.id)
    names = {row.indicator_id: f"{row.code} {row.name}" for row in rows}
    return [
        AgendaCase(
            department_id=department.member.department_id,
            department=department.member.department,
            peer_group=department.member.peer_group,
            indicator_id=indicator,
            indicator="" if indicator is None else names[indicator],
            grounds=grounds,
        )
        for department in result.departments
        for (key, indicator), grounds in found.items()
        if key == department.member.department_id
        and not {ground.kind for ground in grounds} <= decided.get((key, indicator), frozenset())
    ]


def _conflicts(
    record: EvaluationRound, result: RoundResult, rows: Sequence[Composition]
) -> Mapping[CaseKey, tuple[Ground, ...]]:
    bounds, panels = bounds_of(record), panels_of(record, result, rows)
    groups = {score.member.department_id: score.member.peer_group_id for score in result.departments}
    marks = {key: counted_marks(*found) for key, found in panels.items()}
    scores = {key: two_scores(*found) for key, found in panels.items()}
    raw = {key: found.raw for key, found in scores.items()}
    balanced = {key: found.balanced for key, found in scores.items() if found.balanced is not None}
    ranked = {score.member.department_id for score in result.departments if score.standing.rank is not None}
    return merged(
        spread_grounds(marks, bounds),
        rank_gap_grounds(raw, balanced, groups, bounds),
        stale_grounds(_stale(record)),
        *_borders(record, result, bounds),
        decidable=ranked & {department for (department, _indicator), given in marks.items() if given},
    )


def _stale(record: EvaluationRound) -> Mapping[CaseKey, int]:
    return Counter((sheet.department_id, sheet.indicator_id) for sheet in stale_sheets(record))


def counted_marks(marks: PanelMarks, parameters: PanelParameters) -> list[Decimal]:
    """Return the weighted marks of a panel on one department, the highest first.

    Abstentions are left out, and marks of a source with fewer raters than it needs: they count nowhere.
    """
    counting = {found.source.name for found in source_means(marks, parameters) if found.counts}
    return sorted(
        (
            weighted_mark(ballot, parameters)
            for ballot in marks.ballots
            if ballot.marks is not None and (not parameters.sources or ballot.source in counting)
        ),
        reverse=True,
    )


def panels_of(
    record: EvaluationRound, result: RoundResult, rows: Sequence[Composition]
) -> Mapping[CaseKey, tuple[PanelMarks, PanelParameters]]:
    """Return what the panels have on each department, by department and indicator. `rows` are those of panels."""
    members = [score.member for score in result.departments]
    parameters = panel_parameters(rows)
    groups = {member.department_id: member.peer_group_id for member in members}
    return {
        (department, indicator): (marks, parameters[groups[department], indicator])
        for (indicator, department), marks in panel_marks_of(record.id, rows, members).items()
    }


def _borders(record: EvaluationRound, result: RoundResult, bounds: Bounds) -> list[Grounds]:
    groups: dict[int, list[DepartmentScore]] = {}
    for score in result.departments:
        if score.standing.rank is not None:
            groups.setdefault(score.member.peer_group_id, []).append(score)
    return [_borders_of_group(record, group, scores, bounds) for group, scores in groups.items()]


def _borders_of_group(
    record: EvaluationRound, group: int, scores: Sequence[DepartmentScore], bounds: Bounds
) -> Grounds:
    placed = [
        Placed(department_id=score.member.department_id, total=score.total, grade=score.grade)
        for score in scores
        if score.total is not None
    ]
    steps = record.steps_of(group)
    if record.grade_scheme is GradeScheme.CUTS:
        return cut_grounds(placed, [value for _label, value in steps if value is not None], bounds)
    shares = {label: value or ZERO for label, value in steps}
    return quota_grounds(placed, allocate(len(placed), shares), bounds) if shares else {}
