"""Reads about scheduled runs."""

from sqlalchemy import select

from app.core.database import db
from app.jobs.models import ScheduledRun


def last_finished_run(job: str) -> ScheduledRun | None:
    """Return the latest run of a job that came to its end."""
    finished = select(ScheduledRun).where(ScheduledRun.job == job, ScheduledRun.finished_at.is_not(None))
    return db.session.scalar(finished.order_by(ScheduledRun.due_at.desc()).limit(1))
