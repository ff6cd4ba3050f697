"""마감."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, foreign_key, moment, pk, trigger


class PeriodClosure(Model):
    """마감: the days of a year into which nothing is posted any more."""

    __tablename__ = "mileage_period_closures"
    __table_args__ = (
        UniqueConstraint("year", name="year"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closed_at: Mapped[moment]
    closed_by_id: Mapped[int] = foreign_key("people.id")


append_only("mileage_period_closures")
trigger(
    "mileage_transfers",
    "INSERT",
    name="open_period",
    reason="mileage_transfers: the period is closed",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_period_closures c WHERE NEW.occurred_on BETWEEN c.starts_on AND c.ends_on)"
    ),
)
