"""슬로건 공모(작성 안내): when the departments write the slogans of a year, and what they are told."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, foreign_key, long_text, moment, pk, trigger


class SloganCall(Model):
    """The call of one year. Its days may be moved; each change raises `version`."""

    __tablename__ = "slogan_calls"
    __table_args__ = (
        UniqueConstraint("year", name="year"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("guidance <> ''", name="guidance_given"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    starts_on: Mapped[day]
    ends_on: Mapped[day]
    guidance: Mapped[long_text]
    version: Mapped[int] = mapped_column(default=1)
    opened_by_id: Mapped[int] = foreign_key("people.id")
    opened_at: Mapped[moment]


trigger("slogan_calls", "DELETE", name="no_delete", reason="slogan_calls: rows are never deleted")
