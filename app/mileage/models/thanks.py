"""칭찬: messages of thanks, what was reported about them, and the limits of a month."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.core.values import Value
from app.mileage.enums import ThanksReportState

_OPEN = text("state = 'open'")


class ThanksLimits(Model):
    """칭찬 기준: valid from the first day of a later month. Of rows for the same month the last one holds."""

    __tablename__ = "thanks_limits"
    __table_args__ = (
        CheckConstraint("valid_from > set_on AND substr(CAST(valid_from AS TEXT), 9, 2) = '01'", name="later_month"),
        CheckConstraint("points >= 1 AND most_same_person >= 1", name="at_least_one"),
        CheckConstraint("monthly_grant >= points", name="enough_for_one"),
    )

    id: Mapped[pk]
    valid_from: Mapped[date] = mapped_column(index=True)
    monthly_grant: Mapped[int]
    points: Mapped[int]
    most_same_person: Mapped[int]
    own_department_allowed: Mapped[bool]
    set_on: Mapped[date]
    set_at: Mapped[moment]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)


class Thanks(Model):
    """칭찬: words of one person to another, with the limits they were sent under.

    `nth`: how many times the sender had thanked this person in the month, this one included. Words never change; the
    two people keep it off the wall or put it there, and the control tower hides it once, after a report.
    """

    __tablename__ = "thanks"
    __table_args__ = (
        UniqueConstraint("sender_id", "receiver_id", "month", "nth", name="counted"),
        CheckConstraint("sender_id <> receiver_id", name="to_another"),
        CheckConstraint("length(body) BETWEEN 10 AND 300", name="body_length"),
        CheckConstraint("points >= 1", name="points_above_zero"),
        CheckConstraint("nth BETWEEN 1 AND most_same_person", name="most_to_the_same"),
        CheckConstraint(
            "own_department_allowed OR sender_department_id <> receiver_department_id", name="to_another_department"
        ),
        CheckConstraint(
            "substr(CAST(month AS TEXT), 9, 2) = '01' "
            "AND substr(CAST(month AS TEXT), 1, 7) = substr(CAST(sent_on AS TEXT), 1, 7)",
            name="month_of_the_day",
        ),
        CheckConstraint("(hidden_at IS NULL) = (hidden_by_id IS NULL)", name="hidden_by_somebody"),
        CheckConstraint("(hidden_at IS NULL) = (hide_reason IS NULL)", name="hidden_with_reason"),
        CheckConstraint("hidden_by_id <> sender_id AND hidden_by_id <> receiver_id", name="hidden_by_another"),
        Index("ix_thanks_receiver_id_id", "receiver_id", "id"),
        Index("ix_thanks_sender_id_id", "sender_id", "id"),
    )

    id: Mapped[pk]
    sender_id: Mapped[int] = foreign_key("people.id", index=False)
    receiver_id: Mapped[int] = foreign_key("people.id", index=False)
    sender_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    receiver_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    body: Mapped[long_text]
    value: Mapped[Value | None] = enum_column(Value)
    points: Mapped[int]
    nth: Mapped[int]
    most_same_person: Mapped[int]
    own_department_allowed: Mapped[bool]
    month: Mapped[date] = mapped_column(index=True)
    sent_on: Mapped[date]
    sent_at: Mapped[moment]
    sender_keeps_private: Mapped[bool] = mapped_column(default=False)
    receiver_keeps_private: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    hide_reason: Mapped[long_text | None]


class ThanksReport(Model):
    """칭찬 신고: somebody says that a message is not what it should be. Decided once, by somebody else."""

    __tablename__ = "thanks_reports"
    __table_args__ = (
        UniqueConstraint("thanks_id", "reporter_id", name="once_each"),
        CheckConstraint("decided_by_id <> reporter_id", name="decided_by_another"),
        CheckConstraint("(state = 'open') = (decided_by_id IS NULL)", name="decider_if_decided"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided_when"),
        CheckConstraint("(decided_by_id IS NULL) = (decision IS NULL)", name="decided_why"),
        Index("ix_thanks_reports_open", "thanks_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[pk]
    thanks_id: Mapped[int] = foreign_key("thanks.id", index=False)
    reporter_id: Mapped[int] = foreign_key("people.id")
    reason: Mapped[long_text]
    reported_at: Mapped[moment]
    state: Mapped[ThanksReportState] = enum_column(ThanksReportState, default=ThanksReportState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    decided_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    decided_at: Mapped[datetime | None]
    decision: Mapped[long_text | None]


append_only("thanks_limits")
for _table in ("thanks", "thanks_reports"):
    trigger(_table, "DELETE", name="no_delete", reason=f"{_table}: rows are never deleted")
_KEPT = (
    "sender_id",
    "receiver_id",
    "sender_department_id",
    "receiver_department_id",
    "body",
    "points",
    "nth",
    "most_same_person",
    "own_department_allowed",
    "month",
    "sent_on",
    "sent_at",
)
trigger(
    "thanks",
    "UPDATE",
    name="words_stay",
    reason="thanks: what was said stays, and what is hidden stays hidden",
    condition=" OR ".join(
        [
            "OLD.hidden_at IS NOT NULL",
            "COALESCE(NEW.value, '') <> COALESCE(OLD.value, '')",
            *(f"NEW.{column} <> OLD.{column}" for column in _KEPT),
        ]
    ),
)
trigger(
    "thanks",
    "UPDATE",
    name="hidden_after_a_report",
    reason="thanks: only what others have reported is hidden",
    condition=(
        "NEW.hidden_by_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM thanks_reports r WHERE r.thanks_id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM thanks_reports r WHERE r.thanks_id = NEW.id AND r.reporter_id = NEW.hidden_by_id))"
    ),
)
trigger(
    "thanks",
    "INSERT",
    name="sent_to_be_read",
    reason="thanks: nothing is hidden before anybody reported it",
    condition="NEW.hidden_at IS NOT NULL",
)
trigger(
    "thanks",
    "INSERT",
    name="receiver_is_here",
    reason="thanks: nobody thanks a person who has left",
    condition=(
        "NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.receiver_id AND p.joined_on <= NEW.sent_on "
        "AND (p.left_on IS NULL OR p.left_on >= NEW.sent_on))"
    ),
)
trigger(
    "thanks_reports",
    "INSERT",
    name="not_by_the_sender",
    reason="thanks_reports: nobody reports the own message",
    condition="EXISTS (SELECT 1 FROM thanks t WHERE t.id = NEW.thanks_id AND t.sender_id = NEW.reporter_id)",
)
trigger(
    "thanks_reports",
    "INSERT",
    name="begins_open",
    reason="thanks_reports: a report begins undecided",
    condition="NEW.state <> 'open'",
)
trigger(
    "thanks_reports",
    "UPDATE",
    name="decided_by_no_party",
    reason="thanks_reports: neither sender, receiver nor a reporter decides, and a decision stays",
    condition=(
        "OLD.state <> 'open' OR NEW.reason <> OLD.reason OR NEW.reporter_id <> OLD.reporter_id "
        "OR NEW.thanks_id <> OLD.thanks_id OR EXISTS (SELECT 1 FROM thanks t WHERE t.id = NEW.thanks_id "
        "AND NEW.decided_by_id IN (t.sender_id, t.receiver_id)) OR EXISTS (SELECT 1 FROM thanks_reports o "
        "WHERE o.thanks_id = NEW.thanks_id AND o.reporter_id = NEW.decided_by_id)"
    ),
)
