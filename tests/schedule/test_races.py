"""Two schedulers over days of moved clock, with stops, kills and jumps: every due time once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.audit.models import AuditHead
from app.audit.services import verify_chain
from app.audit.services.anchors import read_anchors, write_anchor
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import CHANGED, Conflict
from app.core.instance import anchors_dir, jobs_dir
from app.jobs import timetable, watching
from app.jobs.locks import held, run_alive
from app.jobs.models import ScheduledRun
from app.jobs.services import claim_run
from app.jobs.timetable import Job, is_anything_due, last_due, run_all_due, run_due
from app.schedule import TIMETABLE
from tests.factories.innovation import an_issue
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


def test_after_a_stop_of_three_days_the_latest_due_time_of_each_job_runs_and_no_other(session_app, table):
    _jobs, ran = table
    two_at(session_app, START)
    before = set(ran)
    two_at(session_app, START + timedelta(days=3, hours=2))
    days = {name: day.isoformat() for name, day in set(ran) - before}
    assert days == {"night": "2026-11-26", "morning": "2026-11-26", "evening": "2026-11-25"}
    assert max(Counter(ran).values()) == 1


def test_an_anchor_of_a_run_that_could_not_say_so_stands(app, cast):
    """The file is there and the database knows nothing of the run: it ended between the two, or was written by hand."""
    anchor = next(job for job in TIMETABLE if job.name == "anchor audit chain")
    with transaction():
        an_issue(cast.kim)
    written = write_anchor(date(2026, 11, 22))
    assert run_due(anchor) == f"The anchor {written.name} is already written."
    assert list(read_anchors(anchors_dir())) == [written]


def test_a_stop_of_three_days_leaves_fewer_anchors_and_no_gap_in_what_they_prove(app, cast):
    """Nothing is entered while nothing runs: the anchor after the stop proves everything before it."""
    anchor = next(job for job in TIMETABLE if job.name == "anchor audit chain")
    with transaction():
        an_issue(cast.kim)
    run_due(anchor)
    with clock.frozen_at(START + timedelta(days=3, hours=2)):
        with transaction():
            an_issue(cast.park)
        run_due(anchor)
        found = list(read_anchors(anchors_dir()))
        assert [one.name for one in found] == ["2026-11-22.json", "2026-11-25.json"]
        assert found[0].seq < found[1].seq
        assert not verify_chain().problems
    head = db.session.scalar(select(AuditHead.seq))
    db.session.rollback()
    assert found[1].seq <= head <= found[1].seq + 1


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


class Beginning:
    """A process that was started; `code` is None as long as it lives."""

    code = None

    def poll(self):
        return self.code


def test_while_a_process_begins_no_other_is_started(app, table, monkeypatch):
    started = []
    monkeypatch.setattr(
        watching, "start_command", lambda *_words, **_options: started.append(Beginning()) or started[-1]
    )
    for _look in range(3):
        watching.start_due()
    assert len(started) == 1
    started[0].code = 0
    watching.start_due()
    assert len(started) == 2
    app.extensions.pop(watching._STARTED)


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
