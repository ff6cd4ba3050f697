"""Deleting results whose time is over, and what dead runs have left."""

import shutil

from app.core import clock
from app.core.database import change_state
from app.core.events import publish
from app.core.instance import instance_dir, jobs_dir
from app.jobs import folders
from app.jobs.enums import JobState
from app.jobs.events import BackgroundJobExpired
from app.jobs.queries.background_jobs import kept_folders, over_results


def expire_results() -> int:
    """Delete the files whose time is over. The rows stay and say so. Returns how many files went."""
    gone = 0
    for job in over_results(clock.now()):
        change_state(job, state=JobState.EXPIRED)
        publish(BackgroundJobExpired(actor_id=None, background_job_id=job.id, kind=job.kind))
        gone += 1
    _sweep()
    return gone


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
