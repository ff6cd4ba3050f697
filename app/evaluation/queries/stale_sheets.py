"""나중에 바뀐 근거: what changed of a department after an evaluator handed the sheet in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, cast, null, or_, select, union_all

from app.core.database import UtcDateTime, db
from app.evaluation.enums import ChangeKind, CorrectionKind, MeasureState, SheetState
from app.evaluation.models import (
    ActualMeasure,
    Correction,
    EvaluationRound,
    Indicator,
    RoundMember,
    ScoreSheet,
)
from app.evaluation.models.rounds import EVIDENCE_SUBJECT
from app.files.models import EvidenceFile


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change; `before` and `after` of a corrected value, as text, None where there is none."""

    kind: ChangeKind
    name: str
    at: datetime
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class StaleSheet:
    """A sheet that is in although its evidence changed."""

    evaluator_id: int
    indicator_id: int
    department_id: int
    changes: int


def changes_since(record: EvaluationRound, sheet: ScoreSheet) -> Sequence[Change]:
    """Return what changed since a sheet was handed in, the earliest first; nothing for a draft."""
    if sheet.closed_at is None:
        return ()
    where = record.id, sheet.closed_at, sheet.department_id
    return sorted([*_measures(*where), *_corrections(*where), *_files(*where)], key=lambda change: change.at)


def corrected_values(record: EvaluationRound, department_id: int) -> Mapping[int, tuple[str | None, str | None]]:
    """Return what counts instead of the measures of a department, by indicator: (first value, last value), as text."""
    statement = (
        select(Correction.indicator_id, Correction.before, Correction.after)
        .where(
            Correction.round_id == record.id,
            Correction.department_id == department_id,
            Correction.kind == CorrectionKind.MEASURE,
        )
        .order_by(Correction.id)
    )
    found: dict[int, tuple[str | None, str | None]] = {}
    for indicator_id, before, after in db.session.execute(statement):
        first = found.get(indicator_id, (_shown(before), None))[0]
        found[indicator_id] = first, _shown(after)
    return found


def stale_sheets(record: EvaluationRound) -> Sequence[StaleSheet]:
    """Return the sheets of a round that are in and whose evidence changed since, in two statements."""
    statement = select(
        ScoreSheet.evaluator_id, ScoreSheet.indicator_id, ScoreSheet.department_id, ScoreSheet.closed_at
    ).where(ScoreSheet.round_id == record.id, ScoreSheet.state == SheetState.SUBMITTED)
    sheets = [(*row[:3], row.closed_at) for row in db.session.execute(statement) if row.closed_at is not None]
    counts = later_changes(record, [(department, closed_at) for *_who, department, closed_at in sheets])
    return [
        StaleSheet(evaluator_id=evaluator, indicator_id=indicator, department_id=department, changes=count)
        for (evaluator, indicator, department, _closed_at), count in zip(sheets, counts, strict=True)
        if count
    ]


def later_changes(record: EvaluationRound, sheets: Sequence[tuple[int, datetime]]) -> Sequence[int]:
    """Return for each sheet (department, when it was handed in) how much changed since, in one statement."""
    if not sheets:
        return ()
    since = min(closed_at for _department, closed_at in sheets)
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for department, at, withdrawn_at in db.session.execute(_moments(record.id, since)):
        found.setdefault(department, []).append((at, withdrawn_at))
    return [
        sum(_is_later(closed_at, at, withdrawn_at) for at, withdrawn_at in found.get(department, ()))
        for department, closed_at in sheets
    ]


def _is_later(closed_at: datetime, at: datetime, withdrawn_at: datetime | None) -> bool:
    """Whether something that appeared `at` and may be gone again changes what was seen when a sheet was closed."""
    if at > closed_at:
        return withdrawn_at is None
    return withdrawn_at is not None and withdrawn_at > closed_at


def _moments(round_id: int, since: datetime) -> Executable:
    """Everything that may have changed: (department, when it appeared, when it was withdrawn)."""
    never = cast(null(), UtcDateTime)
    files = (
        select(RoundMember.department_id, EvidenceFile.uploaded_at, EvidenceFile.withdrawn_at)
        .join(
            EvidenceFile, (EvidenceFile.subject_type == EVIDENCE_SUBJECT) & (EvidenceFile.subject_id == RoundMember.id)
        )
        .where(
            RoundMember.round_id == round_id,
            or_(EvidenceFile.uploaded_at > since, EvidenceFile.withdrawn_at > since),
        )
    )
    measures = select(ActualMeasure.department_id, ActualMeasure.entered_at, never).where(
        ActualMeasure.round_id == round_id,
        ActualMeasure.entered_at > since,
        ActualMeasure.state != MeasureState.MISSING,
    )
    corrections = select(Correction.department_id, Correction.made_at, never).where(
        Correction.round_id == round_id, Correction.kind == CorrectionKind.MEASURE, Correction.made_at > since
    )
    return union_all(files, measures, corrections)


def _measures(round_id: int, since: datetime, department_id: int) -> Iterator[Change]:
    statement = (
        select(Indicator.name, ActualMeasure.entered_at)
        .join(Indicator, Indicator.id == ActualMeasure.indicator_id)
        .where(
            ActualMeasure.round_id == round_id,
            ActualMeasure.department_id == department_id,
            ActualMeasure.entered_at > since,
            ActualMeasure.state != MeasureState.MISSING,
        )
    )
    for name, at in db.session.execute(statement):
        yield Change(kind=ChangeKind.MEASURE, name=name, at=at)


def _corrections(round_id: int, since: datetime, department_id: int) -> Iterator[Change]:
    statement = (
        select(Indicator.name, Correction.made_at, Correction.before, Correction.after)
        .join(Indicator, Indicator.id == Correction.indicator_id)
        .where(
            Correction.round_id == round_id,
            Correction.department_id == department_id,
            Correction.kind == CorrectionKind.MEASURE,
            Correction.made_at > since,
        )
    )
    for name, at, before, after in db.session.execute(statement):
        yield Change(kind=ChangeKind.CORRECTION, name=name, at=at, before=_shown(before), after=_shown(after))


def _shown(fact: Mapping[str, Any]) -> str | None:
    """Return the value of a correction's fact as it is read: a number, a letter, or the words of its state."""
    value = fact.get("value") or fact.get("grade")
    if value is None and fact.get("state"):
        return str(MeasureState(fact["state"]).label)
    return None if value is None else str(value)


def _files(round_id: int, since: datetime, department_id: int) -> Iterator[Change]:
    statement = (
        select(EvidenceFile.name, EvidenceFile.uploaded_at, EvidenceFile.withdrawn_at)
        .join(
            RoundMember, (EvidenceFile.subject_type == EVIDENCE_SUBJECT) & (EvidenceFile.subject_id == RoundMember.id)
        )
        .where(RoundMember.round_id == round_id, RoundMember.department_id == department_id)
        .where(or_(EvidenceFile.uploaded_at > since, EvidenceFile.withdrawn_at > since))
    )
    for name, uploaded_at, withdrawn_at in db.session.execute(statement):
        if _is_later(since, uploaded_at, withdrawn_at):
            kind = ChangeKind.EVIDENCE if withdrawn_at is None else ChangeKind.WITHDRAWN
            yield Change(kind=kind, name=name, at=withdrawn_at or uploaded_at)
