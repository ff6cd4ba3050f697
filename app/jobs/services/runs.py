"""What happens to a job while a process runs it: claimed, ended in one of five ways. Each claim happens once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict
from app.core.events import publish
from app.core.messages import _
from app.jobs.enums import JobState
from app.jobs.events import (
    BackgroundJobBrokenOff,
    BackgroundJobCancelled,
    BackgroundJobDone,
    BackgroundJobFailed,
)
from app.jobs.folders import stopped_by
from app.jobs.models import BackgroundJob
from app.jobs.policy import rights_of
from app.jobs.queries.background_jobs import is_broken_off
from app.jobs.work import kind_named

GIVEN_UP = _("This run was given up; another has taken its place.")


@dataclass(frozen=True)
class Kept:
    """A file that is whole: the name it is offered under, its type, hash and size in bytes."""

    name: str
    content_type: str
    sha256: str
    size: int
    said: str | None = None


def claim_job(worker: str) -> BackgroundJob | None:
    """Take the job that has waited longest, or None. Two processes never take the same one."""
    waiting = select(BackgroundJob.id).where(BackgroundJob.state == JobState.QUEUED).order_by(BackgroundJob.id)
    job_id = db.session.scalar(waiting.limit(1).with_for_update(skip_locked=True))
    if job_id is None:
        return None
    taken = (
        update(BackgroundJob)
        .where(BackgroundJob.id == job_id, BackgroundJob.state == JobState.QUEUED)
        .values(state=JobState.RUNNING, worker=worker, started_at=clock.now(), version=BackgroundJob.version + 1)
        .returning(BackgroundJob.id)
    )
    claimed = db.session.scalar(taken.execution_options(synchronize_session=False))
    return None if claimed is None else db.session.get(BackgroundJob, claimed, populate_existing=True)


def finish_job(*, job: BackgroundJob, made: Kept | str, units: int | None, actor: Actor) -> None:
    """Say that a run has made its file, or has changed what it says. Raises `Conflict` if the run was given up.

    `actor` is in whose name it was made: a file is handed out only while they have the rights it was made with.
    """
    now = clock.now()
    if isinstance(made, str):
        values: dict[str, Any] = {"said": made}
    else:
        values = {
            "file_name": made.name,
            "content_type": made.content_type,
            "sha256": made.sha256,
            "size": made.size,
            "kept_until": now + kind_named(job.kind).kept,
            "said": made.said,
            "rights": " ".join(rights_of(actor)),
        }
    _end(job, state=JobState.DONE, ended_at=now, units=units, **values)
    digest = None if isinstance(made, str) else made.sha256
    publish(BackgroundJobDone(actor_id=job.person_id, background_job_id=job.id, kind=job.kind, sha256=digest))


def fail_job(*, job: BackgroundJob, reason: str, was_refused: bool) -> None:
    """Say in words why a run could not be done. Raises `Conflict` if it was given up.

    `was_refused`: by the rules, so the same work would be refused again; not by an accident, after which it may go well.
    """
    _end(job, state=JobState.FAILED, ended_at=clock.now(), reason=reason, was_refused=was_refused)
    publish(BackgroundJobFailed(actor_id=job.person_id, background_job_id=job.id, kind=job.kind, attempt=job.attempt))


def end_cancelled(*, job: BackgroundJob) -> None:
    """Say that a run stopped because somebody wanted it. Raises `Conflict` if it was given up."""
    _end(job, state=JobState.CANCELLED, ended_at=clock.now())
    who = stopped_by(job.id)
    publish(BackgroundJobCancelled(actor_id=who, background_job_id=job.id, kind=job.kind, attempt=job.attempt))


def break_off(job: BackgroundJob) -> None:
    """Say that the process of a job is dead."""
    change_state(job, state=JobState.BROKEN_OFF, ended_at=clock.now())
    publish(BackgroundJobBrokenOff(actor_id=None, background_job_id=job.id, kind=job.kind, attempt=job.attempt))


def break_off_dead() -> int:
    """Say so of every job whose process is dead. Returns how many those were; what another process says is skipped."""
    running = select(BackgroundJob).where(BackgroundJob.state == JobState.RUNNING).order_by(BackgroundJob.id)
    found = db.session.scalars(running.with_for_update(skip_locked=True)).all()
    dead = [job for job in found if is_broken_off(job)]
    for job in dead:
        break_off(job)
    return len(dead)


def _end(job: BackgroundJob, **values: Any) -> None:
    statement = (
        update(BackgroundJob)
        .where(
            BackgroundJob.id == job.id,
            BackgroundJob.state == JobState.RUNNING,
            BackgroundJob.attempt == job.attempt,
            BackgroundJob.worker == job.worker,
        )
        .values(version=BackgroundJob.version + 1, **values)
    )
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    if result.rowcount != 1:
        raise Conflict(GIVEN_UP)
