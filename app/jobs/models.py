"""예약 실행 기록."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, moment, pk


class ScheduledRun(Model):
    """One due time of one job. Whoever inserts the row runs it; the others find it claimed."""

    __tablename__ = "scheduled_runs"
    __table_args__ = (
        UniqueConstraint("job", "due_at", name="job_due_at"),
        CheckConstraint("(finished_at IS NULL) = (outcome IS NULL)", name="outcome_if_finished"),
    )

    id: Mapped[pk]
    job: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[moment]
    claimed_at: Mapped[moment]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(500))
