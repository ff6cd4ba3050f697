"""Looks at a timetable without a pause, as every serving process does once a minute. `scheduler.py URL INSTANCE FOLDER`.

The jobs `night`, `morning` and `evening` write a row for their day, the evening one slowly; the mail of the day and the
sending of mail are the product's own. After each round it leaves in FOLDER the moment the round began at.
"""

import os
import sys
import time
from datetime import time as hour
from pathlib import Path
from uuid import uuid4

from app.core import clock
from app.core.database import db
from app.core.idempotency import Submission
from app.factory import create_app
from app.jobs import timetable
from app.jobs.timetable import Job, run_all_due, run_due
from app.notices.timetable import ERRANDS
from app.notices.timetable import TIMETABLE as OF_NOTICES

SLOW_SECONDS = 0.4
HOURS = {"night": hour(0, 5), "morning": hour(6), "evening": hour(18)}


def jobs(folder):
    """The timetable the processes have."""
    return [*(own_job(name, folder) for name in HOURS), *(one for one in OF_NOTICES if one.name == "daily digest")]


def own_job(name, folder):
    def work(day):
        row = {"key": uuid4().hex, "sender": name, "body_hash": day.isoformat(), "submitted_at": clock.now()}
        db.session.add(Submission(**row))
        db.session.flush()
        if name == "evening":
            (folder / f"begun-{os.getpid()}").write_text(day.isoformat())
            time.sleep(SLOW_SECONDS)
        return "done"

    return Job(name, HOURS[name], work)


def look(*, each_by_itself):
    """Look once. `each_by_itself`: as two machines do, which share no lock but the database."""
    if not each_by_itself:
        run_all_due()
        return
    for one in timetable.timetable():
        run_due(one)
    for errand in ERRANDS:
        if errand.waits():
            errand.run()


def main(url, instance, folder, how):
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "JOB_PROCESSES": False}, instance=Path(instance))
    told = Path(folder)
    timetable.install(jobs(told), ERRANDS)
    mark = told / f"looked-{os.getpid()}"
    while True:
        begun = clock.now()
        with app.app_context():
            look(each_by_itself=how == "each")
            db.session.remove()
        mark.with_suffix(".new").write_text(begun.isoformat())
        mark.with_suffix(".new").replace(mark)
        time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
