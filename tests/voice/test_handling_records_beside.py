"""While a workbook is read in, the site goes on: pages answer, and so do writes, which wait at most for the entering."""

from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread

import pytest
from flask.globals import _cv_app
from sqlalchemy import func, select

from app.accounts.sheets import returned
from app.core.database import db
from app.innovation.models import Issue
from app.jobs.enums import JobState
from app.jobs.running import work_until_idle
from app.voice.handling_jobs import HANDLING_IMPORT
from app.voice.models import HandlingBatch
from app.voice.services import handling_imports
from tests.factories import jobs as factory
from tests.factories import voice_handling as made

PAGES = ("/issues", "/voice/handling", "/voice/handling/batches", "/voice/handling/records")
ISSUE = {
    "kind": "free",
    "source": "proposal",
    "title": "창구 줄이기",
    "problem": "기다리는 시간이 길다.",
    "idea": "먼저 알린다.",
    "effect": "기다리는 시간이 준다.",
    "no_obstacle_expected": "y",
    "values": "speed",
}
WAIT = 60


def asked(cast):
    """An import of two records that waits. Returns its id."""
    made.days_off()
    token = returned.keep_as_sent(made.workbook(made.row("1"), made.row("2")), person_id=cast.choi.id)
    return factory.asked(cast.choi, HANDLING_IMPORT, token=token, file_name="민원.xlsx")


@contextmanager
def beside(app, work):
    """Do some work in a thread of its own, as in another process."""

    def alone():
        _cv_app.set(None)
        with app.app_context():
            work()
            db.session.remove()

    thread = Thread(target=copy_context().run, args=(alone,))
    thread.start()
    try:
        yield thread
    finally:
        thread.join(WAIT)
        assert not thread.is_alive()


@contextmanager
def stopped_in(app, monkeypatch, step):
    """Let the worker run the import up to a step of it, and go on at the end of the block."""
    there, go = Event(), Event()
    real = getattr(handling_imports, step)

    def waiting(*args, **kwargs):
        there.set()
        assert go.wait(WAIT)
        return real(*args, **kwargs)

    monkeypatch.setattr(handling_imports, step, waiting)
    with beside(app, work_until_idle):
        try:
            assert there.wait(WAIT)
            yield go
        finally:
            go.set()


def issues():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Issue))


def look_at_pages(client, job_id):
    assert [client.get(page).status_code for page in (*PAGES, f"/jobs/{job_id}")] == [200] * 5
    assert factory.found(job_id).state is JobState.RUNNING


def test_pages_and_writes_answer_while_the_rows_are_checked(app, as_, cast, monkeypatch):
    job_id, before = asked(cast), issues()
    tower, client = as_(cast.choi), as_(cast.kim)
    with stopped_in(app, monkeypatch, "_settle"):
        look_at_pages(tower, job_id)
        assert client.post("/issues", data=ISSUE).status_code == 302
        assert issues() == before + 1
        assert factory.found(job_id).state is JobState.RUNNING
    assert factory.found(job_id).state is JobState.DONE


def test_pages_answer_while_the_rows_are_entered_and_a_write_is_kept(app, as_, cast, monkeypatch):
    job_id, before, answers = asked(cast), issues(), []
    tower, client = as_(cast.choi), as_(cast.kim)

    def write():
        answers.append(client.post("/issues", data=ISSUE).status_code)

    with stopped_in(app, monkeypatch, "add_sums") as go:
        look_at_pages(tower, job_id)
        with beside(app, write) as thread:
            thread.join(0.5 if db.engine.dialect.name == "sqlite" else WAIT)
            waits = thread.is_alive()
            go.set()
    assert waits is (db.engine.dialect.name == "sqlite")
    assert answers == [302]
    assert issues() == before + 1
    assert factory.found(job_id).state is JobState.DONE
    assert db.session.scalar(select(func.count()).select_from(HandlingBatch)) == 1


@pytest.mark.parametrize("step", ["_settle", "add_sums"])
def test_an_import_is_stopped_from_its_page_at_any_time(app, as_, cast, monkeypatch, step):
    job_id, client = asked(cast), as_(cast.choi)
    with stopped_in(app, monkeypatch, step):
        assert client.post(f"/jobs/{job_id}/cancellations").status_code == 302
    assert factory.found(job_id).state is JobState.CANCELLED
    assert db.session.scalar(select(func.count()).select_from(HandlingBatch)) == 0
