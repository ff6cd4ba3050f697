"""예약 작업: daily work at a time of day. Every due time runs once, over any number of processes, also after a stop.

`app.schedule` writes the table, `app.registry` installs it. Where the clock jumps ahead over several due times of a
job, the latest one runs; where it jumps back, what ran is not run again.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Missing, OpumError
from app.core.instance import jobs_dir
from app.core.messages import Message, _
from app.jobs.failures import in_words
from app.jobs.locks import held, is_run_alive, run_alive
from app.jobs.models import ScheduledRun
from app.jobs.services.scheduled_runs import BROKEN_OFF, claim_run, finish_run, tell_trouble

log = logging.getLogger("opum.schedule")

DUE_LOCK = "due.lock"

Work = Callable[[date], Message | str]


@dataclass(frozen=True)
class Job:
    """Daily work at a time of day in Seoul. `work` gets the day and says how it went in one sentence.

    It runs in one write transaction with its outcome, unless `own_transactions`: then it takes care itself, because
    it is long and mostly reads. `label` is what people read; without one it is the name.
    """

    name: str
    at: time
    work: Work
    label: Message | None = None
    own_transactions: bool = False


@dataclass(frozen=True)
class Errand:
    """Work that comes at any time (mail that waits): asked about whenever somebody looks, about once a minute.

    `run` takes care of its own transactions, may run in several processes at once, and returns how much it has done.
    """

    waits: Callable[[], bool]
    run: Callable[[], int]


_jobs: list[Job] = []
_errands: list[Errand] = []


def install(jobs: Sequence[Job], errands: Sequence[Errand] = ()) -> None:
    """Set the timetable; the factory calls it once."""
    _jobs[:] = sorted(jobs, key=lambda job: job.at)
    _errands[:] = errands


def timetable() -> Sequence[Job]:
    """Return the jobs by their time of day."""
    return tuple(_jobs)


def job_named(name: str) -> Job:
    """Return a job of the timetable. Raises `Missing` for one that is not there (any more)."""
    for job in _jobs:
        if job.name == name:
            return job
    raise Missing(_("There is no such job in the timetable."))


def last_due(job: Job, now: datetime) -> datetime:
    """Return the latest due time of a job that is not in the future."""
    today = clock.to_seoul(now).date()
    due = datetime.combine(today, job.at, clock.SEOUL)
    return due if due <= now else due - timedelta(days=1)


def next_due(job: Job, now: datetime) -> datetime:
    """Return the first due time of a job that is in the future."""
    return last_due(job, now) + timedelta(days=1)


def is_anything_due() -> bool:
    """Whether a due time has come that nobody has claimed, or whose run was broken off: in one statement."""
    now = clock.now()
    dues = {job.name: last_due(job, now) for job in _jobs}
    if not dues:
        return False
    statement = select(ScheduledRun.id, ScheduledRun.job, ScheduledRun.due_at, ScheduledRun.claimed_at)
    rows = db.session.execute(
        statement.add_columns(ScheduledRun.finished_at).where(ScheduledRun.due_at >= min(dues.values()))
    )
    settled = {
        job
        for run_id, job, due_at, claimed_at, finished_at in rows
        if dues.get(job) == due_at
        and (finished_at is not None or claimed_at >= now - BROKEN_OFF or is_run_alive(run_id))
    }
    return len(settled) < len(dues) or any(errand.waits() for errand in _errands)


def run_all_due() -> int:
    """Run whatever is due and nobody has claimed, one after another. Returns how many ran; none if a process does so."""
    with held(jobs_dir() / DUE_LOCK) as is_mine:
        if not is_mine or not is_anything_due():
            return 0
        return sum(run_due(job) is not None for job in _jobs) + _run_errands()


def _run_errands() -> int:
    """Run what waits besides the timetable; what fails is logged and tried again when somebody looks next."""
    done = 0
    for errand in _errands:
        try:
            done += errand.run() if errand.waits() else 0
        except Exception:
            log.exception("an errand broke off")
            db.session.rollback()
    return done


def run_due(job: Job) -> str | None:
    """Run a job's latest due time if nobody has. Returns its outcome, or None when it was claimed or broke off.

    Work and outcome are one transaction; a failure is written down in words and does not stop the others. Who met a
    change of somebody else (`Conflict`) is tried again like a run that broke off; what a rule refuses is not.
    """
    return _run(job, last_due(job, clock.now()), None)


def run_now(job: Job, *, asked_by_id: int) -> str | None:
    """Run a job because somebody wants it: its latest due time if nobody has claimed that, else once more."""
    due = last_due(job, clock.now())
    claimed = select(ScheduledRun.id).where(ScheduledRun.job == job.name, ScheduledRun.due_at == due)
    if db.session.scalar(claimed) is None:
        return run_due(job)
    return _run(job, clock.now(), asked_by_id)


def _run(job: Job, due: datetime, asked_by_id: int | None) -> str | None:
    with transaction():
        run_id = claim_run(job=job.name, due_at=due, asked_by_id=asked_by_id)
    if run_id is None:
        return None
    with run_alive(run_id):
        try:
            outcome = _work(job, clock.to_seoul(due).date(), run_id)
        except Conflict as busy:
            log.info("%s met a change of somebody else; it is tried again", job.name)
            with transaction():
                tell_trouble(run_id=run_id, trouble=busy.reason)
            return None
        except OpumError as refusal:
            outcome = f"refused: {refusal}"
            with transaction():
                finish_run(run_id=run_id, outcome=outcome, told=refusal.reason)
        except Exception as error:
            number = secrets.token_hex(4)
            log.exception("%s broke off (%s); it is tried again when the timetable next looks", job.name, number)
            db.session.rollback()
            with transaction():
                tell_trouble(run_id=run_id, trouble=in_words(error, number))
            return None
    log.info("%s: %s", job.name, outcome)
    return outcome


def _work(job: Job, day: date, run_id: int) -> str:
    if job.own_transactions:
        db.session.rollback()
        said = job.work(day)
        with transaction():
            return _finish(run_id, said)
    with transaction():
        return _finish(run_id, job.work(day))


def _finish(run_id: int, said: Message | str) -> str:
    told = said if isinstance(said, Message) else None
    outcome = in_english(said)
    finish_run(run_id=run_id, outcome=outcome, told=told)
    return outcome


def in_english(said: Message | str) -> str:
    """Return a sentence as the log has it."""
    return said if isinstance(said, str) else said.msgid % said.params if said.params else said.msgid
