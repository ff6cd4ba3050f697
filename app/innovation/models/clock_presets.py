"""기한 설정: the periods of a proposal, a row per version."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk
from app.innovation.enums.answers import ClockCounting


class ClockPreset(Model):
    """One version of the periods, in days and years. An issue keeps the one it was received under.

    Without a row the periods of the regulation hold (`rules.clocks.IssueClock`). Rows are never changed.
    """

    __tablename__ = "clock_presets"
    __table_args__ = (
        CheckConstraint(
            "supplement_request_days BETWEEN 1 AND 365 AND supplement_days BETWEEN 1 AND 365"
            " AND opinion_days BETWEEN 1 AND 365 AND decision_days BETWEEN 1 AND 365"
            " AND reexamination_days BETWEEN 1 AND 365",
            name="days_in_bounds",
        ),
        CheckConstraint("credit_years BETWEEN 1 AND 10 AND follow_up_years BETWEEN 1 AND 10", name="years_in_bounds"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_clock_presets_valid_from_id", "valid_from", "id"),
    )

    id: Mapped[pk]
    valid_from: Mapped[day]
    counting: Mapped[ClockCounting] = enum_column(ClockCounting, default=ClockCounting.CALENDAR)
    supplement_request_days: Mapped[int]
    supplement_days: Mapped[int]
    opinion_days: Mapped[int]
    decision_days: Mapped[int]
    reexamination_days: Mapped[int]
    credit_years: Mapped[int]
    follow_up_years: Mapped[int]
    reason: Mapped[long_text]
    set_by_id: Mapped[int] = foreign_key("people.id")
    set_at: Mapped[moment]


append_only("clock_presets")
