"""협업방: reminders to departments that have not answered."""

from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, long_text, moment, pk


class OpinionReminder(Model):
    """독촉: somebody reminded a cooperating department of its answer. Rows are never changed."""

    __tablename__ = "opinion_reminders"

    id: Mapped[pk]
    opinion_id: Mapped[int] = foreign_key("opinions.id")
    note: Mapped[long_text] = mapped_column(default="")
    reminded_by_id: Mapped[int] = foreign_key("people.id")
    reminded_at: Mapped[moment]


append_only("opinion_reminders")
