"""Asking for long work, stopping it, asking again, taking its result out."""

import json
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import change_state, db
from app.core.errors import Conflict, Denied, Missing, WrongState
from app.core.events import publish
from app.core.i18n import language
from app.core.messages import _
from app.jobs import folders
from app.jobs.enums import REPEATABLE, UNFINISHED, JobState
from app.jobs.events import (
    BackgroundJobCancelled,
    BackgroundJobDownloaded,
    BackgroundJobRequested,
    BackgroundJobRestarted,
)
from app.jobs.models import BackgroundJob
from app.jobs.policy import rights_of
from app.jobs.processes import wake_worker
from app.jobs.queries.background_jobs import is_broken_off, needs_mending, same_unfinished, unfinished_count
from app.jobs.services.runs import break_off
from app.jobs.work import TITLE_LENGTH, JobKind, kind_named

MOST_UNFINISHED = 20
"""Works of one person that wait or run at a time: the processes are there for everybody."""
REASON = "reason"
"""The argument that says why personal data is taken out; the access log gets it."""
NOT_ALLOWED = _("You may not do this.")


def request_job(*, actor: Actor, kind: str, title: str, arguments: Mapping[str, Any]) -> BackgroundJob:
    """Ask for long work; a process begins it once this is saved. `arguments` are values of JSON.

    The same person who asks for the same while it waits or runs gets the job that is there. Raises `Denied`,
    `Missing`, or `WrongState` for somebody with too many under way.
    """
    asked = kind_named(kind)
    if not asked.may(actor, arguments):
        raise Denied(NOT_ALLOWED)
    plain = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    digest = sha256(plain.encode()).hexdigest()
    there = _still_there(actor.id, kind, digest)
    if there is not None:
        return there
    _check_room(actor)
    job = BackgroundJob(
        kind=kind,
        title=title.strip()[:TITLE_LENGTH],
        arguments=json.loads(plain),
        digest=digest,
        language=language(),
        person_id=actor.id,
        requested_at=clock.now(),
        state=JobState.QUEUED,
    )
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        there = same_unfinished(actor.id, kind, digest)
        if there is None:
            raise
        return there
    publish(BackgroundJobRequested(actor_id=actor.id, background_job_id=job.id, kind=kind))
    wake_worker()
    return job


def cancel_job(*, actor: Actor, job: BackgroundJob) -> None:
    """Stop a job: one that waits at once, one that runs at its next step. Raises `Conflict` if it has ended."""
    if job.person_id != actor.id and not actor.has(Role.ADMINISTRATOR):
        raise Denied(NOT_ALLOWED)
    if job.state is JobState.RUNNING and not is_broken_off(job):
        folders.ask_to_stop(job.id, actor.id)
        return
    if job.state is not JobState.QUEUED:
        raise Conflict(_("This work has come to its end."))
    change_state(job, state=JobState.CANCELLED, ended_at=clock.now())
    publish(BackgroundJobCancelled(actor_id=actor.id, background_job_id=job.id, kind=job.kind, attempt=job.attempt))


def restart_job(*, actor: Actor, job: BackgroundJob) -> None:
    """Run a job again that failed, was stopped or broken off, or whose result is gone: the asker alone.

    Raises `WrongState` for a workbook that was not accepted: a mended one is handed in.
    """
    if job.person_id != actor.id or not kind_named(job.kind).may(actor, job.arguments):
        raise Denied(NOT_ALLOWED)
    if is_broken_off(job):
        break_off(job)
    if job.state not in REPEATABLE:
        raise Conflict(_("Only work that did not come to its end is started again."))
    if needs_mending(job, job.state):
        raise WrongState(_("This workbook was not accepted. Hand in a mended one instead of starting again."))
    if _still_there(actor.id, job.kind, job.digest) is not None:
        raise Conflict(_("The same work of yours is already under way."))
    _check_room(actor)
    change_state(
        job,
        state=JobState.QUEUED,
        attempt=job.attempt + 1,
        worker=None,
        started_at=None,
        ended_at=None,
        units=None,
        reason=None,
        was_refused=False,
        said=None,
        file_name=None,
        content_type=None,
        size=None,
        sha256=None,
        kept_until=None,
        downloaded_at=None,
        rights=None,
    )
    publish(BackgroundJobRestarted(actor_id=actor.id, background_job_id=job.id, kind=job.kind, attempt=job.attempt))
    wake_worker()


def record_download(*, actor: Actor, job: BackgroundJob, address: str) -> Path:
    """Remember that a result is taken out, and return where it lies. Rights are those of now.

    Raises `Denied`, `Conflict` while there is no file, `Missing` when it is gone or was changed.
    """
    kind = kind_named(job.kind)
    if job.person_id != actor.id or not kind.may(actor, job.arguments):
        raise Denied(NOT_ALLOWED)
    if job.rights and not set(job.rights.split()) <= set(rights_of(actor)):
        raise Denied(_("Your rights are no longer those the file was made with. Ask for it anew."))
    gone = job.state is JobState.EXPIRED or (job.kept_until is not None and job.kept_until <= clock.now())
    path = folders.result_path(job.id, job.attempt)
    if gone or (job.file_name is not None and not _is_whole(job, path)):
        raise Missing(_("The file is no longer there. Start the work again."))
    if job.state is not JobState.DONE or job.file_name is None:
        raise Conflict(_("There is no file yet.") if job.state in UNFINISHED else _("This work made no file."))
    _record(kind, actor, job, address)
    if job.downloaded_at is None:
        change_state(job, downloaded_at=clock.now())
    publish(BackgroundJobDownloaded(actor_id=actor.id, background_job_id=job.id, kind=job.kind))
    return path


def _is_whole(job: BackgroundJob, path: Path) -> bool:
    """Whether the file lies there as it was made: one that somebody has changed is as good as gone."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == job.sha256
    except OSError:
        return False


def _record(kind: JobKind, actor: Actor, job: BackgroundJob, address: str) -> None:
    if kind.downloaded is not None:
        kind.downloaded(actor, job.arguments, address)
    elif kind.personal:
        reason = str(job.arguments.get(REASON, ""))
        count = job.units if job.units is not None else 1
        record_access(
            actor=actor, address=address, action=AccessAction.JOB_DOWNLOADED, concerned_count=count, reason=reason
        )


def _check_room(actor: Actor) -> None:
    """Refuse somebody who has as many works under way as one person may."""
    if unfinished_count(actor.id) >= MOST_UNFINISHED:
        raise WrongState(
            _(
                "%(count)s works of yours wait or run already. Wait until one is done, or cancel one.",
                count=MOST_UNFINISHED,
            )
        )


def _still_there(person_id: int, kind: str, digest: str) -> BackgroundJob | None:
    """Return the same work if it waits or runs; one whose process died no longer counts."""
    found = same_unfinished(person_id, kind, digest)
    if found is not None and is_broken_off(found):
        break_off(found)
        return None
    return found
