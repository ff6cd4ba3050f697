"""Background jobs as the product runs them, with the worker in the test's own process and kinds of its own."""

from contextlib import contextmanager

from app import registry
from app.core.database import db, transaction
from app.jobs import work
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from app.jobs.services import request_job
from app.jobs.work import JobKind, Made


def everybody(_actor, _arguments):
    return True


def letter(run):
    """A file with a line for each of `count`."""
    path = run.path("편지.txt")
    count = run.arguments.get("count", 3)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            run.progress(number, count, "writing")
            file.write(f"{number} {run.actor.name}\n")
    run.progress(count, count)
    return Made(path, "편지.txt", "text/plain; charset=utf-8")


LETTER = JobKind("test.letter", work._("Done"), letter, everybody)


@contextmanager
def kinds(*more):
    """Install kinds beside the product's own."""
    before = tuple(work._kinds.values())
    work.install((*registry.JOB_KINDS, LETTER, *more))
    try:
        yield
    finally:
        work.install(before)


def asked(actor, kind="test.letter", title="편지", **arguments):
    """A job that waits. Returns its id."""
    with transaction():
        return request_job(actor=actor, kind=kind, title=title, arguments=arguments).id


def done(actor, kind="test.letter", **arguments):
    """A job that was run to its end. Returns its id."""
    job_id = asked(actor, kind, **arguments)
    work_until_idle()
    return job_id


def found(job_id):
    """The job as it stands in the database."""
    db.session.rollback()
    return db.session.get_one(BackgroundJob, job_id, populate_existing=True)
