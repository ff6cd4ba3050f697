"""Processes that a test starts, whose clock it moves, and that it kills."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.instance import jobs_dir
from app.jobs.models import ScheduledRun
from app.jobs.timetable import last_due, timetable

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WAIT_SECONDS = 110


def waited_for(condition):
    """Whether a condition came true in time."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Troupe:
    """The processes of a test, on its database and instance, with a clock of their own."""

    def __init__(self, app, folder, moment):
        self.folder, self.now = folder, moment
        self._clock = folder / "now"
        self._names = (str(app.config["SQLALCHEMY_DATABASE_URI"]), app.instance_path)
        self._running = []
        self.set_clock(moment)

    def set_clock(self, moment):
        """Let it be this moment for all of them."""
        self.now = moment
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(moment.isoformat())
        fresh.replace(self._clock)

    def move_clock(self, **by):
        self.set_clock(self.now + timedelta(**by))

    def start(self, script, *arguments):
        """Start a script of this folder; it gets the database, the instance and the arguments."""
        db.session.remove()
        path = os.pathsep.join([str(HERE / "moved_clock"), str(ROOT)])
        log = (self.folder / f"log-{len(self._running)}").open("w")
        process = subprocess.Popen(
            [sys.executable, str(HERE / script), *self._names, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path, "MOVED_CLOCK": str(self._clock)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self._running.append(process)
        return process

    def kill(self, process):
        """Kill one as a power cut does."""
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def said(self):
        """What all of them have written, for the message of a failure."""
        return "\n".join(path.read_text()[-2000:] for path in sorted(self.folder.glob("log-*")))

    def end(self):
        for process in self._running:
            process.kill()
            process.wait()


def unfinished():
    """Jobs of the timetable whose latest due time nobody has run yet."""
    db.session.rollback()
    done = select(ScheduledRun.job, ScheduledRun.due_at).where(ScheduledRun.finished_at.is_not(None))
    found = set(map(tuple, db.session.execute(done)))
    return [one.name for one in timetable() if (one.name, last_due(one, clock.now())) not in found]


def left_undone(troupe):
    """What is not done, and what the processes say, for the message of a failure."""
    log = jobs_dir() / "worker.log"
    return f"{unfinished()} {troupe.said()} {log.read_text()[-3000:] if log.exists() else ''}"


def dues():
    """Every due time somebody has claimed."""
    db.session.rollback()
    return db.session.execute(select(ScheduledRun.job, ScheduledRun.due_at)).all()
