"""채점 진행: per evaluator and per indicator, what is late, changed or in conflict. For control tower and auditor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select

from app.accounts.models import Person
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.enums import Phase, SheetState
from app.evaluation.models import (
    DeclaredConflict,
    EvaluationRound,
    KeptSheet,
    RoundDay,
    RoundMember,
    ScoreSheet,
    SheetRules,
)
from app.evaluation.queries.panels import (
    AssignedRow,
    PanelProgress,
    assigned_rows,
    blocked_departments,
    panels_of,
    progress_lines,
)
from app.evaluation.queries.rows import rows_as
from app.evaluation.queries.stale_sheets import later_changes
from app.evaluation.rules.sheets import NoteBounds


@dataclass(frozen=True, kw_only=True)
class EvaluatorLine:
    """One evaluator over all indicators of the round."""

    person_id: int
    name: str
    institution: str | None
    done: int
    expected: int
    open_departments: tuple[str, ...]
    last_at: datetime | None
    stale: int
    reopened: int

    @property
    def is_done(self) -> bool:
        """Whether every sheet is in."""
        return self.done >= self.expected


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """One indicator over all its evaluators."""

    name: str
    evaluators: int
    done: int
    expected: int


@dataclass(frozen=True, kw_only=True)
class ConflictLine:
    """A conflict somebody declared; `withdrawn`: sheets with marks that became abstentions by it."""

    evaluator: str
    department: str
    reason: str
    declared_at: datetime
    withdrawn: int


@dataclass(frozen=True, kw_only=True)
class OvertakenLine:
    """A sheet that was in before its evaluator moved to the department, or came to stand close to it otherwise."""

    evaluator: str
    department: str
    closed_at: datetime


@dataclass(frozen=True, kw_only=True)
class ScoringProgress:
    """How far the scoring of a round is."""

    evaluators: Sequence[EvaluatorLine]
    indicators: Sequence[IndicatorLine]
    conflicts: Sequence[ConflictLine]
    overtaken: Sequence[OvertakenLine]


@dataclass(frozen=True, kw_only=True)
class SheetTerms:
    """A round with the marks that ask for a note, and the day its sheets are due."""

    record: EvaluationRound
    bounds: NoteBounds
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """A sheet; `reopened`: how often its evaluator opened it again."""

    evaluator_id: int
    indicator_id: int
    department_id: int
    department: str
    state: SheetState
    closed_at: datetime | None
    reopened: int


def sheet_terms(round_id: int) -> SheetTerms:
    """Return a round and what holds for its sheets, in one statement. Raises Missing."""
    due = (RoundDay.round_id == EvaluationRound.id) & (RoundDay.phase == Phase.CALIBRATION)
    found = db.session.execute(
        select(EvaluationRound, SheetRules.note_low, SheetRules.note_high, RoundDay.planned_on)
        .outerjoin(SheetRules, SheetRules.round_id == EvaluationRound.id)
        .outerjoin(RoundDay, due)
        .where(EvaluationRound.id == round_id)
    ).first()
    if found is None:
        raise Missing(_("There is no such round."))
    record, low, high, due_on = found
    return SheetTerms(
        record=record, bounds=NoteBounds() if low is None else NoteBounds(low=low, high=high), due_on=due_on
    )


def scoring_progress(record: EvaluationRound) -> ScoringProgress:
    """Return the progress of a round, who has most left first. Statements do not depend on its size."""
    rows, sheets = assigned_rows(record), _sheets(record)
    blocked = blocked_departments(record, {row.evaluator_id for row in rows})
    closed = {
        (sheet.evaluator_id, sheet.indicator_id, sheet.department_id)
        for sheet in sheets
        if sheet.state is not SheetState.DRAFT
    }
    lines = progress_lines(rows, panels_of(record.id), blocked, closed)
    names = {row.evaluator_id: row.evaluator for row in rows}
    return ScoringProgress(
        evaluators=_evaluators(lines, sheets, _stale(record, sheets), rows),
        indicators=_indicators(lines),
        conflicts=_conflicts(record),
        overtaken=_overtaken(names, blocked, sheets),
    )


def _evaluators(
    lines: Sequence[PanelProgress], sheets: Sequence[_Sheet], stale: Mapping[int, int], rows: Sequence[AssignedRow]
) -> Sequence[EvaluatorLine]:
    last = {sheet.evaluator_id: sheet.closed_at for sheet in sheets if sheet.closed_at is not None}
    reopened: Counter[int] = Counter()
    for sheet in sheets:
        reopened[sheet.evaluator_id] += sheet.reopened
    homes = {row.evaluator_id: row.institution for row in rows}
    grouped: dict[int, list[PanelProgress]] = {}
    for line in lines:
        grouped.setdefault(line.evaluator_id, []).append(line)
    found = [
        EvaluatorLine(
            person_id=person_id,
            name=inside[0].evaluator,
            institution=homes[person_id],
            done=sum(line.done for line in inside),
            expected=sum(line.expected for line in inside),
            open_departments=tuple(dict.fromkeys(unit for line in inside for unit in line.open_departments)),
            last_at=last.get(person_id),
            stale=stale.get(person_id, 0),
            reopened=reopened[person_id],
        )
        for person_id, inside in grouped.items()
    ]
    return sorted(found, key=lambda line: (line.done - line.expected, line.name, line.person_id))


def _indicators(lines: Sequence[PanelProgress]) -> Sequence[IndicatorLine]:
    grouped: dict[int, list[PanelProgress]] = {}
    for line in lines:
        grouped.setdefault(line.indicator_id, []).append(line)
    return [
        IndicatorLine(
            name=rows[0].indicator,
            evaluators=len(rows),
            done=sum(row.done for row in rows),
            expected=sum(row.expected for row in rows),
        )
        for rows in grouped.values()
    ]


def _sheets(record: EvaluationRound) -> Sequence[_Sheet]:
    """Return every sheet of a round, drafts and abstentions too, what was handed in last at the end.

    Opened again counts what its evaluator did; a sheet withdrawn for a conflict is told there.
    """
    for_a_conflict = exists().where(
        DeclaredConflict.round_id == ScoreSheet.round_id,
        DeclaredConflict.evaluator_id == ScoreSheet.evaluator_id,
        DeclaredConflict.department_id == ScoreSheet.department_id,
        DeclaredConflict.declared_at <= KeptSheet.kept_at,
    )
    reopened = (
        select(func.count())
        .select_from(KeptSheet)
        .where(
            KeptSheet.sheet_id == ScoreSheet.id,
            KeptSheet.closed_at.is_not(None),
            ~for_a_conflict.correlate_except(DeclaredConflict),
        )
        .correlate_except(KeptSheet)
        .scalar_subquery()
    )
    statement = (
        select(
            ScoreSheet.evaluator_id,
            ScoreSheet.indicator_id,
            ScoreSheet.department_id,
            RoundMember.department_name,
            ScoreSheet.state,
            ScoreSheet.closed_at,
            reopened,
        )
        .join(
            RoundMember,
            (RoundMember.round_id == ScoreSheet.round_id) & (RoundMember.department_id == ScoreSheet.department_id),
        )
        .where(ScoreSheet.round_id == record.id)
        .order_by(ScoreSheet.closed_at, ScoreSheet.id)
    )
    return rows_as(_Sheet, statement)


def _stale(record: EvaluationRound, sheets: Sequence[_Sheet]) -> Mapping[int, int]:
    """How many sheets of each evaluator are in although their evidence changed since."""
    given = [
        (sheet.evaluator_id, sheet.department_id, sheet.closed_at)
        for sheet in sheets
        if sheet.state is SheetState.SUBMITTED and sheet.closed_at is not None
    ]
    counts = later_changes(record, [(department, closed_at) for _who, department, closed_at in given])
    return Counter(who for (who, *_sheet), count in zip(given, counts, strict=True) if count)


def _conflicts(record: EvaluationRound) -> Sequence[ConflictLine]:
    withdrawn = (
        select(func.count(KeptSheet.sheet_id.distinct()))
        .join(ScoreSheet, ScoreSheet.id == KeptSheet.sheet_id)
        .where(
            ScoreSheet.round_id == DeclaredConflict.round_id,
            ScoreSheet.evaluator_id == DeclaredConflict.evaluator_id,
            ScoreSheet.department_id == DeclaredConflict.department_id,
            KeptSheet.kept_at >= DeclaredConflict.declared_at,
        )
        .correlate(DeclaredConflict)
        .scalar_subquery()
    )
    statement = (
        select(
            Person.name,
            RoundMember.department_name,
            DeclaredConflict.reason,
            DeclaredConflict.declared_at,
            withdrawn.label("withdrawn"),
        )
        .join(Person, Person.id == DeclaredConflict.evaluator_id)
        .join(
            RoundMember,
            (RoundMember.round_id == DeclaredConflict.round_id)
            & (RoundMember.department_id == DeclaredConflict.department_id),
        )
        .where(DeclaredConflict.round_id == record.id)
        .order_by(DeclaredConflict.id)
    )
    return [
        ConflictLine(
            evaluator=row.name,
            department=row.department_name,
            reason=row.reason,
            declared_at=row.declared_at,
            withdrawn=row.withdrawn,
        )
        for row in db.session.execute(statement)
    ]


def _overtaken(
    names: Mapping[int, str], blocked: Mapping[int, frozenset[int]], sheets: Sequence[_Sheet]
) -> Sequence[OvertakenLine]:
    """Sheets with marks of departments their evaluator may not score any more."""
    return [
        OvertakenLine(evaluator=names.get(row.evaluator_id, ""), department=row.department, closed_at=row.closed_at)
        for row in sheets
        if row.closed_at is not None
        and row.state is SheetState.SUBMITTED
        and row.department_id in blocked.get(row.evaluator_id, frozenset())
    ]
