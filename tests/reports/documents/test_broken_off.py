"""A document or a list that does not come to its end, for a full disk or because somebody stops it: nothing half is left."""

import resource
from dataclasses import replace

import pytest

from app.core.database import db, transaction
from app.core.i18n import speaking
from app.core.instance import jobs_dir
from app.jobs import running
from app.jobs.enums import JobState
from app.jobs.failures import DISK_FULL
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from app.jobs.services import cancel_job
from app.jobs.work import Run
from app.reports.routes import list_exports
from tests.factories.document_scenes import SCENES

LITTLE = 2_048
"""Bytes a file may have on the full disk: fewer than any document and any list."""

ASKED = ("pdf", "hwpx", "xlsx", "list")


@pytest.fixture(params=ASKED)
def asked(request, cast, as_, monkeypatch):
    """Who asks, their client, and the id of a job that waits: a document in one of its formats, or a list as a workbook."""
    with transaction():
        who, arguments = SCENES["obstacle_minutes"](cast)
    client = as_(who)
    if request.param == "list":
        monkeypatch.setattr(list_exports, "AT_ONCE", 0)
        answer = client.post("/list-exports/obstacles", data={"format": "xlsx"})
    else:
        form = {"kind": "obstacle_minutes", "format": request.param, **arguments}
        answer = client.post("/reports/documents", data=form)
    assert answer.status_code == 302
    return who, client, int(answer.location.rpartition("/")[2])


def found(job_id):
    db.session.rollback()
    return db.session.get_one(BackgroundJob, job_id, populate_existing=True)


def files_of(job_id):
    return sorted(path.name for path in (jobs_dir() / str(job_id)).rglob("*") if path.is_file())


def in_both_languages(sentence):
    found = set()
    for language in ("ko", "en"):
        with speaking(language):
            found.add(str(sentence))
    return found


def begun(monkeypatch, happens):
    """Let something happen when a job begins to write its file."""
    real = Run.path

    def path(run, name):
        happens(run)
        return real(run, name)

    monkeypatch.setattr(Run, "path", path)


def fill_the_disk(monkeypatch):
    """From the first byte of the file on, the system refuses every file more than `LITTLE`: what a full disk or a quota does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    begun(monkeypatch, lambda _run: resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, before[1])))
    real = running._perform

    def perform(kind, job, run):
        def work(run):
            try:
                return kind.work(run)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, before)

        real(replace(kind, work=work), job, run)

    monkeypatch.setattr(running, "_perform", perform)


def runs_again(client, job_id):
    assert client.post(f"/jobs/{job_id}/runs").status_code == 302
    assert work_until_idle() == 1
    assert found(job_id).state is JobState.DONE
    with client.get(f"/jobs/{job_id}/result") as answer:
        return answer.status_code == 200 and len(answer.data) > LITTLE


def test_a_disk_that_is_full_is_told_in_words_and_leaves_no_file(asked):
    _who, client, job_id = asked
    with pytest.MonkeyPatch.context() as monkeypatch:
        fill_the_disk(monkeypatch)
        assert work_until_idle() == 1
    job = found(job_id)
    assert (job.state, job.reason in in_both_languages(DISK_FULL)) == (JobState.FAILED, True)
    assert files_of(job_id) == []
    assert job.reason in client.get(f"/jobs/{job_id}").text
    assert runs_again(client, job_id)


def test_what_is_stopped_while_it_is_written_leaves_no_file(asked):
    who, client, job_id = asked
    with pytest.MonkeyPatch.context() as monkeypatch:
        begun(monkeypatch, lambda run: cancel_job(actor=who, job=found(run.job_id)))
        monkeypatch.setattr("app.jobs.work.EVERY_SECONDS", 0)
        assert work_until_idle() == 1
    assert found(job_id).state is JobState.CANCELLED
    assert files_of(job_id) == ["cancel"]
    assert runs_again(client, job_id)
