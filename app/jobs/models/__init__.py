"""Tables of the room."""

from app.jobs.models.background_jobs import BackgroundJob
from app.jobs.models.scheduled_runs import ScheduledRun

__all__ = ["BackgroundJob", "ScheduledRun"]
