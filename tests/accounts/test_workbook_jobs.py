"""A large workbook of the office is read in beside the pages: all of it or nothing, as at once."""

import io

import pytest
from openpyxl import load_workbook

from app.accounts.models import Account
from app.accounts.routes import workbooks as routes
from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.jobs.enums import JobState
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from tests.accounts.test_workbooks import BAD, GOOD, entered, send, workbook
from tests.statements import count_statements

SECOND = ["20260003", "성춘향", "8급", "행정", "교통과", "2026-01-01"]


@pytest.fixture(autouse=True)
def two_rows_are_many(monkeypatch):
    monkeypatch.setattr(routes, "ROWS_AT_ONCE", 1)


def asked(client, file, **typed):
    answer = send(client, file, **typed)
    assert (answer.status_code, entered()) == (302, 0)
    return answer.location


def job():
    return db.session.query(BackgroundJob).one()


def test_a_large_workbook_is_saved_by_a_job(as_, cast):
    client = as_(cast.goh)
    page = asked(client, workbook(GOOD, SECOND))
    work_until_idle()
    assert entered() == 2
    shown = client.get(page).text
    assert "Saved: 0 departments, 2 people, 0 roles." in shown
    assert 'href="/admin/workbook"' in shown
    told = db.session.query(AuditEntry).filter_by(event="person_added", actor_id=cast.goh.id).count()
    assert (told, db.session.query(AuditEntry).filter_by(event="background_job_done").count()) == (2, 1)


def test_nobody_gets_an_account_or_a_first_code_by_a_workbook(as_, cast):
    before = db.session.query(Account).count()
    asked(as_(cast.goh), workbook(GOOD, SECOND))
    work_until_idle()
    assert db.session.query(Account).count() == before


def test_a_large_dry_run_saves_nothing_and_says_so(as_, cast):
    client = as_(cast.goh)
    page = asked(client, workbook(GOOD, SECOND), dry_run="y")
    work_until_idle()
    assert entered() == 0
    assert "Nothing was saved." in client.get(page).text
    assert db.session.query(AuditEntry).filter_by(event="person_added").count() == 0


def test_a_wrong_row_of_a_large_workbook_saves_nothing_and_comes_back_to_its_sender(as_, cast):
    client = as_(cast.goh)
    page = asked(client, workbook(GOOD, BAD))
    work_until_idle()
    assert (entered(), job().state) == (0, JobState.DONE)
    with client.get(f"{page}/result") as answer:
        sheet = load_workbook(io.BytesIO(answer.data))["직원"]
    assert [bool(sheet.cell(row, sheet.max_column).value) for row in (2, 3)] == [False, True]
    assert as_(cast.kim).get(f"{page}/result").status_code == 404
    assert db.session.query(AuditEntry).filter_by(event="person_added").count() == 0


def test_whoever_lost_the_office_meanwhile_saves_nothing(as_, cast):
    asked(as_(cast.goh), workbook(GOOD, SECOND))
    with transaction():
        db.session.execute(
            db.text("UPDATE role_assignments SET role = 'auditor' WHERE person_id = :id"), {"id": cast.goh.id}
        )
    work_until_idle()
    assert (entered(), job().state) == (0, JobState.FAILED)


def test_a_stopped_import_saves_nothing(as_, cast):
    client = as_(cast.goh)
    page = asked(client, workbook(GOOD, SECOND))
    assert client.post(f"{page}/cancellations").status_code == 302
    work_until_idle()
    assert (entered(), job().state) == (0, JobState.CANCELLED)


def test_starting_it_again_asks_for_the_password(as_, cast):
    client = as_(cast.goh)
    page = asked(client, workbook(GOOD, SECOND))
    client.post(f"{page}/cancellations")
    assert as_(cast.goh, fresh=False).post(f"{page}/runs").location.startswith("/reauthentications/new")
    assert client.post(f"{page}/runs").status_code == 302
    work_until_idle()
    assert entered() == 2


def test_a_file_that_is_no_workbook_is_still_told_beside_the_field(as_, cast):
    assert send(as_(cast.goh), io.BytesIO(b"no workbook")).status_code == 422
    assert db.session.query(BackgroundJob).count() == 0


def test_the_route_costs_the_same_for_two_rows_and_for_ten(as_, cast):
    client, counts = as_(cast.goh), []
    for people in ([GOOD, SECOND], [GOOD, *([f"2026{n:04}", *SECOND[1:]] for n in range(3, 12))]):
        with count_statements() as seen:
            asked(client, workbook(*people))
        counts.append(len(seen))
    assert counts[0] == counts[1]
