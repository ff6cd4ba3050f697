"""A workbook that was not accepted is mended and handed in again; only accidents and stopped work are started again."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from app import registry
from app.accounts.sheets import WORKBOOK_IMPORT, returned
from app.core import clock
from app.core.database import transaction
from app.core.i18n import speaking
from app.jobs.enums import JobState
from app.jobs.services import expire_results
from app.jobs.work import KEPT_FOR
from app.mileage.jobs import CLAIM_UPLOAD
from app.voice.handling_jobs import HANDLING_IMPORT
from app.voice.voice_jobs import VOICE_IMPORT
from tests.factories import jobs as factory
from tests.factories import voice_handling as made

AGAIN = "Start again"
MEND = "Hand in a mended workbook"
IMPORTS = {
    HANDLING_IMPORT: ("choi", "/voice/handling/batches/new", {"file_name": "자료.xlsx"}),
    VOICE_IMPORT: ("choi", "/voice/customer-voices/imports/new", {"file_name": "자료.xlsx"}),
    WORKBOOK_IMPORT: ("goh", "/admin/workbook", {"dry_run": False}),
    CLAIM_UPLOAD: ("lee", "/mileage/claims/uploads/new", {"file_name": "자료.xlsx", "handed_in": "2026-11-23"}),
}


def workbook_of_another_sheet():
    book, target = Workbook(), BytesIO()
    book.active.title = "다른 시트"
    book.save(target)
    return target.getvalue()


def refused(actor, kind, given):
    """A job whose workbook is refused whole."""
    token = returned.keep_as_sent(workbook_of_another_sheet(), person_id=actor.id)
    return factory.found(factory.done(actor, kind, token=token, **given))


def returned_with_errors(actor):
    """An import whose workbook came back with its errors."""
    return made.read_in(actor, made.workbook(made.row("1", 법정기간="0")))


def test_every_kind_that_reads_a_workbook_says_where_a_mended_one_goes():
    assert {kind.name for kind in registry.JOB_KINDS if kind.hand_in is not None} == set(IMPORTS)


@pytest.mark.parametrize("kind", IMPORTS)
def test_a_refused_workbook_is_handed_in_anew_and_not_started_again(as_, cast, kind):
    name, address, given = IMPORTS[kind]
    actor = getattr(cast, name)
    job, client = refused(actor, kind, given), as_(actor)
    assert job.state is JobState.FAILED
    page = client.get(f"/jobs/{job.id}").text
    assert (AGAIN in page, MEND in page) == (False, True)
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200
    assert client.post(f"/jobs/{job.id}/runs").status_code == 409
    assert factory.found(job.id).state is JobState.FAILED


def test_a_workbook_with_its_errors_is_taken_out_mended_and_handed_in(as_, cast):
    job, client = returned_with_errors(cast.choi), as_(cast.choi)
    page = client.get(f"/jobs/{job.id}").text
    assert (AGAIN in page, MEND in page, f"/jobs/{job.id}/result" in page) == (False, True, True)
    assert 'href="/voice/handling/batches/new"' in page


def test_when_the_workbook_with_its_errors_is_deleted_a_mended_one_is_still_asked_for(as_, cast):
    job = returned_with_errors(cast.choi)
    with clock.frozen_at(job.kept_until + KEPT_FOR):
        with transaction():
            expire_results()
        client = as_(cast.choi)
        page = client.get(f"/jobs/{job.id}").text
        assert (AGAIN in page, MEND in page) == (False, True)
        assert client.post(f"/jobs/{job.id}/runs").status_code == 409
    assert factory.found(job.id).state is JobState.EXPIRED


@pytest.mark.parametrize("of_language", ["ko", "en"])
@pytest.mark.parametrize("error", [RuntimeError("broken"), OSError(28, "no space")], ids=["number", "full disk"])
def test_after_an_accident_the_same_workbook_is_started_again(as_, cast, monkeypatch, error, of_language):
    def breaks(*_args, **_kwargs):
        raise error

    with monkeypatch.context() as patched, speaking(of_language):
        patched.setattr("app.voice.handling_jobs.check_rows", breaks)
        job_id = made.read_in(cast.choi, made.workbook(made.row("1"))).id
    assert (factory.found(job_id).state, factory.found(job_id).language) == (JobState.FAILED, of_language)
    client = as_(cast.choi)
    page = client.get(f"/jobs/{job_id}").text
    assert (AGAIN in page, MEND in page) == (True, False)
    assert client.post(f"/jobs/{job_id}/runs").status_code == 302
    factory.work_until_idle()
    assert factory.found(job_id).state is JobState.DONE


def test_a_stopped_import_is_started_again(as_, cast):
    made.days_off()
    token = returned.keep_as_sent(made.workbook(made.row("1")), person_id=cast.choi.id)
    job_id = factory.asked(cast.choi, HANDLING_IMPORT, token=token, file_name="자료.xlsx")
    client = as_(cast.choi)
    client.post(f"/jobs/{job_id}/cancellations")
    page = client.get(f"/jobs/{job_id}").text
    assert (AGAIN in page, MEND in page) == (True, False)


def test_other_work_that_failed_is_started_again(as_, cast):
    with factory.kinds(factory.JobKind("test.fails", factory.work._("Done"), lambda _run: 1 / 0, factory.everybody)):
        job_id = factory.done(cast.kim, "test.fails")
        page = as_(cast.kim).get(f"/jobs/{job_id}").text
    assert (AGAIN in page, MEND in page) == (True, False)


def test_administrators_are_offered_nothing_of_somebody_elses_workbook(as_, cast):
    job = returned_with_errors(cast.choi)
    assert MEND not in as_(cast.goh).get(f"/jobs/{job.id}").text
