"""What several processes do at once with folders and dead jobs."""

import time

import pytest

from app.core.database import db, transaction
from app.core.instance import jobs_dir
from app.jobs.enums import JobState
from app.jobs.models import BackgroundJob
from app.jobs.queries.background_jobs import is_broken_off, kept_folders
from app.jobs.running import work_until_idle
from app.jobs.services import expire_results, request_job, results, runs
from app.reports import list_exports
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


DOCUMENT = ("documents.award_list", {"year": 2026, "format": "xlsx"})
LIST = (list_exports.PLAIN, {"list": "issues", "format": "csv", "filters": "", "reason": ""})


@pytest.mark.parametrize(("kind", "arguments"), [DOCUMENT, LIST], ids=["document", "list"])
def test_an_export_started_twice_at_the_same_moment_is_made_once_for_each_person(kind, arguments, app, cast):
    given = []

    def ask(actor):
        def start():
            given.append((actor.id, request_job(actor=actor, kind=kind, title="내려받기", arguments=arguments).id))

        return start

    asked = [ask(actor) for actor in (cast.choi, cast.choi, cast.choi, cast.bae)]
    assert at_once(app, *asked) == ["done"] * 4
    db.session.rollback()
    jobs = {(job.person_id, job.id) for job in db.session.query(BackgroundJob)}
    assert sorted(person_id for person_id, _job_id in jobs) == sorted([cast.choi.id, cast.bae.id])
    assert set(given) == jobs
    assert work_until_idle() == 2
    assert {factory.found(job_id).state for _person_id, job_id in jobs} == {JobState.DONE}
