"""The process that does long work: takes what waits, one after another, and says how each ended."""

import hashlib
import logging
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from flask import current_app

from app.accounts.queries.actors import actor_of_person
from app.core.access import Actor
from app.core.database import db, transaction
from app.core.errors import Denied, OpumError
from app.core.i18n import speaking
from app.core.messages import _
from app.jobs import folders
from app.jobs.failures import in_words
from app.jobs.models import BackgroundJob
from app.jobs.queries.background_jobs import is_somebody_waiting
from app.jobs.services import results, runs
from app.jobs.services.runs import Kept
from app.jobs.watching import watching
from app.jobs.work import Cancelled, JobKind, Made, Run, kind_named
from app.jobs.workers import Worker, slot

log = logging.getLogger("opum.jobs")

LOOK_EVERY = 0.3
GONE = _("Whoever asked for this may no longer sign in.")
NOT_ANY_MORE = _("You may not do this any more.")


def work_until_idle(*, linger: float = 0) -> int:
    """Run what waits, then stay for `linger` seconds in case more comes. Returns how many jobs were run.

    Without a free slot it ends at once: whoever holds one looks again after giving it back, so nothing is left behind.
    """
    count = 0
    while True:
        with slot() as worker:
            if worker is None:
                return count
            count += _work(worker, linger)
        if not _is_waiting():
            return count


def work_forever() -> None:
    """Run what waits as long as the process lives, and see to the timetable and the mail meanwhile: for a service.

    Waits for a free slot first.
    """
    while True:
        with slot(permanent=True) as worker:
            if worker is not None:
                with watching():
                    _work(worker, float("inf"))
        time.sleep(LOOK_EVERY)


def _work(worker: Worker, linger: float) -> int:
    with transaction():
        runs.break_off_dead()
    count, idle_since = 0, time.monotonic()
    while True:
        if _is_waiting():
            count += run_next(worker)
            idle_since = time.monotonic()
        elif time.monotonic() - idle_since >= linger:
            return count
        else:
            time.sleep(LOOK_EVERY)


def _is_waiting() -> bool:
    try:
        return is_somebody_waiting()
    finally:
        db.session.remove()


def run_next(worker: Worker) -> bool:
    """Take the job that has waited longest and run it to its end. Returns whether there was one."""
    with transaction():
        job = runs.claim_job(worker.name)
        if job is not None:
            db.session.expunge(job)
            folders.forget_stop(job.id)
    if job is None:
        return False
    try:
        _run(job)
    finally:
        folders.clear_run(job.id)
        db.session.remove()
    return True


def _run(job: BackgroundJob) -> None:
    with speaking(job.language), current_app.test_request_context(), _workshop(job) as making:
        try:
            actor = _asker(job)
            folder = folders.folder_of(job.id)
            run = Run(
                job_id=job.id,
                actor=actor,
                arguments=job.arguments,
                language=job.language,
                folder=folder,
                making=making,
            )
            _perform(kind_named(job.kind), job, run)
        except Cancelled:
            _end(job, partial(runs.end_cancelled, job=job))
        except OpumError as refusal:
            _end(job, partial(runs.fail_job, job=job, reason=str(refusal), was_refused=True))
        except Exception as error:  # noqa: BLE001  whatever goes wrong is told in words
            _end(job, partial(runs.fail_job, job=job, reason=_in_words(job, error), was_refused=False))


def _perform(kind: JobKind, job: BackgroundJob, run: Run) -> None:
    """Do the work and say so: in one transaction where it changes data, else reading first and writing only the end."""
    if kind.writes:
        with transaction():
            gone = _finish(job, run, kind.work(run))
    else:
        db.session.rollback()
        made = kind.work(run)
        run.check()
        with transaction():
            gone = _finish(job, run, made)
    results.delete_results(gone)


def _finish(job: BackgroundJob, run: Run, made: Made | str) -> Sequence[int]:
    """Say that it is done. Returns the jobs whose files go, because a newer one takes their place."""
    run.check()
    kept = made if isinstance(made, str) else _keep(job, made)
    runs.finish_job(job=job, made=kept, units=run.units, actor=run.actor)
    return results.make_room(job) if isinstance(kept, Kept) else ()


def _keep(job: BackgroundJob, made: Made) -> Kept:
    """Put the file where it stays: on the disk for good before anybody is told of it."""
    with made.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    target = folders.result_path(job.id, job.attempt)
    made.path.chmod(0o600)
    made.path.replace(target)
    _sync_folder(target.parent)
    return Kept(made.name, made.content_type, digest, target.stat().st_size, made.said)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _asker(job: BackgroundJob) -> Actor:
    """Return who asked, with the rights of now. Raises `Denied` if they are gone."""
    db.session.rollback()
    actor = actor_of_person(job.person_id)
    if actor is None:
        raise Denied(GONE)
    if not kind_named(job.kind).may(actor, job.arguments):
        raise Denied(NOT_ANY_MORE)
    return replace(actor, language=job.language)


@contextmanager
def _workshop(job: BackgroundJob) -> Iterator[Path]:
    """Give the run a folder of its own, also for the temporary files of libraries; nothing of it outlives the run."""
    making = folders.fresh_making(job.id)
    before, tempfile.tempdir = tempfile.tempdir, str(making)
    try:
        yield making
    finally:
        tempfile.tempdir = before


def _end(job: BackgroundJob, say: Callable[[], None]) -> None:
    """Say how a run ended without a result. What it made goes first: the disk may be full."""
    db.session.rollback()
    folders.clear_run(job.id)
    folders.result_path(job.id, job.attempt).unlink(missing_ok=True)
    with transaction():
        say()


def _in_words(job: BackgroundJob, error: Exception) -> str:
    number = secrets.token_hex(4)
    log.error("failure %s in job %s (%s)", number, job.id, job.kind, exc_info=error)
    return str(in_words(error, number))
