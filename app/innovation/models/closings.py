"""과제 종료: the result against the plan, what failed, and what happens with it. Lessons are kept for everybody."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    day,
    enum_column,
    foreign_key,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.innovation.enums import CloseResult, SpreadDecision
from app.innovation.enums.closings import ClosingState
from app.innovation.enums.documents import DocumentStep
from app.innovation.models.frozen import decided_from_outside, freeze_with


class Closing(Model):
    """과제 종료: one per task; an early end says why. State changes go through `services.closings`."""

    __tablename__ = "closings"
    __table_args__ = (
        UniqueConstraint("task_id", name="task"),
        CheckConstraint("(state IN ('submitted', 'closed')) = (submitter_id IS NOT NULL)", name="head_submits"),
        CheckConstraint(
            "(state = 'closed') = (closer_id IS NOT NULL) AND (closer_id IS NULL) = (closed_on IS NULL)",
            name="closer_if_closed",
        ),
        CheckConstraint("closer_id <> submitter_id AND closer_id <> author_id", name="closer_is_another"),
        CheckConstraint("state <> 'closed' OR result IS NOT NULL", name="result_if_closed"),
        CheckConstraint("state <> 'closed' OR ends_early OR spread IS NOT NULL", name="spread_if_completed"),
        CheckConstraint(
            "state <> 'closed' OR NOT ends_early OR (reason <> '' AND lesson <> '')", name="early_end_told"
        ),
        Index("ix_closings_state", "state"),
        Index("ix_closings_closed_on", "closed_on"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    plan_id: Mapped[int | None] = foreign_key("plans.id")
    state: Mapped[ClosingState] = enum_column(ClosingState, default=ClosingState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    ends_early: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[long_text] = mapped_column(default="")
    result: Mapped[CloseResult | None] = enum_column(CloseResult)
    worked: Mapped[long_text] = mapped_column(default="")
    failed: Mapped[long_text] = mapped_column(default="")
    lesson: Mapped[long_text] = mapped_column(default="")
    spread: Mapped[SpreadDecision | None] = enum_column(SpreadDecision)
    spread_note: Mapped[long_text] = mapped_column(default="")
    author_id: Mapped[int] = foreign_key("people.id")
    written_at: Mapped[moment]
    submitter_id: Mapped[int | None] = foreign_key("people.id")
    submitted_at: Mapped[datetime | None]
    closer_id: Mapped[int | None] = foreign_key("people.id")
    closed_on: Mapped[date | None]


class ClosingValue(Model):
    """결과: the final figure of a measure of the plan, or the reason why there is none.

    `cost` is what saving budget has cost, in the unit of the measure; None is not known.
    """

    __tablename__ = "closing_values"
    __table_args__ = (
        UniqueConstraint("closing_id", "measure_id", name="measure"),
        CheckConstraint("value IS NULL OR no_value_reason = ''", name="value_or_reason"),
        CheckConstraint("cost IS NULL OR value IS NOT NULL", name="cost_of_a_value"),
    )

    id: Mapped[pk]
    closing_id: Mapped[int] = foreign_key("closings.id", index=False)
    measure_id: Mapped[int] = foreign_key("plan_measures.id")
    value: Mapped[Decimal | None]
    cost: Mapped[Decimal | None]
    no_value_reason: Mapped[long_text] = mapped_column(default="")


class ClosingStep(Model):
    """종료 처리 이력. Rows are never changed."""

    __tablename__ = "closing_steps"

    id: Mapped[pk]
    closing_id: Mapped[int] = foreign_key("closings.id")
    step: Mapped[DocumentStep] = enum_column(DocumentStep)
    note: Mapped[long_text] = mapped_column(default="")
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


class Lesson(Model):
    """교훈(실패사례): what was tried, why it failed, what to do next time. Never counted against anybody."""

    __tablename__ = "lessons"
    __table_args__ = (
        UniqueConstraint("task_id", name="task"),
        CheckConstraint("advice <> ''", name="advice_given"),
        Index("ix_lessons_department_id_id", "department_id", "id"),
        Index("ix_lessons_recorded_on_id", "recorded_on", "id"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    title: Mapped[short_text]
    failed: Mapped[long_text] = mapped_column(default="")
    advice: Mapped[long_text]
    author_id: Mapped[int] = foreign_key("people.id")
    recorded_on: Mapped[day]


append_only("closing_steps")
append_only("lessons")
trigger("closings", "DELETE", name="no_delete", reason="closings: rows are never deleted")
trigger(
    "closings",
    "UPDATE",
    name="closed_is_frozen",
    reason="closings: a closed task is not rewritten",
    condition="OLD.state = 'closed'",
)
decided_from_outside("closings", by="closer_id")
freeze_with("closings", table="closing_values", key="closing_id")
