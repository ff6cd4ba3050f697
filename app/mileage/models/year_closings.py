"""연도 마감: what happens to points at the end of a year, who closed it with whom, and what it came to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import shares_office
from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.core.database import points as point_count
from app.mileage.enums import ClosingState, ItemSubject, YearEndKind
from app.mileage.models.transfers import Transfer

_LIVE = text("state IN ('proposed', 'confirmed')")
_EXPIRIES = text("kind = 'expiry' AND reverses_id IS NULL")


class YearRule(Model):
    """연말 처리기준: what becomes of points left at the end of a year; of one year and subject the last row holds."""

    __tablename__ = "mileage_year_rules"
    __table_args__ = (
        CheckConstraint("set_on <= ends_on", name="set_before_the_year_ends"),
        CheckConstraint("(kind = 'carry_up_to') = (most IS NOT NULL)", name="most_if_limited"),
        CheckConstraint("most IS NULL OR most > 0", name="most_above_zero"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_mileage_year_rules_year_subject", "year", "subject"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    ends_on: Mapped[date]
    subject: Mapped[ItemSubject] = enum_column(ItemSubject)
    kind: Mapped[YearEndKind] = enum_column(YearEndKind)
    most: Mapped[point_count | None]
    reason: Mapped[long_text]
    set_on: Mapped[date]
    set_at: Mapped[moment]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)


class YearClosing(Model):
    """연도 마감: proposed by the control tower, confirmed by a named second person of another office.

    `content` is the report as it was confirmed, `sha256` its hash; both never change. `number`: the first closing of
    the year is 1; another one follows where the one before was opened again. The days (`_on`) are days in Seoul.
    """

    __tablename__ = "mileage_year_closings"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("second_id <> proposed_by_id", name="confirmed_by_another"),
        CheckConstraint("second_department_id <> proposing_department_id", name="two_offices"),
        CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", name="moment_if_confirmed"),
        CheckConstraint("(confirmed_at IS NULL) = (content IS NULL)", name="report_if_confirmed"),
        CheckConstraint("(content IS NULL) = (sha256 IS NULL)", name="hash_if_report"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name="withdrawer_if_withdrawn"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_when"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)", name="reason_if_withdrawn"),
        CheckConstraint("number >= 1", name="number_from_one"),
        Index(
            "uq_mileage_year_closings_once",
            "year",
            "number",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[pk]
    year: Mapped[int]
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[ClosingState] = enum_column(ClosingState, default=ClosingState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    proposed_by_id: Mapped[int] = foreign_key("people.id", index=False)
    proposing_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    proposed_at: Mapped[moment]
    proposed_on: Mapped[date | None]
    second_id: Mapped[int] = foreign_key("people.id")
    second_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    confirmed_at: Mapped[datetime | None]
    confirmed_on: Mapped[date | None]
    content: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[long_text | None]


class ClosingLine(Model):
    """마감 내역: what a closing came to for one account. Expired and carried over make what was left of old points."""

    __tablename__ = "mileage_closing_lines"
    __table_args__ = (
        CheckConstraint("expired >= 0", name="expired_not_negative"),
        CheckConstraint("carried >= 0", name="carried_not_negative"),
    )

    closing_id: Mapped[int] = mapped_column(ForeignKey("mileage_year_closings.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("mileage_accounts.id"), primary_key=True, index=True)
    earned: Mapped[point_count]
    spent: Mapped[point_count]
    expired: Mapped[point_count]
    carried: Mapped[point_count]


Index(
    "uq_mileage_transfers_expired_once",
    Transfer.source,
    unique=True,
    sqlite_where=_EXPIRIES,
    postgresql_where=_EXPIRIES,
)

append_only("mileage_year_rules")
append_only("mileage_closing_lines")
_TABLE = "mileage_year_closings"
trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="begins_proposed",
    reason=f"{_TABLE}: a closing begins as a proposal",
    condition="NEW.state <> 'proposed' OR NEW.proposed_on IS NULL",
)
trigger(
    _TABLE,
    "INSERT",
    name="asked_of_another_office",
    reason=f"{_TABLE}: who proposes and who confirms have no office in common",
    condition=shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.proposed_on"),
)
trigger(
    _TABLE,
    "UPDATE",
    name="confirmed_by_another_office",
    reason=f"{_TABLE}: who proposes and who confirms have no office in common",
    condition=(
        "NEW.state = 'confirmed' AND (NEW.confirmed_on IS NULL OR "
        + shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.confirmed_on")
        + ")"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="one_after_the_other",
    reason=f"{_TABLE}: a year is closed again after the closing before was opened again",
    condition=(
        "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM mileage_year_closings c JOIN mileage_year_reopenings r "
        "ON r.closing_id = c.id WHERE c.year = NEW.year AND c.number = NEW.number - 1 AND r.state = 'agreed')"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="ended_stays",
    reason=f"{_TABLE}: what was confirmed or withdrawn never changes",
    condition="OLD.state <> 'proposed'",
)
trigger(
    _TABLE,
    "UPDATE",
    name="proposal_stays",
    reason=f"{_TABLE}: which year, who proposed it and who is to confirm it stay",
    condition=(
        "NEW.year <> OLD.year OR NEW.number <> OLD.number OR NEW.starts_on <> OLD.starts_on "
        "OR NEW.ends_on <> OLD.ends_on OR NEW.proposed_on <> OLD.proposed_on "
        "OR NEW.proposed_by_id <> OLD.proposed_by_id OR NEW.second_id <> OLD.second_id "
        "OR NEW.proposing_department_id <> OLD.proposing_department_id "
        "OR NEW.second_department_id <> OLD.second_department_id"
    ),
)
trigger(
    "mileage_closing_lines",
    "INSERT",
    name="closing_confirmed",
    reason="mileage_closing_lines: lines are written while their year is being closed",
    condition=(
        "NOT EXISTS (SELECT 1 FROM mileage_year_closings c WHERE c.id = NEW.closing_id AND c.state = 'confirmed' "
        "AND NOT EXISTS (SELECT 1 FROM mileage_year_reopenings o WHERE o.closing_id = c.id AND o.state <> 'withdrawn') "
        "AND (NOT EXISTS (SELECT 1 FROM mileage_period_closures p WHERE p.year = c.year) OR EXISTS "
        "(SELECT 1 FROM mileage_year_reopenings r WHERE r.year = c.year AND r.state = 'agreed')))"
    ),
)
trigger(
    "mileage_transfers",
    "INSERT",
    name="expires_by_a_closing",
    reason="mileage_transfers: points expire by a confirmed closing alone, never below 0",
    condition=(
        "NEW.kind = 'expiry' AND (NEW.debit_balance < 0 OR NOT EXISTS (SELECT 1 FROM mileage_year_closings c "
        "JOIN mileage_closing_lines l ON l.closing_id = c.id AND l.account_id = NEW.debit_account_id "
        "JOIN mileage_accounts p ON p.id = NEW.credit_account_id AND p.kind = 'expired_pool' "
        "WHERE c.state = 'confirmed' AND c.ends_on = NEW.occurred_on AND l.expired = NEW.points "
        "AND NOT EXISTS (SELECT 1 FROM mileage_year_reopenings o WHERE o.closing_id = c.id AND o.state <> 'withdrawn') "
        "AND NEW.source = 'closing:' || c.year || ':' || NEW.debit_account_id "
        "|| CASE WHEN c.number = 1 THEN '' ELSE ':' || c.number END))"
    ),
)
