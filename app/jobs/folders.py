"""작업 폴더: `instance/jobs/<id>/` holds how far a job is, who stopped it, and its result.

These are files and no columns: a work may hold the only write transaction SQLite has, and neither its bar nor the
button that stops it may wait for that. Both engines read the same files.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.core.instance import jobs_dir

PROGRESS = "progress.json"
CANCEL = "cancel"
RESULT = "result"


@dataclass(frozen=True)
class Progress:
    """How far a job is: `total` None if nobody knows; `doing` in the language of whoever asked."""

    done: int
    total: int | None
    doing: str


def folder_of(job_id: int) -> Path:
    """Return the folder of a job, made if it is not there."""
    folder = jobs_dir() / str(job_id)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def fresh_making(job_id: int) -> Path:
    """Return an empty folder for what a run makes; what an earlier run left is removed."""
    folder = folder_of(job_id)
    clear_run(job_id)
    making = folder / "making"
    making.mkdir(mode=0o700)
    return making


def forget_stop(job_id: int) -> None:
    """Forget who stopped an earlier run. Call it before anybody can see that a new one has begun."""
    (jobs_dir() / str(job_id) / CANCEL).unlink(missing_ok=True)


def clear_run(job_id: int) -> None:
    """Remove what only a running job needs: its bar, and what it has half made."""
    folder = jobs_dir() / str(job_id)
    for name in (PROGRESS, f".{PROGRESS}"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "making", ignore_errors=True)


def result_path(job_id: int, attempt: int) -> Path:
    """Return where the file of a run lies once it is whole."""
    return jobs_dir() / str(job_id) / f"{RESULT}-{attempt}"


def progress_of(job_id: int) -> Progress | None:
    """Return how far a job is, or None if it has not said."""
    try:
        told = json.loads((jobs_dir() / str(job_id) / PROGRESS).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Progress(told["done"], told["total"], told["doing"])


def ask_to_stop(job_id: int, person_id: int) -> None:
    """Let the run find at its next step that somebody stopped it."""
    (folder_of(job_id) / CANCEL).write_text(str(person_id), encoding="ascii")


def stopped_by(job_id: int) -> int | None:
    """Return who stopped a job, or None."""
    try:
        return int((jobs_dir() / str(job_id) / CANCEL).read_text(encoding="ascii") or 0) or None
    except (FileNotFoundError, ValueError):
        return None
