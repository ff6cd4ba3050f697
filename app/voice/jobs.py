"""Long work of the voice that runs beside the pages."""

from app.jobs.work import JobKind
from app.voice import five_s_jobs, handling_jobs, voice_jobs

JOBS: tuple[JobKind, ...] = (
    *five_s_jobs.JOBS,
    *handling_jobs.JOBS,
    *voice_jobs.JOBS,
)
