"""채점 진행: per evaluator and per indicator, what is late, changed or in conflict. For control tower and auditor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from app.accounts.models import Person
from app.core.database import db
from app.evaluation.enums import SheetState
from app.evaluation.models import DeclaredConflict, EvaluationRound, KeptSheet, RoundMember, ScoreSheet
from app.evaluation.queries.panels import PanelProgress, blocked_departments, panel_progress
from app.evaluation.queries.rows import rows_as
from app.evaluation.queries.stale_sheets import stale_sheets


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
class _HandedIn:
    evaluator_id: int
    department_id: int
    department: str
    state: SheetState
    closed_at: datetime


def scoring_progress(record: EvaluationRound) -> ScoringProgress:
    """Return the progress of a round, who has most left first."""
    lines, sheets = panel_progress(record), _handed_in(record)
    return ScoringProgress(
        evaluators=_evaluators(record, lines, sheets),
        indicators=_indicators(lines),
        conflicts=_conflicts(record),
        overtaken=_overtaken(record, {line.evaluator_id: line.evaluator for line in lines}, sheets),
    )


def _evaluators(
    record: EvaluationRound, lines: Sequence[PanelProgress], sheets: Sequence[_HandedIn]
) -> Sequence[EvaluatorLine]:
    stale = Counter(row.evaluator_id for row in stale_sheets(record))
    last, reopened = {sheet.evaluator_id: sheet.closed_at for sheet in sheets}, _reopened(record)
    homes = _institutions({line.evaluator_id for line in lines})
    grouped: dict[int, list[PanelProgress]] = {}
    for line in lines:
        grouped.setdefault(line.evaluator_id, []).append(line)
    found = [
        EvaluatorLine(
            person_id=person_id,
            name=rows[0].evaluator,
            institution=homes.get(person_id),
            done=sum(row.done for row in rows),
            expected=sum(row.expected for row in rows),
            open_departments=tuple(dict.fromkeys(unit for row in rows for unit in row.open_departments)),
            last_at=last.get(person_id),
            stale=stale[person_id],
            reopened=reopened.get(person_id, 0),
        )
        for person_id, rows in grouped.items()
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


def _institutions(people: set[int]) -> Mapping[int, str]:
    statement = select(Person.id, Person.institution).where(Person.id.in_(people), Person.institution.is_not(None))
    return {row.id: row.institution or "" for row in db.session.execute(statement)}


def _handed_in(record: EvaluationRound) -> Sequence[_HandedIn]:
    """Return the sheets that are in, abstentions too, the latest last."""
    statement = (
        select(
            ScoreSheet.evaluator_id,
            ScoreSheet.department_id,
            RoundMember.department_name,
            ScoreSheet.state,
            ScoreSheet.closed_at,
        )
        .join(
            RoundMember,
            (RoundMember.round_id == ScoreSheet.round_id) & (RoundMember.department_id == ScoreSheet.department_id),
        )
        .where(ScoreSheet.round_id == record.id, ScoreSheet.closed_at.is_not(None))
        .order_by(ScoreSheet.closed_at, ScoreSheet.id)
    )
    return rows_as(_HandedIn, statement)


def _reopened(record: EvaluationRound) -> Mapping[int, int]:
    """How often each evaluator opened a sheet again; sheets withdrawn for a conflict are told there."""
    for_a_conflict = exists().where(
        DeclaredConflict.round_id == ScoreSheet.round_id,
        DeclaredConflict.evaluator_id == ScoreSheet.evaluator_id,
        DeclaredConflict.department_id == ScoreSheet.department_id,
        DeclaredConflict.declared_at <= KeptSheet.kept_at,
    )
    statement = (
        select(ScoreSheet.evaluator_id, func.count())
        .join(KeptSheet, KeptSheet.sheet_id == ScoreSheet.id)
        .where(ScoreSheet.round_id == record.id, KeptSheet.closed_at.is_not(None), ~for_a_conflict)
        .group_by(ScoreSheet.evaluator_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


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
    record: EvaluationRound, names: Mapping[int, str], sheets: Sequence[_HandedIn]
) -> Sequence[OvertakenLine]:
    """Sheets with marks of departments their evaluator may not score any more."""
    blocked = blocked_departments(record, set(names))
    return [
        OvertakenLine(evaluator=names.get(row.evaluator_id, ""), department=row.department, closed_at=row.closed_at)
        for row in sheets
        if row.state is SheetState.SUBMITTED and row.department_id in blocked.get(row.evaluator_id, frozenset())
    ]
