"""The ledger as a file: asked for with a reason, written by a process of its own, downloaded, deleted."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import AccessRecord
from app.cli import ledger_exports as command
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict
from app.core.instance import exports_dir
from app.mileage.enums import LedgerExportState
from app.mileage.models import LedgerExport
from app.mileage.queries.exports import Scope, ledger_sheets
from app.mileage.routes import ledger_exports as routes
from app.mileage.rules.ledger_exports import KEPT_FOR, SILENT_FOR
from app.mileage.services import ledger_exports as services
from app.schedule import remove_old_exports
from tests.factories import ledger_exports as factory
from tests.factories.mileage import award

WHY = factory.WHY
FORM = {"first_day": "2026-01-01", "last_day": "2026-12-31", "reason": WHY}
A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def started(monkeypatch):
    """The commands that would have been started beside the web server."""
    seen = []
    monkeypatch.setattr(routes, "start_command", lambda *arguments, **_options: seen.append(arguments))
    return seen


@pytest.fixture
def paid(cast, items):
    """Two transfers of 김: one of last year, one of this."""
    with transaction():
        award(cast.kim, "claim:1", code="P13", day=date(2025, 11, 20))
        award(cast.kim, "claim:2", code="P13")


def state(export_id):
    return factory.found(export_id).state


def book(answer):
    return load_workbook(BytesIO(answer.data))


def texts(book_):
    return [str(cell) for sheet in book_ for row in sheet.iter_rows(values_only=True) for cell in row if cell]


def test_it_is_asked_for_written_and_downloaded(as_, cast, paid, started, published):
    client = as_(cast.choi)
    where = client.post("/mileage/ledger-exports", data=FORM).location
    export_id = int(where.rpartition("/")[2])
    assert started == [("mileage", "run-export", str(export_id), "1")]
    page = client.get(where).text
    assert 'hx-trigger="every 2s"' in page
    assert "See how far it is now" in page
    assert "Download" not in page
    assert client.get(f"{where}.xlsx", buffered=True).status_code == 409
    command.write_export(export_id, 1)
    page = client.get(where).text
    assert 'hx-trigger="every 2s"' not in page
    assert f"{where}.xlsx" in page
    answer = client.get(f"{where}.xlsx", buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(answer.data).hexdigest() == factory.found(export_id).sha256
    assert book(answer).properties.identifier == f"opum-ledger-export-{export_id}"
    records = [(row.action, row.person_id, row.concerned_count, row.reason) for row in db.session.query(AccessRecord)]
    assert records[-2:] == [("ledger_exported", cast.choi.id, 1, WHY), ("ledger_downloaded", cast.choi.id, 1, WHY)]
    names = [type(event).__name__ for event in published]
    assert names[-3:] == ["LedgerExportRequested", "LedgerExportMade", "LedgerExportDownloaded"]


def test_people_are_masked_unless_asked_for_in_full(as_, cast, paid, started):
    masked = book(as_(cast.choi).get(f"/mileage/ledger-exports/{factory.made(cast.choi)}.xlsx", buffered=True))
    in_full = book(
        as_(cast.gam).get(f"/mileage/ledger-exports/{factory.made(cast.gam, unmasked=True)}.xlsx", buffered=True)
    )
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
def test_a_bad_request_starts_nothing_and_keeps_what_was_typed(as_, cast, started, change, words):
    answer = as_(cast.choi).post("/mileage/ledger-exports", data=FORM | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert (FORM | change)["reason"] in answer.text
    assert (started, db.session.query(LedgerExport).count()) == ([], 0)


def test_the_password_is_asked_for_first(as_, cast, started):
    client = as_(cast.choi, fresh=False)
    assert "reauthentication" in client.post("/mileage/ledger-exports", data=FORM).location
    assert started == []


def test_each_person_has_one_at_a_time_and_others_are_not_in_the_way(as_, cast, started):
    client = as_(cast.choi)
    assert client.post("/mileage/ledger-exports", data=FORM).status_code == 302
    late = client.post("/mileage/ledger-exports", data=FORM | {"reason": "다른 탭에서 쓴 이유입니다"})
    assert late.status_code == 409
    assert "다른 탭에서 쓴 이유입니다" in late.text
    assert "See how far it is" in client.get("/mileage/ledger-exports/new").text
    assert as_(cast.gam).post("/mileage/ledger-exports", data=FORM).status_code == 302
    assert len(started) == 2
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO mileage_ledger_exports (person_id, first_day, last_day, unmasked, reason, state, version, "
                "attempt, done_rows, requested_at, beat_at) SELECT person_id, first_day, last_day, unmasked, reason, "
                "state, version, attempt, done_rows, requested_at, beat_at FROM mileage_ledger_exports"
            )
        )


def test_rows_are_counted_on_demand(as_, cast, paid, monkeypatch):
    path, seen = "/mileage/ledger-exports/new", []
    monkeypatch.setattr(routes, "count_rows", lambda scope: seen.append(scope) or 7)
    client = as_(cast.choi)
    assert "balances included" not in client.get(path).text
    assert "balances included" in client.get(f"{path}?first_day=2026-01-01&last_day=2026-12-31").text
    assert len(seen) == 1


def test_a_run_that_died_says_so_and_is_started_again(as_, cast, paid, started):
    export_id = factory.asked(cast.choi)
    services.begin_run(export_id=export_id, attempt=1, total=5)
    where = f"/mileage/ledger-exports/{export_id}"
    client = as_(cast.choi)
    assert client.post(f"{where}/runs").status_code == 409
    with clock.frozen_at(clock.now() + SILENT_FOR + A_MOMENT):
        client = as_(cast.choi)
        page = client.get(where).text
        assert "The export broke off" in page
        assert 'hx-trigger="every 2s"' not in page
        assert client.post(f"{where}/runs").status_code == 302
        assert started == [("mileage", "run-export", str(export_id), "2")]
        assert 'hx-trigger="every 2s"' in client.get(where).text
        with pytest.raises(Conflict):
            command.write_export(export_id, 1)
        assert list(exports_dir().iterdir()) == []
        command.write_export(export_id, 2)
    assert state(export_id) is LedgerExportState.DONE
    assert client.post(f"{where}/runs").status_code == 409


def test_a_dead_run_does_not_keep_its_owner_from_asking_for_another(as_, cast, started):
    dead = factory.asked(cast.choi)
    with clock.frozen_at(clock.now() + SILENT_FOR + A_MOMENT):
        assert as_(cast.choi).post("/mileage/ledger-exports", data=FORM).status_code == 302
        assert state(dead) is LedgerExportState.BROKEN_OFF
        assert as_(cast.choi).post(f"/mileage/ledger-exports/{dead}/runs").status_code == 409


def test_a_run_that_fails_is_broken_off_and_leaves_no_file(cast, paid, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    export_id = factory.asked(cast.choi)
    monkeypatch.setattr(command, "write_workbook", full)
    with pytest.raises(OSError, match="No space"):
        command.write_export(export_id, 1)
    assert state(export_id) is LedgerExportState.BROKEN_OFF
    assert list(exports_dir().iterdir()) == []


def test_the_file_is_gone_after_a_day(as_, cast, paid):
    export_id = factory.made(cast.choi)
    where, file = f"/mileage/ledger-exports/{export_id}", services.file_of(export_id, 1)
    assert file.stat().st_mode & 0o077 == 0
    with transaction():
        assert remove_old_exports(clock.today()) == "0 files removed"
    with clock.frozen_at(clock.now() + KEPT_FOR + A_MOMENT):
        client = as_(cast.choi)
        assert client.get(f"{where}.xlsx", buffered=True).status_code == 404
        assert "The file was deleted a day after it was made." in client.get(where).text
        with transaction():
            assert remove_old_exports(clock.today()) == "1 files removed"
        assert (file.exists(), state(export_id)) == (False, LedgerExportState.REMOVED)


def test_a_file_that_is_missing_is_no_failure(as_, cast, paid):
    export_id = factory.made(cast.choi)
    services.file_of(export_id, 1).unlink()
    answer = as_(cast.choi).get(f"/mileage/ledger-exports/{export_id}.xlsx", buffered=True)
    assert answer.status_code == 404
    assert "Make the export again." in answer.text


def test_the_bar_moves_while_rows_are_written(cast, paid, monkeypatch):
    monkeypatch.setattr(command, "EVERY_SECONDS", 0)
    seen = []
    real = services.tell_progress
    monkeypatch.setattr(services, "tell_progress", lambda **told: seen.append(told["done"]) or real(**told))
    export = factory.found(factory.made(cast.choi))
    assert seen == sorted(seen)
    assert seen[-1] == export.done_rows == export.total_rows
    assert export.done_rows >= 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE mileage_ledger_exports SET reason = 'another reason'",
        "UPDATE mileage_ledger_exports SET unmasked = NOT unmasked",
        "UPDATE mileage_ledger_exports SET state = 'running', ended_at = NULL",
        "UPDATE mileage_ledger_exports SET done_rows = 0",
        "DELETE FROM mileage_ledger_exports",
    ],
)
def test_the_database_keeps_what_was_asked_and_made(cast, paid, change):
    factory.made(cast.choi)
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(change))


def test_points_and_sums_are_those_of_the_ledger(as_, cast, paid):
    export_id = factory.made(cast.choi, first=date(2025, 1, 1))
    sheets = book(as_(cast.choi).get(f"/mileage/ledger-exports/{export_id}.xlsx", buffered=True))
    points = [Decimal(str(row[4])) for row in sheets["이체"].iter_rows(min_row=2, values_only=True)]
    balances = [Decimal(str(row[4])) for row in sheets["잔액"].iter_rows(min_row=2, values_only=True)]
    assert (len(points), sum(balances)) == (2, 0)
    assert sum(points) == max(balances)
