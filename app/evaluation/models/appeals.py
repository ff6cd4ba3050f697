"""이의신청: what a department says against its published result, and what becomes of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk
from app.evaluation.enums import AppealOutcome, AppealState, AppealStepKind

_ONCE = text("kind NOT IN ('named')")
_LIVE = "(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS {} NULL"
_LINE, _WHOLE = text(_LIVE.format("NOT")), text(_LIVE.format(""))


class AppealTerms(Model):
    """이의신청 기준: how many days departments may appeal, and when the last of them ends. The last row of a round holds.

    `closing_time` is "18:00" on the office's clock; `second_days` are the days to take a decision further.
    """

    __tablename__ = "appeal_terms"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 60", name="days_to_appeal"),
        CheckConstraint("second_days BETWEEN 1 AND 30", name="days_to_take_further"),
        CheckConstraint("length(closing_time) = 5", name="closing_time_shape"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    days: Mapped[int]
    closing_time: Mapped[str] = mapped_column(String(5))
    second_days: Mapped[int]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)
    set_at: Mapped[moment]


class AppealWindow(Model):
    """이의신청 기간: from when to when departments may appeal. Fixed when the round enters that phase; append-only."""

    __tablename__ = "appeal_windows"
    __table_args__ = (
        UniqueConstraint("round_id", name="round"),
        CheckConstraint("closes_at > opened_at", name="moments_in_order"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    opened_at: Mapped[moment]
    closes_at: Mapped[moment]
    closing_time: Mapped[str] = mapped_column(String(5))
    second_days: Mapped[int]


class Appeal(Model):
    """이의신청 of a department against a line of its result, or against all of it. Changed by `services.appeals` alone.

    `publication_id` is the version it was filed against. `outcome` is that of the last decision; one of the first
    level may be taken further until `raise_until`, or be accepted (`settled_at`).
    """

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("length(reason) >= 10", name="reason_given"),
        CheckConstraint(
            "(state IN ('filed', 'answered')) = (outcome IS NULL) OR state = 'withdrawn'", name="outcome_if_decided"
        ),
        CheckConstraint(
            "state <> 'corrected' OR (outcome IS NOT NULL AND outcome <> 'dismissed')", name="corrected_if_accepted"
        ),
        CheckConstraint("second_decider_id IS NULL OR second_decider_id <> filed_by_id", name="no_own_judge"),
        Index(
            "uq_appeals_line",
            "round_id",
            "department_id",
            "indicator_id",
            unique=True,
            sqlite_where=_LINE,
            postgresql_where=_LINE,
        ),
        Index(
            "uq_appeals_whole", "round_id", "department_id", unique=True, sqlite_where=_WHOLE, postgresql_where=_WHOLE
        ),
        Index("ix_appeals_state", "state"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    publication_id: Mapped[int] = foreign_key("publications.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id")
    indicator_id: Mapped[int | None] = foreign_key("indicators.id", index=False)
    reason: Mapped[long_text]
    filed_by_id: Mapped[int] = foreign_key("people.id")
    filed_on: Mapped[date]
    filed_at: Mapped[moment]
    state: Mapped[AppealState] = enum_column(AppealState, default=AppealState.FILED)
    version: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[AppealOutcome | None] = enum_column(AppealOutcome)
    raise_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    second_decider_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class AppealStep(Model):
    """이의신청 이력: who did what with an appeal, with the words. Append-only, and the reason for every state."""

    __tablename__ = "appeal_steps"
    __table_args__ = (
        CheckConstraint("(kind IN ('decided', 'decided_again')) = (outcome IS NOT NULL)", name="outcome_if_decision"),
        CheckConstraint(
            "kind NOT IN ('answered', 'decided', 'raised', 'decided_again') OR length(words) >= 10", name="words_given"
        ),
        CheckConstraint("(kind = 'named') = (named_id IS NOT NULL)", name="somebody_if_named"),
        CheckConstraint("(kind = 'corrected') = (publication_id IS NOT NULL)", name="version_if_corrected"),
        Index("uq_appeal_steps_once", "appeal_id", "kind", unique=True, sqlite_where=_ONCE, postgresql_where=_ONCE),
    )

    id: Mapped[pk]
    appeal_id: Mapped[int] = foreign_key("appeals.id")
    kind: Mapped[AppealStepKind] = enum_column(AppealStepKind)
    outcome: Mapped[AppealOutcome | None] = enum_column(AppealOutcome)
    words: Mapped[long_text] = mapped_column(default="")
    named_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publications.id"))
    taken_by_id: Mapped[int] = foreign_key("people.id", index=False)
    taken_on: Mapped[date]
    taken_at: Mapped[moment]


for _table in ("appeal_terms", "appeal_windows", "appeal_steps"):
    append_only(_table)
