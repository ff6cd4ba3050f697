"""평가표에 딸린 기록: conflicts evaluators declared, marks as they were before a sheet was opened again, the rules."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    long_text,
    moment,
    pk,
    trigger,
)
from app.evaluation.enums import SheetState

DECLARED = (
    "EXISTS (SELECT 1 FROM declared_conflicts d WHERE d.round_id = NEW.round_id "
    "AND d.evaluator_id = NEW.evaluator_id AND d.department_id = NEW.department_id)"
)
_NOT_PLANNING = "EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = {row}.round_id AND r.phase <> 'planning')"


class DeclaredConflict(Model):
    """회피 신청: an evaluator says why they stand too close to a department. Append-only; blocked from then on."""

    __tablename__ = "declared_conflicts"
    __table_args__ = (
        UniqueConstraint("round_id", "evaluator_id", "department_id", name="once"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    evaluator_id: Mapped[int] = foreign_key("people.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    reason: Mapped[long_text]
    declared_at: Mapped[moment]


class KeptSheet(Model):
    """평가표의 이전 판: a sheet as it was before it was opened again or withdrawn, with its `KeptMark` rows.

    `sheet_version` is the version of the row that was kept; without it (and every mark of it) the database does not
    open a sheet that is in. Append-only.
    """

    __tablename__ = "kept_sheets"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number", name="number"),
        UniqueConstraint("sheet_id", "sheet_version", name="version"),
        CheckConstraint("number > 0", name="number_above_zero"),
    )

    id: Mapped[pk]
    sheet_id: Mapped[int] = foreign_key("score_sheets.id")
    number: Mapped[int]
    sheet_version: Mapped[int]
    state: Mapped[SheetState] = enum_column(SheetState)
    note: Mapped[long_text] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    marks: Mapped[int]
    reason: Mapped[long_text]
    kept_at: Mapped[moment]


class KeptMark(Model):
    """이전 판의 점수: a mark with its note, as it stood. Append-only."""

    __tablename__ = "kept_marks"
    __table_args__ = (UniqueConstraint("kept_sheet_id", "criterion_id", name="once"),)

    id: Mapped[pk]
    kept_sheet_id: Mapped[int] = foreign_key("kept_sheets.id")
    criterion_id: Mapped[int] = foreign_key("criteria.id")
    mark: Mapped[exact] = mapped_column(ExactDecimal)
    note: Mapped[long_text] = mapped_column(default="")


class SheetRules(Model):
    """평가표 작성 기준: at and beyond which marks a round asks for a note. Fixed when the round is opened."""

    __tablename__ = "sheet_rules"
    __table_args__ = (
        CheckConstraint(
            "CAST(note_low AS NUMERIC) >= 0 AND CAST(note_low AS NUMERIC) < CAST(note_high AS NUMERIC) "
            "AND CAST(note_high AS NUMERIC) <= 100",
            name="bounds_in_order",
        ),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("evaluation_rounds.id"), primary_key=True, autoincrement=False)
    note_low: Mapped[Decimal] = mapped_column(ExactDecimal)
    note_high: Mapped[Decimal] = mapped_column(ExactDecimal)


append_only("declared_conflicts")
append_only("kept_sheets")
append_only("kept_marks")
trigger(
    "declared_conflicts",
    "INSERT",
    name="until_scoring_ends",
    reason="declared_conflicts: a conflict is declared before the marks are known",
    condition="EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id "
    "AND r.phase NOT IN ('planning', 'measuring', 'self_review', 'scoring'))",
)
for _operation, _when in (("INSERT", DECLARED), ("UPDATE", f"NEW.state = 'submitted' AND {DECLARED}")):
    trigger(
        "score_sheets",
        _operation,
        name=f"not_declared_on_{_operation.lower()}",
        reason="score_sheets: an evaluator never scores a department after declaring a conflict with it",
        condition=_when,
    )
trigger(
    "kept_sheets",
    "INSERT",
    name="as_it_stands",
    reason="kept_sheets: what is kept is the sheet as it stands",
    condition="NOT EXISTS (SELECT 1 FROM score_sheets s WHERE s.id = NEW.sheet_id AND s.version = NEW.sheet_version "
    "AND s.state = NEW.state AND s.note = NEW.note AND s.closed_at IS NOT DISTINCT FROM NEW.closed_at "
    "AND (SELECT COUNT(*) FROM score_entries e WHERE e.sheet_id = s.id) = NEW.marks)",
)
trigger(
    "kept_marks",
    "INSERT",
    name="as_it_stands",
    reason="kept_marks: what is kept is the mark as it stands",
    condition="NOT EXISTS (SELECT 1 FROM kept_sheets k JOIN score_entries e ON e.sheet_id = k.sheet_id "
    "WHERE k.id = NEW.kept_sheet_id AND e.criterion_id = NEW.criterion_id AND e.mark = NEW.mark "
    "AND e.note = NEW.note)",
)
for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    trigger(
        "sheet_rules",
        _operation,
        name=f"frozen_on_{_operation.lower()}",
        reason="sheet_rules: fixed since the round was opened",
        condition=_NOT_PLANNING.format(row=_row),
    )
