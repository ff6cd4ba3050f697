"""What several processes do at once with folders and dead jobs."""

import time

import pytest

from app.core.database import transaction
from app.core.instance import jobs_dir
from app.jobs.enums import JobState
from app.jobs.queries.background_jobs import is_broken_off, kept_folders
from app.jobs.services import expire_results, results, runs
from tests.factories import jobs as factory
from tests.factories.innovation_b import at_once


@pytest.fixture(autouse=True)
def letters(app):
    with factory.kinds():
        yield


def test_a_job_that_begins_while_it_sweeps_keeps_its_folder(app, cast, monkeypatch):
    def begun_meanwhile():
        found = kept_folders()
        (jobs_dir() / "55" / "making").mkdir(parents=True)
        return found

    monkeypatch.setattr(results, "kept_folders", begun_meanwhile)
    with transaction():
        expire_results()
    assert (jobs_dir() / "55" / "making").is_dir()


def test_two_workers_that_find_a_dead_job_say_so_once(app, cast, monkeypatch):
    job_id, said = factory.asked(cast.kim), []
    with transaction():
        runs.claim_job("0-of-the-dead")

    def slowly(job):
        time.sleep(0.3)
        return is_broken_off(job)

    def look():
        said.append(runs.break_off_dead())

    monkeypatch.setattr(runs, "is_broken_off", slowly)
    assert at_once(app, look, look) == ["done", "done"]
    assert sorted(said) == [0, 1]
    assert factory.found(job_id).state is JobState.BROKEN_OFF
