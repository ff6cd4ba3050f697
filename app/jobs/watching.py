"""Looking at the timetable: what is due runs in a process of its own, so that neither a page nor a long job holds it up."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from flask import Flask, current_app

from app.core.database import db
from app.core.instance import jobs_dir
from app.jobs.locks import content_if_held
from app.jobs.processes import start_command
from app.jobs.timetable import DUE_LOCK, is_anything_due

log = logging.getLogger("opum.schedule")

LOOK_EVERY_SECONDS = 60


_STARTED = "due_process"


def start_due() -> None:
    """Start a process for what is due, if anything is and no process is at it already.

    One this process has started counts as soon as it is started: where it takes long to begin (a busy machine), the looks
    meanwhile start no others beside it.
    """
    if content_if_held(jobs_dir() / DUE_LOCK) is not None or not is_anything_due():
        return
    started = current_app.extensions.get(_STARTED)
    if started is None or started.poll() is not None:
        current_app.extensions[_STARTED] = start_command("jobs", "due", scratch=jobs_dir())


@contextmanager
def watching() -> Iterator[None]:
    """Look once a minute while something else is done; what fails is logged and tried at the next look."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  Flask's own way
    over = Event()
    thread = Thread(target=_watch, args=(app, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _watch(app: Flask, over: Event) -> None:
    while True:
        with app.app_context():
            try:
                start_due()
            except Exception:
                log.exception("nobody could look at the timetable")
            finally:
                db.session.remove()
        if over.wait(LOOK_EVERY_SECONDS):
            return
