"""Work that takes longer than a page may: a `flask` command in a process of its own, so that no page stalls."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import IO

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.core.database import db
from app.core.instance import jobs_dir
from app.jobs.workers import is_one_needed

LINGER_SECONDS = 30
"""A process that has nothing to do stays so long: the next job does not wait for another one to start."""
LOG_BYTES = 1024 * 1024
_WAKE = "wake_worker"

log = logging.getLogger("opum.jobs")

ROOT = Path(__file__).parents[2]


def start_command(*arguments: str, scratch: Path) -> "subprocess.Popen[bytes]":
    """Start a `flask` command on the running app's instance and database; nobody has to wait for it.

    It keeps its temporary files in `scratch`, and its log in `worker.log` there. It goes on when the web server stops,
    and is told to nobody when it fails: what it does must be visible in the database.
    """
    environment = {
        **os.environ,
        "OPUM_INSTANCE": current_app.instance_path,
        "OPUM_DATABASE_URL": str(current_app.config["SQLALCHEMY_DATABASE_URI"]),
        "TMPDIR": str(scratch),
    }
    with _log_in(scratch) as output:
        process = subprocess.Popen(  # noqa: S603  our own command with numbers of our own
            [sys.executable, "-m", "flask", "--app", "app.factory", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            start_new_session=True,
        )
    Thread(target=process.wait, daemon=True).start()  # takes its exit code, so that no zombie stays
    return process


def _log_in(scratch: Path) -> IO[bytes]:
    """Open the log of the processes; a long one makes room for a new one."""
    path = scratch / "worker.log"
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def wake_worker() -> None:
    """Start a process for background jobs once the present transaction is saved, unless one is there."""
    db.session().info[_WAKE] = True


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(_WAKE, False):
        start_worker()


def start_worker() -> None:
    """Start a process for background jobs, unless one is there or a service runs them."""
    if not current_app.config["JOB_PROCESSES"]:
        return
    try:
        if is_one_needed():
            start_command("jobs", "work", "--until-idle", "--linger", str(LINGER_SECONDS), scratch=jobs_dir())
    except OSError:  # what was asked for is saved; the next request or the timetable starts a process
        log.exception("no process for background jobs could be started")


@event.listens_for(Session, "after_soft_rollback")
def _let_sleep(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested:
        session.info.pop(_WAKE, None)
