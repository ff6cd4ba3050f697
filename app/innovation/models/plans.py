"""실행계획: versions of the standard form. What is with the approvers or approved cannot be changed by anybody."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    enum_column,
    foreign_key,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.innovation.enums import ObstacleKind, PlanState, ReportCadence
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.measures import MeasureDirection, MeasureKind
from app.innovation.models.frozen import WITH_AUTHORS, decided_from_outside, freeze_with

CONTENT = ("background", "goal", "budget", "budget_note", "no_obstacles", "cadence", "report_from", "report_until")


class Plan(Model):
    """실행계획 판: one version of a task's plan; `budget` is in won. The approved one with the highest number is valid.

    State changes go through `services.plans` and `services.plan_approvals`.
    """

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("task_id", "number", name="number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("(number = 1) = (change_reason = '')", name="reason_of_new_version"),
        CheckConstraint("(state IN ('draft', 'returned')) = (submitted_at IS NULL)", name="submitted_at_if_submitted"),
        CheckConstraint("(head_approver_id IS NULL) = (head_approved_at IS NULL)", name="head_approval_complete"),
        CheckConstraint("(tower_approver_id IS NULL) = (tower_approved_at IS NULL)", name="tower_approval_complete"),
        CheckConstraint(
            "(state IN ('head_approved', 'approved')) = (head_approver_id IS NOT NULL)", name="head_approved_first"
        ),
        CheckConstraint("(state = 'approved') = (tower_approver_id IS NOT NULL)", name="tower_approver_if_approved"),
        CheckConstraint("head_approver_id <> author_id", name="head_is_not_author"),
        CheckConstraint("tower_approver_id <> author_id", name="tower_is_not_author"),
        CheckConstraint("tower_approver_id <> head_approver_id", name="two_approvers"),
        Index(
            "uq_plans_one_open",
            "task_id",
            unique=True,
            sqlite_where=text("state <> 'approved'"),
            postgresql_where=text("state <> 'approved'"),
        ),
        Index("ix_plans_state", "state"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    number: Mapped[int]
    change_reason: Mapped[long_text] = mapped_column(default="")
    state: Mapped[PlanState] = enum_column(PlanState, default=PlanState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    background: Mapped[long_text] = mapped_column(default="")
    goal: Mapped[long_text] = mapped_column(default="")
    budget: Mapped[Decimal | None]
    budget_note: Mapped[long_text] = mapped_column(default="")
    no_obstacles: Mapped[bool] = mapped_column(default=False)
    cadence: Mapped[ReportCadence] = enum_column(ReportCadence, default=ReportCadence.QUARTERLY)
    report_from: Mapped[date | None]
    report_until: Mapped[date | None]
    author_id: Mapped[int] = foreign_key("people.id")
    written_at: Mapped[moment]
    submitted_at: Mapped[datetime | None]
    head_approver_id: Mapped[int | None] = foreign_key("people.id")
    head_approved_at: Mapped[datetime | None]
    tower_approver_id: Mapped[int | None] = foreign_key("people.id")
    tower_approved_at: Mapped[datetime | None]


class PracticeItem(Model):
    """실천과제: what is done, by whom, from when to when. A draft may lack some of it."""

    __tablename__ = "practice_items"
    __table_args__ = (
        UniqueConstraint("plan_id", "position", name="position"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
    )

    id: Mapped[pk]
    plan_id: Mapped[int] = foreign_key("plans.id", index=False)
    position: Mapped[int]
    text: Mapped[short_text]
    owner_id: Mapped[int | None] = foreign_key("people.id")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class PlanMeasure(Model):
    """지표: what is measured, where it stands and where it shall stand. None is missing, 0 is a figure."""

    __tablename__ = "plan_measures"
    __table_args__ = (UniqueConstraint("plan_id", "position", name="position"),)

    id: Mapped[pk]
    plan_id: Mapped[int] = foreign_key("plans.id", index=False)
    position: Mapped[int]
    name: Mapped[short_text]
    unit: Mapped[str] = mapped_column(String(40))
    direction: Mapped[MeasureDirection] = enum_column(MeasureDirection)
    kind: Mapped[MeasureKind] = enum_column(
        MeasureKind, default=MeasureKind.OTHER, server_default=MeasureKind.OTHER.value
    )
    baseline: Mapped[Decimal | None]
    target: Mapped[Decimal | None]


class ExpectedObstacle(Model):
    """예상 장애요인: what may come in the way, and what is planned against it."""

    __tablename__ = "expected_obstacles"
    __table_args__ = (UniqueConstraint("plan_id", "position", name="position"),)

    id: Mapped[pk]
    plan_id: Mapped[int] = foreign_key("plans.id", index=False)
    position: Mapped[int]
    kind: Mapped[ObstacleKind] = enum_column(ObstacleKind)
    text: Mapped[short_text]
    handling: Mapped[short_text] = mapped_column(default="")


class PlanStep(Model):
    """계획 처리 이력: who wrote, submitted, approved or returned it, and when. Rows are never changed."""

    __tablename__ = "plan_steps"

    id: Mapped[pk]
    plan_id: Mapped[int] = foreign_key("plans.id")
    step: Mapped[DocumentStep] = enum_column(DocumentStep)
    note: Mapped[long_text] = mapped_column(default="")
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


append_only("plan_steps")
trigger("plans", "DELETE", name="no_delete", reason="plans: rows are never deleted")
trigger(
    "plans",
    "UPDATE",
    name="approved_is_frozen",
    reason="plans: an approved version is frozen",
    condition="OLD.state = 'approved'",
)
trigger(
    "plans",
    "UPDATE",
    name="content_is_kept",
    reason="plans: what is with the approvers is not rewritten",
    condition=f"OLD.state NOT IN {WITH_AUTHORS} AND ("
    + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in (*CONTENT, "author_id"))
    + ")",
)
decided_from_outside("plans", by="head_approver_id")
decided_from_outside("plans", by="tower_approver_id")
freeze_with("plans", table="practice_items", key="plan_id")
freeze_with("plans", table="plan_measures", key="plan_id")
freeze_with("plans", table="expected_obstacles", key="plan_id")
