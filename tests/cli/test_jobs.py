"""`flask jobs`: the process that does long work, started by hand and by the page."""

from datetime import time
from time import monotonic, sleep

import pytest

from app.core.database import db, transaction
from app.jobs import processes, timetable
from app.jobs.enums import JobState
from app.jobs.timetable import Job
from app.jobs.workers import is_one_needed, slot
from tests.factories import jobs
from tests.factories import ledger_exports as exports
from tests.factories.mileage import award, items

WAIT_SECONDS = 110


@pytest.fixture
def polite(monkeypatch):
    """The test's own process keeps its place among the others."""
    monkeypatch.setattr("os.nice", lambda _step: 0)


@pytest.fixture
def starting(app, monkeypatch):
    """The app starts processes, as it does outside of tests."""
    monkeypatch.setitem(app.config, "JOB_PROCESSES", not app.config["JOB_PROCESSES"])


@pytest.fixture
def paid(cast):
    with transaction():
        items()
        award(cast.kim, "claim:1", code="P13")


def waited_for(condition):
    deadline = monotonic() + WAIT_SECONDS
    while not condition() and monotonic() < deadline:
        db.session.rollback()
        sleep(0.1)
    return condition()


def test_what_waits_is_run_and_listed(run, cast, polite):
    with jobs.kinds():
        job_id = jobs.asked(cast.kim)
        assert "차례를 기다림" in run("jobs", "list").stdout
        answer = run("jobs", "work", "--until-idle")
        assert (answer.exit_code, answer.stdout.strip()) == (0, "작업 1건 완료.")
        assert run("jobs", "list").stdout.startswith(f"{job_id}\t완료\t")
        assert "편지" not in run("jobs", "list").stdout


def test_what_is_due_is_run_once(run, app, polite):
    before = timetable.timetable(), tuple(timetable._errands)
    timetable.install([Job("count", time(6, 0), lambda day: f"done for {day}")])
    try:
        assert "1" in run("jobs", "due").stdout
        assert "0" in run("jobs", "due").stdout
    finally:
        timetable.install(*before)


def test_the_page_starts_a_process_by_itself_once_it_is_saved(starting, cast, paid, monkeypatch):
    monkeypatch.setattr(processes, "LINGER_SECONDS", 0)
    job_id = exports.asked(cast.choi)
    assert waited_for(lambda: jobs.found(job_id).state is JobState.DONE)
    assert waited_for(is_one_needed)


def test_nothing_is_started_for_what_was_not_saved_or_where_somebody_works(starting, app, cast, monkeypatch):
    started = []
    monkeypatch.setattr(processes, "start_command", lambda *arguments, **_options: started.append(arguments))
    with jobs.kinds():
        with transaction():
            jobs.request_job(actor=cast.kim, kind="test.letter", title="편지", arguments={})
            db.session.rollback()
        with transaction():
            pass
        assert started == []
        with slot():
            jobs.asked(cast.kim)
        monkeypatch.setitem(app.config, "JOB_WORKERS", 1)
        with slot():
            jobs.asked(cast.park)
        if db.engine.dialect.name == "sqlite":
            assert started == []
        before = len(started)
        jobs.asked(cast.lee)
        assert started[before:] == [("jobs", "work", "--until-idle", "--linger", "30")]
        with slot(permanent=True):
            jobs.asked(cast.han)
        assert len(started) == before + 1
