"""2진1퇴 of a task."""

from sqlalchemy import select

from app.core.database import db
from app.innovation.models import PracticeChange, Task


def practice_change_of(task: Task) -> PracticeChange | None:
    """Return the practices of a 2진1퇴 task; None for any other task."""
    return db.session.scalar(select(PracticeChange).where(PracticeChange.task_id == task.id))
