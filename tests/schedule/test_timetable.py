"""Scheduled work: each due time once, whoever comes first, and nothing lost over a stop."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

from app import schedule
from app.core import clock
from app.core.database import db
from app.jobs.models import ScheduledRun
from app.schedule import TIMETABLE, Job, last_due, run_due

AT_SIX = Job("count", time(18, 0), lambda day: f"done for {day}")


def runs():
    return [(run.job, run.due_at, run.outcome) for run in db.session.query(ScheduledRun)]


def test_the_latest_due_time_is_yesterdays_until_the_hour_has_come():
    before = datetime(2026, 11, 23, 8, 59, tzinfo=UTC)
    after = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert last_due(AT_SIX, before).astimezone(UTC) == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert last_due(AT_SIX, after).astimezone(UTC) == after


def test_the_year_ends_in_seoul_also_on_a_server_in_utc():
    new_year_in_seoul = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    job = Job("early", time(1, 0), str)
    assert clock.to_seoul(last_due(job, new_year_in_seoul)).date().isoformat() == "2027-01-01"


def test_a_due_time_runs_once_and_its_outcome_is_kept(app):
    assert run_due(AT_SIX) == "done for 2026-11-22"
    assert run_due(AT_SIX) is None
    assert runs() == [("count", datetime(2026, 11, 22, 9, 0, tzinfo=UTC), "done for 2026-11-22")]


def test_twenty_schedulers_at_once_run_it_once(session_app, app):
    moment = clock.now()

    def run(_number):
        with session_app.app_context(), clock.frozen_at(moment):
            try:
                return run_due(AT_SIX)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(run, range(20)))
    assert sorted(outcome is not None for outcome in outcomes) == [False] * 19 + [True]
    assert len(runs()) == 1


def test_every_job_of_the_timetable_does_its_work(app):
    outcomes = [run_due(job) for job in TIMETABLE]
    assert all(outcome and not outcome.startswith("refused") for outcome in outcomes)


def test_a_clock_that_jumps_back_runs_nothing_twice(app):
    run_due(AT_SIX)
    with clock.frozen_at(datetime(2026, 11, 22, 10, 0, tzinfo=UTC)):
        assert run_due(AT_SIX) is None
    assert schedule.last_due(AT_SIX, clock.now()) == runs()[0][1]


def test_a_run_that_was_broken_off_is_tried_again_and_no_sooner(app):
    tries = []

    def work(day):
        tries.append(day)
        if len(tries) == 1:
            raise OSError("No space left on device")
        return "done"

    job = Job("fragile", time(18, 0), work)
    assert run_due(job) is None
    assert run_due(job) is None
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert run_due(job) == "done"
    assert len(tries) == 2
    assert [outcome for _job, _due, outcome in runs()] == ["done"]
