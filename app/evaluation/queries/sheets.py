"""Reads about the sheets of one evaluator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from app.core.database import AnySelect, db
from app.core.figures import HUNDRED, ZERO
from app.evaluation.enums import SheetState
from app.evaluation.models import (
    Composition,
    Criterion,
    DeclaredConflict,
    EvaluationRound,
    EvaluatorAssignment,
    RoundMember,
    ScoreEntry,
    ScoreSheet,
)
from app.evaluation.models.rounds import EVIDENCE_SUBJECT
from app.evaluation.queries.coverage import covers
from app.evaluation.queries.panels import own_departments
from app.evaluation.rules import phases
from app.evaluation.rules.sheets import order_key
from app.files.models import EvidenceFile


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One department an evaluator is asked to score; `is_own`: blocked, because it is the own one."""

    indicator_id: int
    indicator: str
    department_id: int
    department: str
    peer_group: str
    state: SheetState | None
    closed_at: datetime | None
    is_own: bool
    is_declared: bool
    """Whether the evaluator declared a conflict."""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the evaluator."""
        return not self.is_own and self.state in {None, SheetState.DRAFT}


@dataclass(frozen=True, kw_only=True)
class SheetPlace:
    """A sheet an evaluator may look at: where it belongs, and what is there already."""

    record: EvaluationRound
    member: RoundMember
    indicator_id: int
    indicator: str
    sheet: ScoreSheet | None
    is_own: bool

    @property
    def department_id(self) -> int:
        """The department that is scored."""
        return self.member.department_id

    @property
    def is_open(self) -> bool:
        """Whether marks can be given now."""
        draft = self.sheet is None or self.sheet.state is SheetState.DRAFT
        return draft and not self.is_own and phases.may_score(self.record.phase)


@dataclass(frozen=True)
class PeerMark:
    """Another evaluator's weighted mark, without a name; None for an abstention."""

    number: int
    mark: Decimal | None


def _asked(record: EvaluationRound, evaluator_id: int) -> AnySelect:
    """What an evaluator is asked to score, with the sheets begun."""
    return (
        select(
            Composition.indicator_id,
            Composition.name,
            RoundMember.department_id,
            RoundMember.department_name,
            RoundMember.peer_group_name,
            ScoreSheet.state,
            ScoreSheet.closed_at,
            DeclaredConflict.id,
        )
        .join(
            RoundMember,
            (RoundMember.round_id == Composition.round_id) & (RoundMember.peer_group_id == Composition.peer_group_id),
        )
        .join(
            EvaluatorAssignment,
            (EvaluatorAssignment.round_id == Composition.round_id)
            & (EvaluatorAssignment.indicator_id == Composition.indicator_id)
            & (EvaluatorAssignment.evaluator_id == evaluator_id),
        )
        .outerjoin(
            ScoreSheet,
            (ScoreSheet.round_id == Composition.round_id)
            & (ScoreSheet.indicator_id == Composition.indicator_id)
            & (ScoreSheet.department_id == RoundMember.department_id)
            & (ScoreSheet.evaluator_id == evaluator_id),
        )
        .outerjoin(
            DeclaredConflict,
            (DeclaredConflict.round_id == Composition.round_id)
            & (DeclaredConflict.department_id == RoundMember.department_id)
            & (DeclaredConflict.evaluator_id == evaluator_id),
        )
        .where(Composition.round_id == record.id, covers(RoundMember.department_id))
        .order_by(Composition.position, Composition.code, RoundMember.position, RoundMember.id)
    )


def sheet_rows(record: EvaluationRound, evaluator_id: int) -> Sequence[SheetRow]:
    """Return what an evaluator is asked to score.

    Indicators and peer groups stand in the order of the round; the departments of a group in the evaluator's own,
    drawn by chance and the same every time.
    """
    own = own_departments(record, evaluator_id)
    rows = [
        SheetRow(
            indicator_id=indicator_id,
            indicator=indicator,
            department_id=department_id,
            department=department,
            peer_group=group,
            state=state,
            closed_at=closed_at,
            is_own=department_id in own,
            is_declared=declared is not None,
        )
        for indicator_id, indicator, department_id, department, group, state, closed_at, declared in db.session.execute(
            _asked(record, evaluator_id)
        )
    ]
    places = {place: at for at, place in enumerate(dict.fromkeys((row.indicator_id, row.peer_group) for row in rows))}
    return sorted(
        rows,
        key=lambda row: (
            places[row.indicator_id, row.peer_group],
            order_key(record.id, row.indicator_id, evaluator_id, row.department_id),
        ),
    )


def scored_evidence(record: EvaluationRound, evaluator_id: int, evidence_id: int) -> bool:
    """Whether a file belongs to a department the evaluator is asked to score and may."""
    department_id = db.session.scalar(
        select(RoundMember.department_id)
        .join(
            EvidenceFile, (EvidenceFile.subject_type == EVIDENCE_SUBJECT) & (EvidenceFile.subject_id == RoundMember.id)
        )
        .where(RoundMember.round_id == record.id, EvidenceFile.id == evidence_id)
    )
    rows = sheet_rows(record, evaluator_id) if department_id is not None else ()
    return any(row.department_id == department_id and not row.is_own for row in rows)


def sheet_place(record: EvaluationRound, evaluator_id: int, indicator_id: int, department_id: int) -> SheetPlace | None:
    """Return a sheet of an evaluator, or None where it is not among what they are asked."""
    statement = _asked(record, evaluator_id).where(
        Composition.indicator_id == indicator_id, RoundMember.department_id == department_id
    )
    found = db.session.execute(statement.add_columns(RoundMember, ScoreSheet)).first()
    if found is None:
        return None
    return SheetPlace(
        record=record,
        member=found[-2],
        indicator_id=indicator_id,
        indicator=found[1],
        sheet=found[-1],
        is_own=department_id in own_departments(record, evaluator_id),
    )


def next_open(place: SheetPlace, evaluator_id: int) -> tuple[int, int] | None:
    """Return (indicator, department) of the next sheet that is open after this one, from the start again; or None."""
    rows = sheet_rows(place.record, evaluator_id)
    here = next(
        (
            at
            for at, row in enumerate(rows)
            if (row.indicator_id, row.department_id) == (place.indicator_id, place.department_id)
        ),
        0,
    )
    following = next((row for row in [*rows[here + 1 :], *rows[:here]] if row.is_open), None)
    return (following.indicator_id, following.department_id) if following else None


def own_progress(record: EvaluationRound, evaluator_id: int) -> tuple[int, int]:
    """Return how many sheets an evaluator has handed in, of how many."""
    rows = [row for row in sheet_rows(record, evaluator_id) if not row.is_own]
    return sum(not row.is_open for row in rows), len(rows)


def peer_marks(place: SheetPlace, evaluator_id: int) -> Sequence[PeerMark]:
    """Return the marks of the others: hidden until the own sheet is in and the round has closed scoring."""
    own_is_in = place.sheet is not None and place.sheet.state is not SheetState.DRAFT
    if not (own_is_in and phases.marks_visible(place.record.phase)):
        return ()
    statement = (
        select(ScoreSheet.id, ScoreEntry.mark, Criterion.weight)
        .outerjoin(ScoreEntry, ScoreEntry.sheet_id == ScoreSheet.id)
        .outerjoin(Criterion, Criterion.id == ScoreEntry.criterion_id)
        .where(
            ScoreSheet.round_id == place.record.id,
            ScoreSheet.indicator_id == place.indicator_id,
            ScoreSheet.department_id == place.department_id,
            ScoreSheet.evaluator_id != evaluator_id,
            ScoreSheet.state != SheetState.DRAFT,
        )
        .order_by(ScoreSheet.id)
    )
    found: dict[int, Decimal | None] = {}
    for sheet_id, mark, weight in db.session.execute(statement):
        found[sheet_id] = None if mark is None else (found.get(sheet_id) or ZERO) + mark * weight / HUNDRED
    return [PeerMark(number, mark) for number, mark in enumerate(found.values(), start=1)]
