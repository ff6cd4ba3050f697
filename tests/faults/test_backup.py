"""Backup and restore: while others write, into an empty instance, onto the other engine, and not when damaged."""

import os
import shutil
import threading
import zipfile
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

import psycopg
import pytest
from flask_migrate import upgrade
from sqlalchemy import JSON, make_url

from app.accounts.services.access_records import record_access
from app.cli.backup.rows import read_row, write_row
from app.core import clock
from app.core.database import ExactDecimal, Points, UtcDateTime, db, transaction
from app.core.database.triggers import present_trigger_names
from app.core.instance import evidence_dir, keys_dir
from app.factory import create_app
from app.organization.enums import HolidayKind
from app.organization.models import Holiday
from app.organization.services import add_holiday
from tests.commands import runner
from tests.conftest import NOON
from tests.factories.notifications import set_mail


@pytest.fixture
def run(app):
    return runner(app)


@contextmanager
def empty_office(folder, url):
    """A second office: an empty instance with its tables made."""
    office = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=folder)

    def make_tables():
        with office.app_context():
            upgrade()

    def close():
        with office.app_context():
            db.engine.dispose()

    Context().run(make_tables)
    yield office
    Context().run(close)


@pytest.fixture
def on_sqlite(tmp_path, app):
    folder = tmp_path / "other"
    with empty_office(folder, f"sqlite:///{folder / 'opum.db'}") as office:
        yield office


@pytest.fixture
def other(tmp_path, app, engine, request):
    """An empty office on the engine of this run."""
    if engine.url.startswith("sqlite"):
        yield request.getfixturevalue("on_sqlite")
        return
    server, name = make_url(engine.url), f"other_{os.getpid()}"
    url = server.set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(engine.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            with empty_office(tmp_path / "other", url) as office:
                yield office
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


EXAMPLES = {
    bool: True,
    int: 7,
    str: "글 ' \\n",
    Decimal: Decimal("0.10"),
    bytes: b"\0\xff",
    date: date(2026, 2, 28),
    datetime: datetime(2026, 2, 28, 1, 2, 3, 4, tzinfo=UTC),
    time: time(23, 59, 1),
    dict: {"day": None, "다": [1, {"x": "y"}]},
}
OWN_TYPES = {UtcDateTime: datetime, ExactDecimal: Decimal, Points: Decimal, JSON: dict}


@pytest.mark.engine_free
def test_a_backup_can_write_whatever_a_column_holds():
    columns = [column for table in db.metadata.tables.values() for column in table.columns]
    kinds = {OWN_TYPES.get(type(column.type)) or column.type.python_type for column in columns}
    assert {kind for kind in kinds if not issubclass(kind, Enum)} <= set(EXAMPLES)
    for example in (*EXAMPLES.values(), [1, None], None):
        assert read_row(write_row({"value": example})) == {"value": example}


@pytest.fixture
def history(cast):
    """Something in the chain, a file of evidence, a row nobody may change, hours of a day."""
    set_mail(cast, 25)
    with transaction():
        add_holiday(day=date(2026, 12, 24), name="개청기념일 O'Neil 😀", kind=HolidayKind.OWN, actor=cast.goh)
        record_access(actor=cast.goh, address="10.0.0.1", action="person_shown", concerned_person_id=cast.kim.id)
    (evidence_dir() / "ab").mkdir()
    (evidence_dir() / "ab" / "abcd").write_bytes(b"evidence")


def everything(app):
    """All rows of all tables, by table."""

    def read():
        with app.app_context(), db.engine.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(table.select()).mappings().all()))
                for table in db.metadata.sorted_tables
            }

    return Context().run(read)


def test_a_backup_brings_every_row_and_file_back(run, app, cast, history, other, tmp_path):
    file = tmp_path / "office.zip"
    assert run("backup", "create", file, "--with-keys").exit_code == 0
    result = run("backup", "restore", file, on=other)
    assert result.exit_code == 0, result.output
    assert everything(other) == everything(app)
    assert (tmp_path / "other/evidence/ab/abcd").read_bytes() == b"evidence"
    assert run("check", on=other).exit_code == 0


def test_a_backup_moves_an_office_to_sqlite(run, app, cast, history, on_sqlite, tmp_path):
    file = tmp_path / "office.zip"
    run("backup", "create", file, "--with-keys")
    assert run("backup", "restore", file, on=on_sqlite).exit_code == 0
    assert everything(on_sqlite) == everything(app)


def test_new_rows_get_numbers_after_the_restored_ones(run, cast, history, other, tmp_path):
    file = tmp_path / "office.zip"
    run("backup", "create", file, "--with-keys")
    run("backup", "restore", file, on=other)
    assert run("accounts", "add", "9999", "새사람", on=other).exit_code == 0


def test_the_restored_tables_are_guarded_again(run, cast, history, other, tmp_path):
    file = tmp_path / "office.zip"
    run("backup", "create", file, "--with-keys")
    run("backup", "restore", file, on=other)

    def names():
        with other.app_context(), db.engine.connect() as connection:
            return present_trigger_names(connection)

    assert "access_records_no_update" in Context().run(names)


def test_the_file_is_for_its_owner_only_and_has_no_keys_unless_asked(run, cast, history, tmp_path):
    run("backup", "create", tmp_path / "without.zip")
    run("backup", "create", tmp_path / "with.zip", "--with-keys")
    assert (tmp_path / "without.zip").stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(tmp_path / "without.zip") as archive:
        assert [name for name in archive.namelist() if name.startswith("keys/")] == []
    with zipfile.ZipFile(tmp_path / "with.zip") as archive:
        assert "keys/audit.key" in archive.namelist()


def test_without_keys_the_office_brings_its_own_first(run, cast, history, other, tmp_path):
    file = tmp_path / "office.zip"
    run("backup", "create", file)
    assert run("backup", "restore", file, on=other).exit_code == 1
    for key in keys_dir().glob("*.key"):
        if key.name != "cookies.key":
            shutil.copy2(key, tmp_path / "other/keys" / key.name)
    assert run("backup", "restore", file, on=other).exit_code == 0


def test_nothing_is_restored_over_an_office_that_has_rows(run, app, cast, history, tmp_path):
    file = tmp_path / "office.zip"
    run("backup", "create", file, "--with-keys")
    shutil.rmtree(evidence_dir())
    before = everything(app)
    result = run("backup", "restore", file)
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (1, 1)
    assert everything(app) == before


def test_a_changed_row_in_the_file_is_noticed_and_nothing_restored(run, cast, history, other, tmp_path):
    file, changed = tmp_path / "office.zip", tmp_path / "changed.zip"
    run("backup", "create", file, "--with-keys")
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            copy.writestr(name, content.replace("김하늘".encode(), "김바다".encode()))
    empty = everything(other)
    assert run("backup", "restore", changed, on=other).exit_code == 1
    assert everything(other) == empty


def test_a_file_that_is_no_backup_is_one_line(run, cast, other, tmp_path):
    file = tmp_path / "office.zip"
    file.write_bytes(b"something")
    result = run("backup", "restore", file, on=other)
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (1, 1)


def test_a_backup_never_overwrites_a_file(run, cast, tmp_path):
    file = tmp_path / "office.zip"
    assert run("backup", "create", file).exit_code == 0
    content = file.read_bytes()
    assert run("backup", "create", file).exit_code == 1
    assert file.read_bytes() == content


def test_a_backup_under_load_is_one_moment_and_restores(run, app, cast, other, tmp_path):
    stop, written = threading.Event(), []

    def keep_writing():
        """Each transaction enters a pair of days: a snapshot between them would hold an odd number."""
        with app.app_context(), clock.frozen_at(NOON):
            day = date(2030, 1, 1)
            while not stop.is_set():
                with transaction():
                    for _ in range(2):
                        add_holiday(day=day, name="짝", kind=HolidayKind.OWN, actor=cast.goh)
                        day += timedelta(days=1)
                written.append(day)

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        results = [run("backup", "create", tmp_path / f"{n}.zip", "--with-keys") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    assert [result.exit_code for result in results] == [0, 0, 0]
    assert written
    restored = run("backup", "restore", tmp_path / "2.zip", on=other)
    assert restored.exit_code == 0, restored.output

    def count():
        with other.app_context():
            return db.session.query(Holiday).filter_by(name="짝").count()

    assert Context().run(count) % 2 == 0
