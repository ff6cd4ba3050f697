"""The ledger as a file: asked for with a reason, written in the background, downloaded, deleted."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import AccessRecord
from app.core import clock
from app.core.database import db, transaction
from app.jobs.enums import JobState
from app.jobs.folders import result_path
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from app.mileage.models import LedgerExport
from app.mileage.queries.exports import Scope, ledger_sheets
from app.mileage.routes import ledger_exports as routes
from app.mileage.rules.ledger_exports import KEPT_FOR
from app.schedule import remove_old_results
from tests.factories import jobs
from tests.factories import ledger_exports as factory
from tests.factories.mileage import award

WHY = factory.WHY
FORM = {"first_day": "2026-01-01", "last_day": "2026-12-31", "reason": WHY}
A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def paid(cast, items):
    """Two transfers of 김: one of last year, one of this."""
    with transaction():
        award(cast.kim, "claim:1", code="P13", day=date(2025, 11, 20))
        award(cast.kim, "claim:2", code="P13")


def book(answer):
    return load_workbook(BytesIO(answer.data))


def texts(book_):
    return [str(cell) for sheet in book_ for row in sheet.iter_rows(values_only=True) for cell in row if cell]


def file_of(client, job_id):
    return client.get(f"/jobs/{job_id}/result", buffered=True)


def test_it_is_asked_for_written_and_downloaded(as_, cast, paid, published):
    client = as_(cast.choi)
    where = client.post("/mileage/ledger-exports", data=FORM).location
    page = client.get(where).text
    assert 'hx-trigger="every 2s"' in page
    assert "See how far it is now" in page
    assert "Download" not in page
    assert client.get(f"{where}/result", buffered=True).status_code == 409
    work_until_idle()
    page = client.get(where).text
    assert 'hx-trigger="every 2s"' not in page
    assert f"{where}/result" in page
    answer = client.get(f"{where}/result", buffered=True)
    job_id = int(where.rpartition("/")[2])
    export = db.session.query(LedgerExport).one()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(answer.data).hexdigest() == jobs.found(job_id).sha256
    assert book(answer).properties.identifier == f"opum-ledger-export-{export.id}"
    assert export.job_id == job_id
    records = [
        (row.action, row.person_id, row.concerned_count, row.reason)
        for row in db.session.query(AccessRecord).order_by(AccessRecord.id)
    ]
    assert records[-2:] == [("ledger_exported", cast.choi.id, 1, WHY), ("ledger_downloaded", cast.choi.id, 1, WHY)]
    assert [type(event).__name__ for event in published][-4:] == [
        "BackgroundJobRequested",
        "LedgerExportRequested",
        "BackgroundJobDone",
        "BackgroundJobDownloaded",
    ]


def test_people_are_masked_unless_asked_for_in_full(as_, cast, paid):
    masked = book(file_of(as_(cast.choi), factory.made(cast.choi)))
    in_full = book(file_of(as_(cast.gam), factory.made(cast.gam, unmasked=True)))
    assert not [cell for cell in texts(masked) if cast.kim.name in cell]
    assert [cell for cell in texts(in_full) if cast.kim.name in cell]
    assert {row[0] for row in masked["잔액"].iter_rows(min_row=2, values_only=True)} == {None}
    assert None not in {row[0] for row in in_full["잔액"].iter_rows(min_row=2, values_only=True)}


def test_only_the_days_asked_for_go_out(cast, paid):
    def transfers(first, last):
        return len(list(ledger_sheets(Scope(first, last))[0].rows))

    assert transfers(date(2026, 1, 1), date(2026, 12, 31)) == 1
    assert transfers(date(2025, 1, 1), date(2026, 12, 31)) == 2
    assert transfers(date(2024, 1, 1), date(2024, 12, 31)) == 0


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (date(2026, 1, 1), date(2026, 11, 23), True),
        (date(2026, 1, 2), date(2026, 12, 31), False),
        (date(2026, 1, 1), date(2026, 11, 22), False),
        (None, None, True),
    ],
)
def test_hidden_points_go_out_for_whole_years_only(app, first, last, covered):
    assert Scope(first, last).covers(2026) is covered


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": "짧다"}, "10"),
        ({"last_day": "2025-12-31"}, "The last day lies before the first one."),
        ({"first_day": "31.12.2026"}, "first_day"),
    ],
)
def test_a_bad_request_starts_nothing_and_keeps_what_was_typed(as_, cast, change, words):
    answer = as_(cast.choi).post("/mileage/ledger-exports", data=FORM | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert (FORM | change)["reason"] in answer.text
    assert (db.session.query(BackgroundJob).count(), db.session.query(LedgerExport).count()) == (0, 0)


def test_the_password_is_asked_for_first(as_, cast, paid):
    client = as_(cast.choi, fresh=False)
    assert "reauthentication" in client.post("/mileage/ledger-exports", data=FORM).location
    assert db.session.query(BackgroundJob).count() == 0
    assert "reauthentication" in file_of(client, factory.made(cast.choi)).location


def test_the_same_request_is_one_export_and_others_are_not_in_the_way(as_, cast, paid):
    client = as_(cast.choi)
    first, again = (client.post("/mileage/ledger-exports", data=FORM).location for _time in range(2))
    assert first == again
    other_days = client.post("/mileage/ledger-exports", data=FORM | {"first_day": "2026-02-01"}).location
    of_gam = as_(cast.gam).post("/mileage/ledger-exports", data=FORM).location
    assert len({first, other_days, of_gam}) == 3
    assert db.session.query(LedgerExport).count() == 3
    assert db.session.query(AccessRecord).filter_by(action="ledger_exported").count() == 3


def test_rows_are_counted_on_demand(as_, cast, paid, monkeypatch):
    path, seen = "/mileage/ledger-exports/new", []
    monkeypatch.setattr(routes, "count_rows", lambda scope: seen.append(scope) or 7)
    client = as_(cast.choi)
    assert "balances included" not in client.get(path).text
    assert "balances included" in client.get(f"{path}?first_day=2026-01-01&last_day=2026-12-31").text
    assert len(seen) == 1


def test_the_file_is_gone_after_a_day(as_, cast, paid):
    job_id = factory.made(cast.choi)
    file = result_path(job_id, 1)
    assert file.stat().st_mode & 0o077 == 0
    with transaction():
        assert remove_old_results(clock.today()).params["count"] == 0
    with clock.frozen_at(clock.now() + KEPT_FOR + A_MOMENT):
        client = as_(cast.choi)
        assert file_of(client, job_id).status_code == 404
        assert "The file was deleted" in client.get(f"/jobs/{job_id}").text
        with transaction():
            assert remove_old_results(clock.today()).params["count"] == 1
        assert (file.exists(), jobs.found(job_id).state) == (False, JobState.EXPIRED)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE mileage_ledger_exports SET reason = 'another reason'",
        "UPDATE mileage_ledger_exports SET unmasked = NOT unmasked",
        "UPDATE background_jobs SET title = 'another'",
        "UPDATE background_jobs SET state = 'running', ended_at = NULL",
        "UPDATE background_jobs SET sha256 = 'another'",
        "DELETE FROM background_jobs",
        "DELETE FROM mileage_ledger_exports",
    ],
)
def test_the_database_keeps_what_was_asked_and_made(cast, paid, change):
    factory.made(cast.choi)
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(change))


def test_points_and_sums_are_those_of_the_ledger(as_, cast, paid):
    sheets = book(file_of(as_(cast.choi), factory.made(cast.choi, first=date(2025, 1, 1))))
    points = [Decimal(str(row[4])) for row in sheets["이체"].iter_rows(min_row=2, values_only=True)]
    balances = [Decimal(str(row[4])) for row in sheets["잔액"].iter_rows(min_row=2, values_only=True)]
    assert (len(points), sum(balances)) == (2, 0)
    assert sum(points) == max(balances)
