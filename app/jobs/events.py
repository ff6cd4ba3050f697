"""Facts about background jobs. What was asked for in detail stays in the row: arguments may hold words of people."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfJob(Event):
    subject: ClassVar[str] = "background_job"
    background_job_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class BackgroundJobRequested(_OfJob):
    """Somebody asked for long work."""


@dataclass(frozen=True, kw_only=True)
class BackgroundJobDone(_OfJob):
    """The work came to its end. `sha256` is of the file it made, or None where it made none."""

    sha256: str | None


@dataclass(frozen=True, kw_only=True)
class BackgroundJobFailed(_OfJob):
    """The work could not be done. `attempt` counts the runs of the job."""

    attempt: int


@dataclass(frozen=True, kw_only=True)
class BackgroundJobCancelled(_OfJob):
    """Somebody stopped the work; nothing of it was kept."""

    attempt: int


@dataclass(frozen=True, kw_only=True)
class BackgroundJobBrokenOff(_OfJob):
    """The process of the work died; nothing of it was kept."""

    attempt: int


@dataclass(frozen=True, kw_only=True)
class BackgroundJobRestarted(_OfJob):
    """Whoever asked for the work asked for it again. `attempt` is the number of the new run."""

    attempt: int


@dataclass(frozen=True, kw_only=True)
class BackgroundJobDownloaded(_OfJob):
    """Whoever asked for the work took its file out."""


@dataclass(frozen=True, kw_only=True)
class BackgroundJobExpired(_OfJob):
    """The time of the file is over: it is deleted."""


@dataclass(frozen=True, kw_only=True)
class ScheduledRunAsked(Event):
    """An administrator wanted a scheduled job to run between two due times. `job` is its name in the timetable."""

    subject: ClassVar[str] = "scheduled_run"
    scheduled_run_id: int
    job: str
