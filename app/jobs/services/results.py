"""Deleting results whose time is over, those a newer one takes the place of, and what dead runs have left."""

import shutil
from collections.abc import Sequence

from app.core import clock
from app.core.database import change_state
from app.core.events import publish
from app.core.instance import instance_dir, jobs_dir
from app.jobs import folders
from app.jobs.enums import JobState
from app.jobs.events import BackgroundJobExpired
from app.jobs.models import BackgroundJob
from app.jobs.queries.background_jobs import kept_folders, over_results, results_beyond

MOST_RESULTS = 50
"""Files of one person that are kept: every document of a month in its three formats, and some lists. A file may have
hundreds of megabytes, and one person must not fill the disk of all."""


def expire_results() -> int:
    """Delete the files whose time is over. The rows stay and say so. Returns how many files went."""
    gone = 0
    for job in over_results(clock.now()):
        change_state(job, state=JobState.EXPIRED)
        publish(BackgroundJobExpired(actor_id=None, background_job_id=job.id, kind=job.kind))
        gone += 1
    _sweep()
    return gone


def make_room(newest: BackgroundJob) -> Sequence[int]:
    """Let the oldest files of a person go that are more than one may keep, now that `newest` has its file.

    Returns the jobs whose files are to be deleted: call `delete_results` with them once that is saved.
    """
    beyond = results_beyond(newest, MOST_RESULTS)
    for job in beyond:
        change_state(job, state=JobState.EXPIRED)
        publish(BackgroundJobExpired(actor_id=None, background_job_id=job.id, kind=job.kind))
    return [job.id for job in beyond]


def delete_results(job_ids: Sequence[int]) -> None:
    """Delete the files of these jobs. What is not deleted now is swept in the night."""
    for job_id in job_ids:
        shutil.rmtree(jobs_dir() / str(job_id), ignore_errors=True)


def _sweep() -> None:
    """Remove every file no row knows: of results that expired, of runs that died, of databases that were put back.

    Also the folder in which an earlier version kept its exports of the ledger.
    """
    shutil.rmtree(instance_dir() / "exports", ignore_errors=True)
    # the folders before the rows: whoever begins after this line has a folder that is not among them
    there = [folder for folder in jobs_dir().iterdir() if folder.is_dir() and folder.name.isdigit()]
    needed = kept_folders()
    for folder in there:
        job_id = int(folder.name)
        if job_id not in needed:
            shutil.rmtree(folder, ignore_errors=True)
        elif (attempt := needed[job_id]) is not None:
            folders.clear_run(job_id)
            for path in folder.glob(f"{folders.RESULT}-*"):
                if path != folders.result_path(job_id, attempt):
                    path.unlink(missing_ok=True)
