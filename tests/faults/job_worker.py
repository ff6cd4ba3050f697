"""Runs background jobs as `flask jobs work` does, with kinds of its own. `python job_worker.py URL INSTANCE [forever]`.

Kind `fault.slow` writes a file line by line, one each twentieth of a second; `fault.mark` notes that it ran.
"""

import sys
import time
from pathlib import Path

from app import registry
from app.core.messages import Message
from app.factory import create_app
from app.jobs import watching, work
from app.jobs.running import work_forever, work_until_idle
from app.jobs.work import JobKind, Made

LABEL = Message("Done")


def everybody(_actor, _arguments):
    return True


def slow(run):
    path = run.path("편지.txt")
    count = run.arguments["count"]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            run.progress(number, count)
            file.write(f"{number}\n")
            file.flush()
            time.sleep(0.05)
    return Made(path, "편지.txt", "text/plain")


def large(run):
    path = run.path("큰 파일.bin")
    with path.open("wb") as file:
        for number in range(run.arguments["megabytes"]):
            run.progress(number)
            file.write(b"x" * 2**20)
    return Made(path, "큰 파일.bin", "application/octet-stream")


def mark(run):
    with Path(run.arguments["journal"]).open("a", encoding="utf-8") as file:
        file.write(f"{run.job_id}\n")
    return "marked"


KINDS = (
    JobKind("fault.slow", LABEL, slow, everybody),
    JobKind("fault.large", LABEL, large, everybody),
    JobKind("fault.mark", LABEL, mark, everybody),
)


def main(url, instance, how="until idle"):
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "JOB_PROCESSES": False}, instance=Path(instance))
    work.install((*registry.JOB_KINDS, *KINDS))
    watching.LOOK_EVERY_SECONDS = 1
    with app.app_context():
        if how == "forever":
            work_forever()
        sys.stdout.write(f"{work_until_idle()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
