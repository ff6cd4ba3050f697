"""민원처리기록: affairs, batches read in, the records, and the sums that are kept with them."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, short_text, trigger
from app.voice.enums.handling_records import BatchState, PeriodUnit

_COUNTED = text("is_counted")
_COUNTED_BATCH = text("state = 'counted'")
_STANDING = text("withdrawn_at IS NULL")


class Affair(Model):
    """사무: one kind of civil affair. `key` is its name however it is written."""

    __tablename__ = "voice_affairs"
    __table_args__ = (UniqueConstraint("key", name="key"),)

    id: Mapped[pk]
    name: Mapped[short_text]
    key: Mapped[short_text]


class HandlingBatch(Model):
    """민원처리기록 묶음: the records of one workbook. State changes go through `services.handling_batches`."""

    __tablename__ = "voice_handling_batches"
    __table_args__ = (
        CheckConstraint("row_count > 0", name="rows_above_zero"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name="withdrawer_if_withdrawn"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_when"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)", name="reason_if_withdrawn"),
        CheckConstraint("withdrawn_by_id <> read_by_id", name="withdrawn_by_another"),
        Index(
            "uq_voice_handling_batches_file_once",
            "sha256",
            unique=True,
            sqlite_where=_COUNTED_BATCH,
            postgresql_where=_COUNTED_BATCH,
        ),
    )

    id: Mapped[pk]
    file_name: Mapped[short_text]
    sha256: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date]
    is_example: Mapped[bool] = mapped_column(default=False)
    state: Mapped[BatchState] = enum_column(BatchState, default=BatchState.COUNTED)
    version: Mapped[int] = mapped_column(default=1)
    read_by_id: Mapped[int] = foreign_key("people.id")
    read_at: Mapped[moment]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[long_text | None]


class HandlingRecord(Model):
    """민원처리기록: one case as it stood in the workbook, and what the clock says of it.

    `month` and `receipt_month` are first days of months in Seoul; `weekday` is 0 (Monday) to 6, or 7 for a day off from
    Monday to Friday; minutes count a day as eight hours. `is_counted` falls with the batch and never comes back.
    """

    __tablename__ = "voice_handling_records"
    __table_args__ = (
        UniqueConstraint("batch_id", "row_number", name="batch_and_row"),
        CheckConstraint("completed_at >= received_at", name="completed_after_receipt"),
        CheckConstraint("period_amount > 0", name="period_above_zero"),
        CheckConstraint(
            "extension BETWEEN 0 AND 2 * CASE period_unit WHEN 'immediate' THEN 3 ELSE period_amount END",
            name="extension_within_the_law",
        ),
        CheckConstraint("statutory_minutes > 0", name="statutory_above_zero"),
        CheckConstraint("actual_minutes >= 0", name="actual_not_negative"),
        CheckConstraint("is_late = (completed_at > due_at)", name="late_if_after_due"),
        CheckConstraint("weekday BETWEEN 0 AND 7", name="weekday_known"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_known"),
        Index(
            "uq_voice_handling_records_receipt_once",
            "receipt_key",
            unique=True,
            sqlite_where=_COUNTED,
            postgresql_where=_COUNTED,
        ),
        Index("ix_voice_handling_records_by_completion", "completed_at", "id"),
        Index("ix_voice_handling_records_by_department", "department_id", "completed_at", "id"),
        Index("ix_voice_handling_records_by_affair", "affair_id", "completed_at", "id"),
    )

    id: Mapped[pk]
    batch_id: Mapped[int] = foreign_key("voice_handling_batches.id", index=False)
    row_number: Mapped[int]
    receipt_no: Mapped[short_text]
    receipt_key: Mapped[short_text]
    affair_id: Mapped[int] = foreign_key("voice_affairs.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    received_at: Mapped[moment]
    completed_at: Mapped[moment]
    period_amount: Mapped[int]
    period_unit: Mapped[PeriodUnit] = enum_column(PeriodUnit)
    extension: Mapped[int] = mapped_column(default=0)
    not_counted: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
    compound: Mapped[bool]
    outcome: Mapped[short_text]
    due_at: Mapped[moment]
    statutory_minutes: Mapped[int]
    actual_minutes: Mapped[int]
    is_late: Mapped[bool]
    month: Mapped[date]
    receipt_month: Mapped[date]
    weekday: Mapped[int]
    hour: Mapped[int]
    is_counted: Mapped[bool] = mapped_column(default=True)


class HandlingMonth(Model):
    """월별 합계: counted records of a department, affair and month of completion, kept with every batch."""

    __tablename__ = "voice_handling_months"
    __table_args__ = (
        CheckConstraint("n > 0", name="n_above_zero"),
        CheckConstraint("late BETWEEN 0 AND n", name="late_within_n"),
        CheckConstraint("statutory_minutes > 0 AND actual_minutes >= 0", name="minutes_in_range"),
        Index("ix_voice_handling_months_month", "month", "department_id"),
        Index("ix_voice_handling_months_affair", "affair_id", "month"),
    )

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    affair_id: Mapped[int] = mapped_column(ForeignKey("voice_affairs.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]
    statutory_minutes: Mapped[int]
    actual_minutes: Mapped[int]
    late: Mapped[int]


class HandlingSpread(Model):
    """소요시간 분포: how many of them took so many working hours, each begun hour counted whole."""

    __tablename__ = "voice_handling_spreads"
    __table_args__ = (
        CheckConstraint("n > 0", name="n_above_zero"),
        CheckConstraint("hours >= 0", name="hours_not_negative"),
        Index("ix_voice_handling_spreads_affair", "affair_id", "month"),
    )

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    affair_id: Mapped[int] = mapped_column(ForeignKey("voice_affairs.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    hours: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class HandlingHour(Model):
    """접수 시간대: counted records of a department by month of receipt, weekday (7: day off) and hour."""

    __tablename__ = "voice_handling_hours"
    __table_args__ = (
        CheckConstraint("n > 0", name="n_above_zero"),
        CheckConstraint("weekday BETWEEN 0 AND 7", name="weekday_known"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_known"),
    )

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class OfficeSpread(Model):
    """기관 소요시간 분포: the spread of all departments and affairs together, so that a year is read in a few hundred rows."""

    __tablename__ = "voice_office_spreads"
    __table_args__ = (
        CheckConstraint("n > 0", name="n_above_zero"),
        CheckConstraint("hours >= 0", name="hours_not_negative"),
    )

    month: Mapped[date] = mapped_column(primary_key=True)
    hours: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class OfficeHour(Model):
    """기관 접수 시간대: the hours of receipt of all departments together."""

    __tablename__ = "voice_office_hours"
    __table_args__ = (
        CheckConstraint("n > 0", name="n_above_zero"),
        CheckConstraint("weekday BETWEEN 0 AND 7", name="weekday_known"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_known"),
    )

    month: Mapped[date] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class AffairImprovement(Model):
    """사무 개선: a task changed how an affair is handled, from a day on. `task_id` is a number of another room.

    A link that was wrong is taken back and stays readable; the same task may then be linked anew.
    """

    __tablename__ = "voice_affair_improvements"
    __table_args__ = (
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_when"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)", name="reason_if_withdrawn"),
        Index(
            "uq_voice_affair_improvements_task_once_an_affair",
            "affair_id",
            "task_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_voice_affair_improvements_task", "task_id"),
    )

    id: Mapped[pk]
    affair_id: Mapped[int] = foreign_key("voice_affairs.id", index=False)
    task_id: Mapped[int]
    from_day: Mapped[date]
    words: Mapped[long_text]
    said_by_id: Mapped[int] = foreign_key("people.id")
    said_at: Mapped[moment]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[long_text | None]


class ShorteningHandover(Model):
    """마일리지 단축 집계로 보내기: records of some days were handed to mileage as a simulation under a rule there."""

    __tablename__ = "voice_shortening_handovers"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("row_count > 0", name="rows_above_zero"),
    )

    id: Mapped[pk]
    rule_id: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    row_count: Mapped[int]
    left_out: Mapped[int] = mapped_column(default=0)
    sent_by_id: Mapped[int] = foreign_key("people.id")
    sent_at: Mapped[moment]


append_only("voice_shortening_handovers")
trigger(
    "voice_affair_improvements", "DELETE", name="no_delete", reason="voice_affair_improvements: rows are never deleted"
)
trigger(
    "voice_affair_improvements",
    "UPDATE",
    name="only_taken_back",
    reason="voice_affair_improvements: a link is only taken back, once",
    condition=(
        "OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.affair_id <> OLD.affair_id "
        "OR NEW.task_id <> OLD.task_id OR NEW.from_day <> OLD.from_day OR NEW.words <> OLD.words "
        "OR NEW.said_by_id <> OLD.said_by_id OR NEW.said_at <> OLD.said_at"
    ),
)
trigger("voice_handling_batches", "DELETE", name="no_delete", reason="voice_handling_batches: rows are never deleted")
trigger(
    "voice_handling_batches",
    "UPDATE",
    name="withdrawn_stays",
    reason="voice_handling_batches: a withdrawn batch never changes",
    condition="OLD.state = 'withdrawn'",
)
trigger(
    "voice_handling_batches",
    "UPDATE",
    name="facts_stay",
    reason="voice_handling_batches: file, rows and reader never change",
    condition=(
        "NEW.file_name <> OLD.file_name OR NEW.sha256 <> OLD.sha256 OR NEW.row_count <> OLD.row_count "
        "OR NEW.first_day <> OLD.first_day OR NEW.last_day <> OLD.last_day OR NEW.read_by_id <> OLD.read_by_id "
        "OR NEW.read_at <> OLD.read_at OR NEW.is_example <> OLD.is_example"
    ),
)
trigger("voice_handling_records", "DELETE", name="no_delete", reason="voice_handling_records: rows are never deleted")
trigger(
    "voice_handling_records",
    "UPDATE",
    name="facts_stay",
    reason="voice_handling_records: only whether a record counts may fall",
    condition=(
        "NEW.is_counted OR NEW.batch_id <> OLD.batch_id OR NEW.row_number <> OLD.row_number "
        "OR NEW.receipt_no <> OLD.receipt_no OR NEW.receipt_key <> OLD.receipt_key "
        "OR NEW.affair_id <> OLD.affair_id OR NEW.department_id <> OLD.department_id "
        "OR COALESCE(NEW.person_id, 0) <> COALESCE(OLD.person_id, 0) "
        "OR NEW.received_at <> OLD.received_at OR NEW.completed_at <> OLD.completed_at OR NEW.due_at <> OLD.due_at "
        "OR NEW.period_amount <> OLD.period_amount OR NEW.period_unit <> OLD.period_unit "
        "OR NEW.extension <> OLD.extension OR NEW.compound <> OLD.compound OR NEW.outcome <> OLD.outcome "
        "OR NEW.statutory_minutes <> OLD.statutory_minutes OR NEW.actual_minutes <> OLD.actual_minutes "
        "OR NEW.is_late <> OLD.is_late OR NEW.month <> OLD.month OR NEW.receipt_month <> OLD.receipt_month "
        "OR NEW.weekday <> OLD.weekday OR NEW.hour <> OLD.hour "
        "OR COALESCE(CAST(NEW.not_counted AS TEXT), '') <> COALESCE(CAST(OLD.not_counted AS TEXT), '')"
    ),
)
