"""Two schedulers over days of moved clock, with stops, kills and jumps: every due time once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import CHANGED, Conflict
from app.core.instance import jobs_dir
from app.jobs import timetable
from app.jobs.locks import held, run_alive
from app.jobs.models import ScheduledRun
from app.jobs.services import claim_run
from app.jobs.timetable import Job, is_anything_due, last_due, run_all_due, run_due
from tests.statements import count_statements

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
STEP = timedelta(minutes=15)


@pytest.fixture
def table(app):
    """Three jobs that note each day they ran, instead of the product's timetable."""
    ran = []
    before = timetable.timetable(), tuple(timetable._errands)
    jobs = [
        Job(name, at, lambda day, name=name: ran.append((name, day)) or f"done for {day}")
        for name, at in (("night", time(0, 5)), ("morning", time(6, 0)), ("evening", time(18, 0)))
    ]
    timetable.install(jobs)
    yield jobs, ran
    timetable.install(*before)


def dues(jobs, first, last):
    """The due times of the jobs from the one before `first` to `last`."""
    found, moment = set(), first
    while moment <= last:
        found |= {(job.name, clock.to_seoul(last_due(job, moment)).date()) for job in jobs}
        moment += STEP
    return found


def two_at(session_app, moment):
    """Two schedulers look at the same moment; each runs what it finds."""
    start = Barrier(2)

    def look(_number):
        with session_app.app_context(), clock.frozen_at(moment):
            try:
                start.wait()
                for job in timetable.timetable():
                    run_due(job)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(look, range(2)))


def test_two_schedulers_over_three_days_run_every_due_time_once(session_app, table):
    jobs, ran = table
    moments = [START + 3 * number * STEP for number in range(96)]
    for moment in moments:
        two_at(session_app, moment)
    assert Counter(ran) == Counter(dues(jobs, START, moments[-1]))


def test_a_stop_of_a_day_and_jumps_of_the_clock_leave_nothing_out_and_run_nothing_twice(session_app, table):
    jobs, ran = table
    hours = [0, 4, 9, 33, 34, 30, 10, 35, 58, 34, 60]
    for hour in hours:
        two_at(session_app, START + timedelta(hours=hour))
    assert max(Counter(ran).values()) == 1
    reached = {
        (job.name, clock.to_seoul(last_due(job, START + timedelta(hours=hour))).date())
        for hour in hours
        for job in jobs
    }
    assert set(ran) == reached


def test_a_scheduler_that_died_in_the_middle_is_replaced_and_one_that_lives_is_not(session_app, table):
    (night, *_rest), ran = table
    due = last_due(night, clock.now())
    with transaction():
        run_id = claim_run(job=night.name, due_at=due)
    later = clock.now() + timedelta(minutes=11)
    with run_alive(run_id), clock.frozen_at(later):
        assert run_due(night) is None
    assert ran == []
    with clock.frozen_at(later):
        assert run_due(night) is not None
    assert len(ran) == 1


def test_looking_says_whether_anything_is_due(table):
    _jobs, ran = table
    assert is_anything_due()
    assert run_all_due() == 3
    assert not is_anything_due()
    with clock.frozen_at(clock.now() + timedelta(hours=6)):
        assert is_anything_due()
        with held(jobs_dir() / "due.lock"):
            assert run_all_due() == 0
        assert run_all_due() == 1
    assert len(ran) == 4


def test_nobody_writes_while_nothing_is_due(table):
    run_all_due()
    with count_statements() as made:
        assert run_all_due() == 0
    assert [one for one in made if not one.startswith(("SELECT", "BEGIN", "ROLLBACK"))] == []


def test_who_met_somebody_elses_change_is_tried_again(app, table):
    tries = []

    def work(_day):
        tries.append(1)
        if len(tries) == 1:
            raise Conflict(CHANGED)
        return "done"

    job = Job("in the way", time(6, 0), work)
    assert run_due(job) is None
    assert db.session.query(ScheduledRun).one().trouble == str(CHANGED)
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert run_due(job) == "done"
    assert run_due(job) is None


def test_a_failure_is_told_in_words_until_it_is_over(app, table):
    tries = []

    def work(_day):
        tries.append(1)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        return "done"

    job = Job("fragile", time(6, 0), work)
    assert run_due(job) is None
    run = db.session.query(ScheduledRun).one()
    assert "디스크" in run.trouble
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert run_due(job) == "done"
    db.session.expire_all()
    run = db.session.query(ScheduledRun).one()
    assert (run.trouble, run.outcome) == (None, "done")
