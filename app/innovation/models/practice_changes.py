"""2진1퇴: two new practices, one abolished."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, foreign_key, moment, pk, short_text


class PracticeChange(Model):
    """2진1퇴: a task that has a row here brings in two practices and gives one up; it closes when all are named.

    Written by `services.practice_changes`.
    """

    __tablename__ = "practice_changes"
    __table_args__ = (UniqueConstraint("task_id", name="task"),)

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    first_new: Mapped[short_text] = mapped_column(default="")
    second_new: Mapped[short_text] = mapped_column(default="")
    abolished: Mapped[short_text] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = foreign_key("people.id")
    written_at: Mapped[moment]
