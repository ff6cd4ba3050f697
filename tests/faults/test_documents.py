"""The report of a large round is made beside the pages: its bar moves, lists answer meanwhile, and it can be stopped."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from app.core import clock
from app.core.database import transaction
from app.core.instance import jobs_dir
from app.jobs import folders
from app.jobs.enums import JobState
from tests.factories import jobs as factory
from tests.factories.large_rounds import large_round
from tests.faults.processes import Troupe, waited_for

SIZE = 60
THE_PAGES_ARE_SET = 0.75
"""How far the bar is then: the half of reading is over, and the parts are laid out."""
STOPPED_WITHIN = 3
"""Seconds: the bar is told twice a second, and its process is one of many here."""


@pytest.fixture
def troupe(app, tmp_path):
    found = Troupe(app, tmp_path, clock.now())
    yield found
    found.end()


@pytest.fixture
def report(cast):
    """Asks for the report with its annex."""
    with transaction():
        round_id = large_round(cast, SIZE)

    def ask():
        arguments = {"round_id": round_id, "annex": True, "format": "pdf"}
        return factory.asked(cast.choi, "documents.round_report", **arguments)

    return ask


def told(job_id):
    """How far it is, from 0 to 1; None before it has said."""
    found = folders.progress_of(job_id)
    return found.done / found.total if found is not None and found.total else None


def has_ended(job_id):
    return factory.found(job_id).state not in {JobState.QUEUED, JobState.RUNNING}


def children_of(process):
    """The processes a process has started, by their folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == process.pid:
                found.append(path.parent)
    return found


@pytest.mark.slow
@pytest.mark.engine_free
def test_the_report_of_sixty_by_sixty_is_made_while_its_bar_moves_and_lists_answer(as_, cast, report, troupe):
    job_id, client = report(), as_(cast.choi)
    client.get("/issues")
    troupe.start("job_worker.py")
    bar, slowest = [], 0.0
    deadline = time.monotonic() + 110
    while not has_ended(job_id) and time.monotonic() < deadline:
        bar.append(told(job_id))
        begun = time.monotonic()
        assert client.get("/issues").status_code == 200
        slowest = max(slowest, time.monotonic() - begun)
        time.sleep(0.1)
    job = factory.found(job_id)
    assert (job.state, job.reason) == (JobState.DONE, None), troupe.said()
    seen = [far for far in bar if far is not None]
    assert seen == sorted(seen)
    assert len(set(seen)) >= 6
    assert len({far for far in seen if far > THE_PAGES_ARE_SET}) >= 3, seen
    assert slowest < 2
    assert folders.result_path(job_id, 1).read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
@pytest.mark.engine_free
def test_it_is_stopped_while_the_pages_are_set_and_nothing_goes_on(as_, cast, report, troupe):
    job_id = report()
    worker = troupe.start("job_worker.py")
    assert waited_for(lambda: children_of(worker)), troupe.said()
    [setting] = children_of(worker)
    begun = time.monotonic()
    assert as_(cast.choi).post(f"/jobs/{job_id}/cancellations").status_code == 302
    assert waited_for(lambda: has_ended(job_id)), troupe.said()
    assert time.monotonic() - begun < STOPPED_WITHIN
    assert factory.found(job_id).state is JobState.CANCELLED
    folder = jobs_dir() / str(job_id)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["cancel"]
    assert not setting.exists()
