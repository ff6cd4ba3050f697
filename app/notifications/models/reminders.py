"""독촉 기록."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, day, foreign_key, pk


class Reminder(Model):
    """Somebody was reminded on a day: once a day at most, whatever is late and however often the timetable runs."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("person_id", "reminded_on", name="one_a_day"),)

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id", index=False)
    reminded_on: Mapped[day]
    own: Mapped[int]
    others: Mapped[int]


append_only("reminders")
