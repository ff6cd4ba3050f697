"""예약 실행 기록."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, foreign_key, moment, pk


class ScheduledRun(Model):
    """One due time of one job. Whoever inserts the row runs it; the others find it claimed.

    `outcome` is said in English, as in the log; `told` is the same sentence with its parameters, for the reader's
    language. `trouble` says in words why the last try broke off; the next one forgets it. `asked_by_id` is who wanted a
    run between two due times: then `due_at` is when.
    """

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
    told: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    trouble: Mapped[str | None] = mapped_column(String(500))
    asked_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
