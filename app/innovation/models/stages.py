"""단계 이동, 관문 면제, 단계별 건수."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.innovation.enums import GateCode, Stage


class StageAdvance(Model):
    """단계 진행: a task passed the gate of a stage. Rows are never changed."""

    __tablename__ = "stage_advances"
    __table_args__ = (Index("ix_stage_advances_advanced_at", "advanced_at"),)

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    from_stage: Mapped[Stage] = enum_column(Stage, name="from_stage")
    to_stage: Mapped[Stage] = enum_column(Stage, name="to_stage")
    note: Mapped[long_text] = mapped_column(default="")
    advanced_by_id: Mapped[int] = foreign_key("people.id")
    advanced_at: Mapped[moment]


class StageReturn(Model):
    """단계 되돌림: a task went back, and why. Rows are never changed."""

    __tablename__ = "stage_returns"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason_given"),)

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    from_stage: Mapped[Stage] = enum_column(Stage, name="from_stage")
    to_stage: Mapped[Stage] = enum_column(Stage, name="to_stage")
    reason: Mapped[long_text]
    returned_by_id: Mapped[int] = foreign_key("people.id")
    returned_at: Mapped[moment]


class GateWaiver(Model):
    """관문 면제: the control tower let one item go. It counts for the stay in the stage in which it was given."""

    __tablename__ = "gate_waivers"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason_given"),)

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    stage: Mapped[Stage] = enum_column(Stage)
    code: Mapped[GateCode] = enum_column(GateCode)
    reason: Mapped[long_text]
    waived_by_id: Mapped[int] = foreign_key("people.id")
    waived_at: Mapped[moment]


class StageCounter(Model):
    """단계별 건수: active tasks in a stage, kept by `services.stages` in the transaction of each move."""

    __tablename__ = "stage_counters"
    __table_args__ = (CheckConstraint("task_count >= 0", name="not_negative"),)

    stage: Mapped[Stage] = enum_column(Stage, primary_key=True)
    task_count: Mapped[int]


class StageLimit(Model):
    """정체 기준: after how many working days in a stage a task stands still. The newest row of a stage counts."""

    __tablename__ = "stage_limits"
    __table_args__ = (
        CheckConstraint("working_days BETWEEN 1 AND 400", name="within_bounds"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    stage: Mapped[Stage] = enum_column(Stage)
    working_days: Mapped[int]
    reason: Mapped[long_text]
    changed_by_id: Mapped[int] = foreign_key("people.id")
    changed_at: Mapped[moment]


append_only("stage_limits")
append_only("stage_advances")
append_only("stage_returns")
append_only("gate_waivers")
trigger(
    "gate_waivers",
    "INSERT",
    name="from_outside",
    reason="gate_waivers: nobody who is or was on the team lets a gate item go",
    condition=" OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE task_id = NEW.task_id AND person_id = NEW.waived_by_id)"  # noqa: S608  names of ours
        for table in ("team_members", "former_members")
    ),
)
