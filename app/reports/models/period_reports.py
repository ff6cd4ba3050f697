"""부서 정기보고: its calendar, the reports with their lines and history, and the frozen copies of what was approved."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    append_only,
    day,
    enum_column,
    foreign_key,
    json_dict,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.innovation.enums import ReportCadence
from app.innovation.models.frozen import freeze_with
from app.reports.enums import Light, LineKind, PeriodReportState, PeriodReportStepKind


class ReportingCalendar(Model):
    """보고 일정: from `starts_on` on, every month or quarter, due so many working days after its end.

    The version with the latest beginning not after a period holds for it. Rows are never changed.
    """

    __tablename__ = "reporting_calendars"
    __table_args__ = (
        UniqueConstraint("starts_on", name="starts_on"),
        CheckConstraint("due_working_days BETWEEN 1 AND 20", name="due_working_days"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    cadence: Mapped[ReportCadence] = enum_column(ReportCadence)
    due_working_days: Mapped[int]
    starts_on: Mapped[day]
    reason: Mapped[long_text]
    set_by_id: Mapped[int] = foreign_key("people.id")
    set_at: Mapped[moment]


class PeriodReport(Model):
    """부서 정기보고: one for each department and period, with the days as they were when it was begun.

    A returned report counts as not handed in. State changes go through `services.period_reports`.
    """

    __tablename__ = "period_reports"
    __table_args__ = (
        UniqueConstraint("department_id", "code", name="department_and_period"),
        CheckConstraint("starts_on <= ends_on AND ends_on < due_on", name="days_in_order"),
        CheckConstraint(
            "(state IN ('submitted', 'approved')) = (submitted_on IS NOT NULL)"
            " AND (submitted_on IS NULL) = (submitted_by_id IS NULL)",
            name="submitted_if_so",
        ),
        CheckConstraint(
            "(state = 'approved') = (approved_by_id IS NOT NULL) AND (approved_by_id IS NULL) = (approved_at IS NULL)",
            name="approved_if_so",
        ),
        CheckConstraint("approved_by_id <> author_id", name="approved_by_another"),
        CheckConstraint("approved_by_id <> edited_by_id", name="approved_by_no_editor"),
        CheckConstraint("approved_by_id <> submitted_by_id", name="approved_by_no_submitter"),
        Index("ix_period_reports_code_state", "code", "state"),
    )

    id: Mapped[pk]
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    code: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[day]
    ends_on: Mapped[day]
    due_on: Mapped[day]
    state: Mapped[PeriodReportState] = enum_column(PeriodReportState, default=PeriodReportState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = foreign_key("people.id")
    edited_by_id: Mapped[int] = foreign_key("people.id")
    edited_at: Mapped[moment]
    submitted_by_id: Mapped[int | None] = foreign_key("people.id")
    submitted_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = foreign_key("people.id")
    approved_at: Mapped[datetime | None]


class PeriodReportLine(Model):
    """보고 한 줄: a task, an obstacle, the slogan or an indicator, with what is said about it.

    `record_id` is the id of that thing by `kind`; `facts` are plain texts about it as it stood when the line was
    written. `value` is the figure of an indicator so far: None is not known, never zero.
    """

    __tablename__ = "period_report_lines"
    __table_args__ = (
        UniqueConstraint("report_id", "kind", "record_id", name="thing"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("kind = 'task' OR (light IS NULL AND percent IS NULL)", name="light_of_a_task"),
        CheckConstraint("kind = 'indicator' OR value IS NULL", name="value_of_an_indicator"),
        CheckConstraint("is_unchanged OR unchanged_reason = ''", name="reason_if_unchanged"),
    )

    id: Mapped[pk]
    report_id: Mapped[int] = foreign_key("period_reports.id", index=False)
    position: Mapped[int]
    kind: Mapped[LineKind] = enum_column(LineKind)
    record_id: Mapped[int]
    title: Mapped[short_text]
    facts: Mapped[json_dict] = mapped_column(default=dict)
    light: Mapped[Light | None] = enum_column(Light, nullable=True)
    percent: Mapped[int | None]
    text: Mapped[long_text] = mapped_column(default="")
    is_unchanged: Mapped[bool] = mapped_column(default=False)
    unchanged_reason: Mapped[long_text] = mapped_column(default="")
    obstacle_id: Mapped[int | None] = foreign_key("obstacles.id")
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)


class PeriodReportStep(Model):
    """보고 처리 이력. Rows are never changed."""

    __tablename__ = "period_report_steps"

    id: Mapped[pk]
    report_id: Mapped[int] = foreign_key("period_reports.id")
    kind: Mapped[PeriodReportStepKind] = enum_column(PeriodReportStepKind)
    note: Mapped[long_text] = mapped_column(default="")
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


class PeriodReportSnapshot(Model):
    """확정본: the approved report as canonical JSON and its SHA-256. Rows are never changed."""

    __tablename__ = "period_report_snapshots"
    __table_args__ = (
        UniqueConstraint("report_id", name="report"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
    )

    id: Mapped[pk]
    report_id: Mapped[int] = foreign_key("period_reports.id", index=False)
    content: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[moment]


append_only("reporting_calendars")
append_only("period_report_steps")
append_only("period_report_snapshots")
trigger("period_reports", "DELETE", name="no_delete", reason="period_reports: rows are never deleted")
trigger(
    "period_reports",
    "UPDATE",
    name="approved_is_frozen",
    reason="period_reports: an approved report is frozen",
    condition="OLD.state = 'approved'",
)
trigger(
    "period_reports",
    "UPDATE",
    name="approved_by_no_writer",
    reason="period_reports: nobody approves their own words",
    condition="NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id AND EXISTS (SELECT 1 FROM period_report_steps"
    " WHERE report_id = NEW.id AND taken_by_id = NEW.approved_by_id AND kind IN ('written', 'submitted'))",
)
trigger(
    "period_reports",
    "UPDATE",
    name="what_it_is_about_stands",
    reason="period_reports: a report stays that of its department, its period and who began it",
    condition=" OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in ("department_id", "code", "starts_on", "ends_on", "due_on", "author_id")
    ),
)
trigger(
    "period_reports",
    "UPDATE",
    name="handed_in_as_written",
    reason="period_reports: the report is with the head",
    condition="OLD.state = 'submitted' AND (NEW.edited_by_id <> OLD.edited_by_id OR NEW.edited_at <> OLD.edited_at"
    " OR (NEW.state <> 'returned' AND (NEW.submitted_by_id IS DISTINCT FROM OLD.submitted_by_id"
    " OR NEW.submitted_on IS DISTINCT FROM OLD.submitted_on)))",
)
freeze_with("period_reports", table="period_report_lines", key="report_id")
