"""정성평가: criteria, evaluators, their sheets and marks."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    enum_column,
    exact,
    foreign_key,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.evaluation.enums import SheetState

OWN_DEPARTMENT = (
    "EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.evaluator_id AND p.department_id = NEW.department_id) "
    "OR EXISTS (SELECT 1 FROM memberships m JOIN evaluation_rounds r ON r.id = NEW.round_id "
    "WHERE m.person_id = NEW.evaluator_id AND m.department_id = NEW.department_id "
    "AND (m.ends_on IS NULL OR m.ends_on >= r.starts_on)) "
    "OR EXISTS (SELECT 1 FROM role_assignments a JOIN evaluation_rounds r ON r.id = NEW.round_id "
    "WHERE a.person_id = NEW.evaluator_id AND a.department_id = NEW.department_id "
    "AND (a.ends_on IS NULL OR a.ends_on >= r.starts_on))"
)
SCORED_ALREADY = "EXISTS (SELECT 1 FROM phase_changes c WHERE c.round_id = NEW.round_id AND c.from_phase = 'scoring')"
NOT_SCORING = (
    "EXISTS (SELECT 1 FROM score_sheets s JOIN evaluation_rounds r ON r.id = s.round_id "
    "WHERE s.id = {row}.sheet_id AND (s.state <> 'draft' OR r.phase <> 'scoring'))"
)
KEPT = (
    "EXISTS (SELECT 1 FROM kept_sheets k JOIN evaluation_rounds r ON r.id = OLD.round_id "
    "WHERE k.sheet_id = OLD.id AND k.sheet_version = OLD.version AND r.phase = 'scoring' "
    "AND (SELECT COUNT(*) FROM kept_marks m WHERE m.kept_sheet_id = k.id) = k.marks)"
)
"""A sheet that is in and every mark of it are kept as they stand, and the round is still scoring."""


class Criterion(Model):
    """평가항목: what a panel judges, its weight out of 100 and the anchors that say what a mark means.

    `anchors` is [{"mark": "100", "text": "…"}, …], best first.
    """

    __tablename__ = "criteria"
    __table_args__ = (
        UniqueConstraint("indicator_id", "name", name="name"),
        CheckConstraint("CAST(weight AS NUMERIC) > 0", name="weight_above_zero"),
    )

    id: Mapped[pk]
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    name: Mapped[short_text]
    weight: Mapped[exact]
    anchors: Mapped[json_list] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)


class EvaluatorAssignment(Model):
    """평가위원 위촉: who scores an indicator in a round, and by when."""

    __tablename__ = "evaluator_assignments"
    __table_args__ = (UniqueConstraint("round_id", "indicator_id", "evaluator_id", name="once"),)

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    evaluator_id: Mapped[int] = foreign_key("people.id")
    assigned_by_id: Mapped[int | None] = foreign_key("people.id")
    assigned_at: Mapped[moment]


class ScoreSheet(Model):
    """평가표: one evaluator's marks of one department for one indicator. Changed by `services.panels`.

    Never of a department the evaluator belongs to, or belonged to or was head or coordinator of since the round's
    first day: the database refuses it.
    """

    __tablename__ = "score_sheets"
    __table_args__ = (
        UniqueConstraint("round_id", "indicator_id", "evaluator_id", "department_id", name="once"),
        CheckConstraint("(state = 'draft') = (closed_at IS NULL)", name="closed_unless_draft"),
        CheckConstraint("state <> 'abstained' OR note <> ''", name="abstention_has_reason"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    evaluator_id: Mapped[int] = foreign_key("people.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    state: Mapped[SheetState] = enum_column(SheetState, default=SheetState.DRAFT)
    note: Mapped[long_text] = mapped_column(default="")
    read_version: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[moment]


class ScoreEntry(Model):
    """항목별 점수: a mark from 0 to 100, with a note where it lies at either end."""

    __tablename__ = "score_entries"
    __table_args__ = (
        UniqueConstraint("sheet_id", "criterion_id", name="once"),
        CheckConstraint("CAST(mark AS NUMERIC) BETWEEN 0 AND 100", name="mark_in_range"),
    )

    id: Mapped[pk]
    sheet_id: Mapped[int] = foreign_key("score_sheets.id")
    criterion_id: Mapped[int] = foreign_key("criteria.id")
    mark: Mapped[exact] = mapped_column(ExactDecimal)
    note: Mapped[long_text] = mapped_column(default="", server_default="")


trigger(
    "score_sheets",
    "INSERT",
    name="not_the_own",
    reason="score_sheets: an evaluator never scores the own department",
    condition=OWN_DEPARTMENT,
)
trigger(
    "score_sheets",
    "UPDATE",
    name="not_the_own_on_update",
    reason="score_sheets: an evaluator never scores the own department",
    condition=f"NEW.state = 'submitted' AND ({OWN_DEPARTMENT})",
)
trigger(
    "evaluator_assignments",
    "INSERT",
    name="before_the_marks_are_known",
    reason="evaluator_assignments: nobody is named after scoring was closed once",
    condition=SCORED_ALREADY,
)
trigger(
    "score_sheets",
    "UPDATE",
    name="locked",
    reason="score_sheets: a sheet handed in is locked",
    condition=f"(OLD.state <> 'draft' AND NOT (NEW.state = 'draft' AND {KEPT})) "
    "OR NEW.evaluator_id <> OLD.evaluator_id OR NEW.department_id <> OLD.department_id "
    "OR NEW.round_id <> OLD.round_id OR NEW.indicator_id <> OLD.indicator_id",
)
for _operation in ("INSERT", "UPDATE"):
    trigger(
        "score_sheets",
        _operation,
        name=f"only_in_scoring_on_{_operation.lower()}",
        reason="score_sheets: sheets are begun and handed in while the round is scoring",
        condition="EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id AND r.phase <> 'scoring')",
    )
_IN_USE = (
    "EXISTS (SELECT 1 FROM compositions c JOIN evaluation_rounds r ON r.id = c.round_id "
    "WHERE c.indicator_id = OLD.indicator_id AND r.phase <> 'planning')"
)
trigger(
    "criteria",
    "UPDATE",
    name="fixed_in_use",
    reason="criteria: name and weight are fixed while a round uses them",
    condition="(NEW.name <> OLD.name OR NEW.weight <> OLD.weight OR NEW.indicator_id <> OLD.indicator_id) "
    f"AND {_IN_USE}",
)
trigger(
    "criteria",
    "DELETE",
    name="kept_in_use",
    reason="criteria: name and weight are fixed while a round uses them",
    condition=_IN_USE,
)
trigger(
    "score_sheets",
    "DELETE",
    name="no_delete",
    reason="score_sheets: a sheet handed in is locked",
    condition="OLD.state <> 'draft'",
)
for _operation, _rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
    trigger(
        "score_entries",
        _operation,
        name=f"locked_on_{_operation.lower()}",
        reason="score_entries: marks are fixed once the sheet is handed in or scoring is over",
        condition=" OR ".join(NOT_SCORING.format(row=row) for row in _rows),
    )
