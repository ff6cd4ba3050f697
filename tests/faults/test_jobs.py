"""Background jobs under a kill, a full disk, a stop and two workers: nothing half, nothing twice, nothing lost."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app.core import clock
from app.core.database import db
from app.core.instance import jobs_dir
from app.jobs import folders
from app.jobs.enums import JobState
from app.jobs.queries.background_jobs import standing_of
from tests.factories import jobs as factory
from tests.faults.job_worker import KINDS

WORKER = Path(__file__).parent / "job_worker.py"
ROOT = WORKER.parents[2]
WAIT_SECONDS = 110


@pytest.fixture(autouse=True)
def kinds(app):
    with factory.kinds(*KINDS):
        yield


@pytest.fixture
def start(app):
    """Start a worker in a process of its own; whatever still runs at the end of the test is killed."""
    running = []

    def start_one(**options):
        db.session.remove()
        url = str(app.config["SQLALCHEMY_DATABASE_URI"])
        process = subprocess.Popen(
            [sys.executable, str(WORKER), url, app.instance_path],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        running.append(process)
        return process

    yield start_one
    for process in running:
        process.kill()
        process.communicate()


def waited_for(condition):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def has_begun(job_id):
    progress = folders.progress_of(job_id)
    return progress is not None and progress.done > 0


def files_of(job_id):
    folder = jobs_dir() / str(job_id)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_a_worker_that_is_killed_leaves_a_job_that_is_broken_off_and_runs_again(as_, cast, start):
    job_id = factory.asked(cast.kim, "fault.slow", count=100)
    victim = start()
    assert waited_for(lambda: has_begun(job_id))
    client = as_(cast.kim)
    assert client.post(f"/jobs/{job_id}/runs").status_code == 409
    os.kill(victim.pid, signal.SIGKILL)
    victim.communicate()
    assert factory.found(job_id).state is JobState.RUNNING
    assert standing_of(factory.found(job_id)).state is JobState.BROKEN_OFF
    page = client.get(f"/jobs/{job_id}").text
    assert "The work was broken off" in page
    assert 'hx-trigger="every 2s"' not in page
    assert client.post(f"/jobs/{job_id}/runs").status_code == 302
    said, errors = start().communicate(timeout=WAIT_SECONDS)
    assert said == "1\n", errors[-2000:]
    job = factory.found(job_id)
    assert (job.state, job.attempt) == (JobState.DONE, 2)
    assert files_of(job_id) == ["result-2"]
    assert folders.result_path(job_id, 2).read_text() == "".join(f"{number}\n" for number in range(100))


@pytest.mark.slow
def test_what_waits_outlives_a_restart_and_a_dead_job_does_not_stop_it(app, cast, start):
    dead = factory.asked(cast.kim, "fault.slow", count=1000)
    waiting = factory.asked(cast.kim, "fault.slow", count=1)
    victim = start()
    assert waited_for(lambda: has_begun(dead))
    os.kill(victim.pid, signal.SIGKILL)
    victim.communicate()
    said, errors = start().communicate(timeout=WAIT_SECONDS)
    assert said == "1\n", errors[-2000:]
    assert [factory.found(job_id).state for job_id in (dead, waiting)] == [JobState.BROKEN_OFF, JobState.DONE]
    again = factory.asked(cast.kim, "fault.slow", count=1000)
    assert again != dead


@pytest.mark.slow
def test_a_job_is_stopped_half_way_and_leaves_nothing(as_, cast, start):
    job_id = factory.asked(cast.kim, "fault.slow", count=1000)
    worker = start()
    assert waited_for(lambda: has_begun(job_id))
    assert as_(cast.kim).post(f"/jobs/{job_id}/cancellations").status_code == 302
    said, errors = worker.communicate(timeout=WAIT_SECONDS)
    assert said == "1\n", errors[-2000:]
    assert factory.found(job_id).state is JobState.CANCELLED
    assert files_of(job_id) == ["cancel"]


@pytest.mark.slow
def test_a_disk_that_is_full_half_way_is_told_in_words_and_leaves_no_file(app, cast, start):
    """The file system refuses the process any file beyond 8 MB: what a full disk or a quota does to a write."""
    job_id = factory.asked(cast.kim, "fault.large", megabytes=30)

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 * 2**20, 8 * 2**20))

    said, errors = start(preexec_fn=little_room).communicate(timeout=WAIT_SECONDS)
    assert said == "1\n", errors[-2000:]
    job = factory.found(job_id)
    assert job.state is JobState.FAILED
    assert "디스크" in job.reason
    assert files_of(job_id) == []


@pytest.mark.slow
def test_two_workers_run_forty_jobs_once_each(app, cast, start, tmp_path):
    journal = tmp_path / "journal"
    ids = [
        factory.asked((cast.kim, cast.park)[number % 2], "fault.mark", journal=str(journal), number=number)
        for number in range(40)
    ]
    workers = [start(), start()]
    counts = [int(worker.communicate(timeout=WAIT_SECONDS)[0]) for worker in workers]
    ran = Counter(map(int, journal.read_text().split()))
    assert ran == Counter(ids)
    assert sum(counts) == 40
    assert {factory.found(job_id).state for job_id in ids} == {JobState.DONE}
    both = db.engine.dialect.name == "postgresql"
    assert both or 0 in counts, "SQLite has one worker at a time"


def test_a_clock_that_jumps_does_not_break_off_a_job_that_runs(app, cast, start):
    job_id = factory.asked(cast.kim, "fault.slow", count=60)
    worker = start()
    assert waited_for(lambda: has_begun(job_id))
    for days in (-2, 2):
        with clock.frozen_at(clock.now().replace(day=23 + days)):
            assert standing_of(factory.found(job_id)).state is JobState.RUNNING
    worker.communicate(timeout=WAIT_SECONDS)
    assert factory.found(job_id).state is JobState.DONE
