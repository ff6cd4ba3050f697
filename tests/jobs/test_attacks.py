"""Somebody with an account who asks for too much, at the wrong moment, or after their rights have gone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.accounts.models import AccessRecord, RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused, WrongState
from app.core.messages import _
from app.innovation.jobs import REGISTER
from app.jobs import folders, work
from app.jobs.enums import JobState
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from app.jobs.services import cancel_job, requests, restart_job
from app.jobs.work import JobKind
from app.reports.routes import list_exports
from tests.factories import jobs as factory


@pytest.fixture(autouse=True)
def letters(app):
    with factory.kinds():
        yield


def test_one_person_cannot_fill_the_queue_of_everybody(app, cast):
    for number in range(requests.MOST_UNFINISHED):
        factory.asked(cast.kim, count=number)
    same = factory.asked(cast.kim, count=0)
    with pytest.raises(WrongState), transaction():
        factory.request_job(actor=cast.kim, kind="test.letter", title="편지", arguments={"count": 1000})
    others = factory.asked(cast.park, count=1000)
    assert others > same
    with transaction():
        cancel_job(actor=cast.kim, job=factory.found(same))
    factory.asked(cast.kim, count=1000)
    with pytest.raises(WrongState), transaction():
        restart_job(actor=cast.kim, job=factory.found(same))


def test_the_page_says_so_and_nothing_is_asked_for(as_, cast):
    for number in range(requests.MOST_UNFINISHED):
        factory.asked(cast.kim, count=number)
    answer = as_(cast.kim).post("/reports/documents", data={"kind": "award_list", "year": "2026", "format": "pdf"})
    assert (answer.status_code, str(requests.MOST_UNFINISHED) in answer.text) == (409, True)


def test_a_stop_between_the_claim_and_the_first_step_holds(app, cast, monkeypatch):
    job_id = factory.asked(cast.kim)
    real = folders.fresh_making

    def stopped_first(claimed_id):
        cancel_job(actor=cast.kim, job=factory.found(claimed_id))
        return real(claimed_id)

    monkeypatch.setattr(folders, "fresh_making", stopped_first)
    work_until_idle()
    assert factory.found(job_id).state is JobState.CANCELLED
    monkeypatch.undo()
    with transaction():
        restart_job(actor=cast.kim, job=factory.found(job_id))
    work_until_idle()
    assert factory.found(job_id).state is JobState.DONE


def test_a_file_made_with_rights_that_are_gone_is_not_handed_out(as_, cast):
    job_id = factory.done(cast.kang)
    client = as_(cast.kang)
    with transaction():
        gone = update(RoleAssignment).where(RoleAssignment.person_id == cast.kang.id)
        db.session.execute(gone.values(ends_on=clock.today() - timedelta(days=1)))
    assert not actor_of_person(cast.kang.id).grants
    answer = client.get(f"/jobs/{job_id}/result", buffered=True)
    assert answer.status_code == 403
    again = factory.done(actor_of_person(cast.kang.id))
    assert again != job_id
    assert client.get(f"/jobs/{again}/result", buffered=True).status_code == 200


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(as_, cast):
    job_id = factory.done(cast.kim)
    path = folders.result_path(job_id, 1)
    path.write_bytes(path.read_bytes().replace(b"0", b"9"))
    assert as_(cast.kim).get(f"/jobs/{job_id}/result", buffered=True).status_code == 404
    assert factory.found(job_id).downloaded_at is None


def test_nobody_from_outside_gets_the_register(app, cast):
    given = {"year": 2026, "kind": None, "state": None}
    with pytest.raises(Denied), transaction():
        requests.request_job(actor=cast.shin, kind=REGISTER, title="접수대장", arguments=given)


def test_starting_again_asks_for_the_password_where_asking_for_it_did(as_, cast):
    def breaks(_run):
        raise Refused(_("No."))

    with factory.kinds(JobKind("test.grave", _("Done"), breaks, factory.everybody, password=True)):
        job_id = factory.done(cast.choi, "test.grave")
        assert factory.found(job_id).state is JobState.FAILED
        stale = as_(cast.choi, fresh=False).post(f"/jobs/{job_id}/runs")
        assert "/jobs/" not in stale.location.split("?")[0]
        assert factory.found(job_id).state is JobState.FAILED
        as_(cast.choi).post(f"/jobs/{job_id}/runs")
        assert factory.found(job_id).state is JobState.QUEUED
    assert work.kind_named("evaluation.publication").password


def test_the_access_log_says_how_many_people_a_file_was_about(as_, cast, monkeypatch):
    monkeypatch.setattr(list_exports, "AT_ONCE", 2)
    client, reason = as_(cast.goh), "연말 정비를 위해 명단을 대조합니다."
    client.post("/list-exports/people", data={"format": "csv", "reason": reason})
    work_until_idle()
    job_id = db.session.query(BackgroundJob.id).scalar()
    db.session.rollback()
    with client.get(f"/jobs/{job_id}/result") as answer:
        count = len(answer.data.decode("utf-8-sig").splitlines()) - 1
    record = db.session.query(AccessRecord).filter_by(action="job_downloaded").one()
    assert (record.concerned_count, record.reason) == (count, reason)
    assert count > 2
