"""백그라운드 작업: one's own jobs, all of them for the administrator, and how a job stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnyRow, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.jobs.enums import UNFINISHED, JobState
from app.jobs.folders import Progress, progress_of
from app.jobs.models import BackgroundJob
from app.jobs.work import hands_in
from app.jobs.workers import is_alive

EARLIER = 20
"""Runs of a kind the expected time is reckoned from."""

_COLUMNS = (
    BackgroundJob.id,
    BackgroundJob.kind,
    BackgroundJob.title,
    BackgroundJob.state,
    BackgroundJob.worker,
    BackgroundJob.requested_at,
    BackgroundJob.kept_until,
)
_OWN = Keyset(
    select(*_COLUMNS).where(BackgroundJob.person_id == bindparam("person_id", type_=Integer)), keys=(BackgroundJob.id,)
)
_ALL = Keyset(
    select(*_COLUMNS, Person.name).join(Person, Person.id == BackgroundJob.person_id), keys=(BackgroundJob.id,)
)


@dataclass(frozen=True)
class Standing:
    """How a job stands now. `state` also tells a job whose process died and a file whose time is over.

    `seconds_left` is what it may still take, from earlier runs of its kind; None: nobody knows.
    """

    state: JobState
    progress: Progress | None
    seconds_left: int | None

    @property
    def is_under_way(self) -> bool:
        """Whether something is still going to happen."""
        return self.state in UNFINISHED


def is_broken_off(job: BackgroundJob) -> bool:
    """Whether the process of a running job is dead."""
    return job.state is JobState.RUNNING and not is_alive(job.worker)


def standing_of(job: BackgroundJob) -> Standing:
    """Return how a job stands at this moment."""
    state = state_now(job.state, job.worker, job.kept_until)
    if state not in UNFINISHED:
        return Standing(state, None, None)
    progress = progress_of(job.id) if state is JobState.RUNNING else None
    return Standing(state, progress, _seconds_left(job, progress))


def state_now(state: JobState, worker: str | None, kept_until: datetime | None) -> JobState:
    """Return the state people see: a dead process is broken off, a file whose time is over is gone."""
    if state is JobState.RUNNING and not is_alive(worker):
        return JobState.BROKEN_OFF
    if state is JobState.DONE and kept_until is not None and kept_until <= clock.now():
        return JobState.EXPIRED
    return state


def needs_mending(job: BackgroundJob, state: JobState) -> bool:
    """Whether the workbook of a job was not accepted: it came back with its errors, or was refused whole."""
    if not hands_in(job.kind):
        return False
    if state is JobState.FAILED:
        return job.was_refused
    return job.file_name is not None and state not in UNFINISHED


def visible_job_or_404(job_id: int, actor: Actor) -> BackgroundJob:
    """Load a job the actor asked for; administrators see everybody's. Raises `Missing` for the others."""
    found = db.session.get(BackgroundJob, job_id)
    if found is None or (found.person_id != actor.id and not actor.has(Role.ADMINISTRATOR)):
        raise Missing(_("There is no such work."))
    return found


def same_unfinished(person_id: int, kind: str, digest: str) -> BackgroundJob | None:
    """Return the same work of a person that waits or runs: the database knows one at most."""
    statement = select(BackgroundJob).where(
        BackgroundJob.person_id == person_id,
        BackgroundJob.kind == kind,
        BackgroundJob.digest == digest,
        BackgroundJob.state.in_(UNFINISHED),
    )
    return db.session.scalars(statement).first()


def unfinished_count(person_id: int) -> int:
    """Return how many works of a person wait or run."""
    mine = (BackgroundJob.person_id == person_id, BackgroundJob.state.in_(UNFINISHED))
    return db.session.scalar(select(func.count()).select_from(BackgroundJob).where(*mine)) or 0


def is_somebody_waiting() -> bool:
    """Whether a job waits for a process."""
    return bool(db.session.scalar(select(exists().where(BackgroundJob.state == JobState.QUEUED))))


def over_results(now: datetime) -> Sequence[BackgroundJob]:
    """Return the jobs whose file has had its time."""
    over = (BackgroundJob.state == JobState.DONE, BackgroundJob.kept_until <= now)
    return db.session.scalars(select(BackgroundJob).where(*over).order_by(BackgroundJob.id)).all()


def results_beyond(newest: BackgroundJob, most: int) -> Sequence[BackgroundJob]:
    """Return the jobs of a person with a file, without the `most` newest, of which one is `newest`.

    What another process holds is skipped.
    """
    job = BackgroundJob
    others = (job.person_id == newest.person_id, job.id != newest.id)
    kept = select(job).where(*others, job.state == JobState.DONE, job.file_name.is_not(None))
    newest_first = kept.order_by(job.ended_at.desc(), job.id.desc()).offset(most - 1)
    return db.session.scalars(newest_first.with_for_update(skip_locked=True)).all()


def kept_folders() -> Mapping[int, int | None]:
    """Return the jobs whose folder is needed: under way (None), or with a file (the attempt that made it).

    In one statement, so that a job that ends meanwhile is one of the two.
    """
    job = BackgroundJob
    with_file = and_(job.state == JobState.DONE, job.file_name.is_not(None))
    needed = select(job.id, job.state, job.worker, job.attempt).where(or_(job.state.in_(UNFINISHED), with_file))
    return {
        job_id: attempt if state is JobState.DONE else None
        for job_id, state, worker, attempt in db.session.execute(needed)
        if state is not JobState.RUNNING or is_alive(worker)
    }


def _seconds_left(job: BackgroundJob, progress: Progress | None) -> int | None:
    """Reckon from earlier runs of the kind: by the unit where both tell units, else by the whole. None: nobody knows."""
    columns = (BackgroundJob.started_at, BackgroundJob.ended_at, BackgroundJob.units)
    done = (BackgroundJob.kind == job.kind, BackgroundJob.state.in_((JobState.DONE, JobState.EXPIRED)))
    earlier = select(*columns).where(*done).order_by(BackgroundJob.id.desc()).limit(EARLIER)
    took = [
        ((ended - started).total_seconds(), units)
        for started, ended, units in db.session.execute(earlier)
        if started is not None and ended is not None
    ]
    per_unit = [seconds / units for seconds, units in took if units]
    if progress is not None and progress.total and per_unit:
        return round(median(per_unit) * max(progress.total - progress.done, 0))
    if not took:
        return None
    since = (clock.now() - job.started_at).total_seconds() if job.started_at else 0
    left = median(seconds for seconds, _units in took) - since
    return round(left) if left > 0 else None


def own_jobs(actor: Actor, cursor: str | None = None) -> Page[AnyRow]:
    """Return one page of the actor's jobs, the newest first."""
    return _OWN.page(cursor, {"person_id": actor.id})


def all_jobs(cursor: str | None = None) -> Page[AnyRow]:
    """Return one page of everybody's jobs with who asked: no titles, which may tell what they are about."""
    return _ALL.page(cursor)
