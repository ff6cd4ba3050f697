"""잠긴 연도: what a closing leaves behind for every later posting to meet."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, foreign_key, moment, pk, trigger


class YearLock(Model):
    """연도 잠금: the days of a year into which nothing is posted any more, while no reopening of the year is in force.

    The table has the name it was first given; the closing itself, with its report, is `YearClosing`.
    """

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
        "EXISTS (SELECT 1 FROM mileage_period_closures c WHERE NEW.occurred_on BETWEEN c.starts_on AND c.ends_on "
        "AND NOT EXISTS (SELECT 1 FROM mileage_year_reopenings r WHERE r.year = c.year AND r.state = 'agreed'))"
    ),
)
