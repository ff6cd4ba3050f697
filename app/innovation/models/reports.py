"""추진실적보고: the reporting calendar of a task, its reports and what they say about each measure."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk, trigger
from app.innovation.enums import ReportState
from app.innovation.enums.documents import DocumentStep
from app.innovation.models.frozen import decided_from_outside, freeze_with


class ReportPeriod(Model):
    """보고기간: one period of the calendar, made when the plan is approved. `due_on` is a working day."""

    __tablename__ = "report_periods"
    __table_args__ = (
        UniqueConstraint("task_id", "code", name="code"),
        CheckConstraint("starts_on <= ends_on AND ends_on < due_on", name="days_in_order"),
        Index("ix_report_periods_due_on", "due_on"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    code: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[day]
    ends_on: Mapped[day]
    due_on: Mapped[day]


class ProgressReport(Model):
    """추진실적보고: one per period. A returned report counts as not handed in until it is submitted again.

    State changes go through `services.reports`.
    """

    __tablename__ = "progress_reports"
    __table_args__ = (
        UniqueConstraint("period_id", name="period"),
        CheckConstraint(
            "(state IN ('submitted', 'approved')) = (submitted_on IS NOT NULL)"
            " AND (submitted_on IS NULL) = (on_time IS NULL)",
            name="day_if_submitted",
        ),
        CheckConstraint(
            "(state = 'approved') = (approver_id IS NOT NULL) AND (approver_id IS NULL) = (approved_at IS NULL)",
            name="approver_if_approved",
        ),
        CheckConstraint("approver_id <> author_id", name="approver_is_not_author"),
        Index("ix_progress_reports_state", "state"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    period_id: Mapped[int] = foreign_key("report_periods.id", index=False)
    plan_id: Mapped[int] = foreign_key("plans.id")
    state: Mapped[ReportState] = enum_column(ReportState, default=ReportState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    summary: Mapped[long_text] = mapped_column(default="")
    next_steps: Mapped[long_text] = mapped_column(default="")
    author_id: Mapped[int] = foreign_key("people.id")
    written_at: Mapped[moment]
    submitted_on: Mapped[date | None]
    on_time: Mapped[bool | None]
    approver_id: Mapped[int | None] = foreign_key("people.id")
    approved_at: Mapped[datetime | None]


class ReportValue(Model):
    """측정값: the figure of a measure in a period, or the reason why there is none. Missing is never zero."""

    __tablename__ = "report_values"
    __table_args__ = (
        UniqueConstraint("report_id", "measure_id", name="measure"),
        CheckConstraint("value IS NULL OR no_value_reason = ''", name="value_or_reason"),
    )

    id: Mapped[pk]
    report_id: Mapped[int] = foreign_key("progress_reports.id", index=False)
    measure_id: Mapped[int] = foreign_key("plan_measures.id")
    value: Mapped[Decimal | None]
    no_value_reason: Mapped[long_text] = mapped_column(default="")


class ReportStep(Model):
    """보고 처리 이력. Rows are never changed."""

    __tablename__ = "report_steps"

    id: Mapped[pk]
    report_id: Mapped[int] = foreign_key("progress_reports.id")
    step: Mapped[DocumentStep] = enum_column(DocumentStep)
    note: Mapped[long_text] = mapped_column(default="")
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


append_only("report_steps")
trigger("progress_reports", "DELETE", name="no_delete", reason="progress_reports: rows are never deleted")
trigger(
    "progress_reports",
    "UPDATE",
    name="approved_is_frozen",
    reason="progress_reports: an approved report is frozen",
    condition="OLD.state = 'approved'",
)
decided_from_outside("progress_reports", by="approver_id")
trigger(
    "progress_reports",
    "UPDATE",
    name="approved_by_no_writer",
    reason="progress_reports: nobody approves their own words or files",
    condition="NEW.approver_id IS DISTINCT FROM OLD.approver_id AND (EXISTS (SELECT 1 FROM report_steps"
    " WHERE report_id = NEW.id AND taken_by_id = NEW.approver_id AND step IN ('written', 'submitted'))"
    " OR EXISTS (SELECT 1 FROM evidence_files WHERE subject_type = 'progress_report'"
    " AND subject_id = NEW.id AND uploaded_by_id = NEW.approver_id))",
)
freeze_with("progress_reports", table="report_values", key="report_id")
