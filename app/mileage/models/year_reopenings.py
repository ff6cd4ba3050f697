"""마감 다시 열기: a closed year takes points again, because one office asked for it and another agreed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import shares_office
from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk, trigger
from app.core.database import points as point_count
from app.mileage.enums import ReopeningState

_LIVE = text("state <> 'withdrawn'")


class YearReopening(Model):
    """마감 다시 열기: of one closing, once. `given_back` is what came back to the accounts, in `accounts` rows.

    Agreed: the year is open. Ended: `closed_again_id` closed it another time.
    """

    __tablename__ = "mileage_year_reopenings"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("second_id <> proposed_by_id", name="agreed_by_another"),
        CheckConstraint("second_department_id <> proposing_department_id", name="two_offices"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_on IS NULL)", name="agreed_when"),
        CheckConstraint("(state IN ('agreed', 'ended')) = (agreed_at IS NOT NULL)", name="moment_if_agreed"),
        CheckConstraint("(agreed_at IS NULL) = (given_back IS NULL)", name="sum_if_agreed"),
        CheckConstraint("(agreed_at IS NULL) = (accounts IS NULL)", name="accounts_if_agreed"),
        CheckConstraint("given_back IS NULL OR given_back >= 0", name="sum_not_negative"),
        CheckConstraint("(state = 'ended') = (closed_again_id IS NOT NULL)", name="closing_if_ended"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name="withdrawer_if_withdrawn"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_when"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)", name="reason_if_withdrawn"),
        UniqueConstraint("closed_again_id", name="closed_again_once"),
        Index("uq_mileage_year_reopenings_once", "closing_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_mileage_year_reopenings_year", "year"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    closing_id: Mapped[int] = foreign_key("mileage_year_closings.id", index=False)
    state: Mapped[ReopeningState] = enum_column(ReopeningState, default=ReopeningState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[long_text]
    proposed_by_id: Mapped[int] = foreign_key("people.id", index=False)
    proposing_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    proposed_on: Mapped[date]
    proposed_at: Mapped[moment]
    second_id: Mapped[int] = foreign_key("people.id")
    second_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    agreed_on: Mapped[date | None]
    agreed_at: Mapped[datetime | None]
    given_back: Mapped[point_count | None]
    accounts: Mapped[int | None]
    closed_again_id: Mapped[int | None] = mapped_column(ForeignKey("mileage_year_closings.id"))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[long_text | None]


_TABLE = "mileage_year_reopenings"
trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="begins_proposed",
    reason=f"{_TABLE}: a reopening begins as the proposal to open the last closing of its year",
    condition=(
        "NEW.state <> 'proposed' OR NOT EXISTS (SELECT 1 FROM mileage_year_closings c WHERE c.id = NEW.closing_id "
        "AND c.year = NEW.year AND c.state = 'confirmed') OR EXISTS (SELECT 1 FROM mileage_year_reopenings r "
        "WHERE r.year = NEW.year AND r.state IN ('proposed', 'agreed'))"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="asked_of_another_office",
    reason=f"{_TABLE}: who proposes and who agrees have no office in common",
    condition=shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.proposed_on"),
)
trigger(
    _TABLE,
    "UPDATE",
    name="agreed_by_another_office",
    reason=f"{_TABLE}: who proposes and who agrees have no office in common",
    condition=(
        "OLD.state = 'proposed' AND NEW.state = 'agreed' AND "
        + shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.agreed_on")
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="steps_in_order",
    reason=f"{_TABLE}: proposed, then agreed or withdrawn; agreed, then ended by another closing",
    condition=(
        "NOT (OLD.state = 'proposed' AND NEW.state IN ('agreed', 'withdrawn')) AND NOT (OLD.state = 'agreed' "
        "AND NEW.state = 'ended' AND EXISTS (SELECT 1 FROM mileage_year_closings c WHERE c.id = NEW.closed_again_id "
        "AND c.year = NEW.year AND c.state = 'confirmed' AND c.id <> NEW.closing_id))"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="proposal_stays",
    reason=f"{_TABLE}: what was proposed by whom, and what came back, stays",
    condition=" OR ".join(
        f"NEW.{column} <> OLD.{column}"
        for column in (
            "year",
            "closing_id",
            "reason",
            "proposed_by_id",
            "proposing_department_id",
            "proposed_on",
            "second_id",
            "second_department_id",
            "given_back",
            "accounts",
            "agreed_at",
        )
    ),
)
