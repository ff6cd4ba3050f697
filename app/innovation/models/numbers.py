"""채번: running numbers without gaps or duplicates."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model


class NumberCounter(Model):
    """The last number given out in a series and year. Raised by `services.numbers.next_number` only."""

    __tablename__ = "number_counters"
    __table_args__ = (CheckConstraint("last >= 1", name="starts_at_one"),)

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
