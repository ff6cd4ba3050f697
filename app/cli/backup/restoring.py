"""In: only into an empty database and an empty evidence folder, all of it or nothing."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, Table, func, insert, select, text

from app.cli.backup.manifest import NAME, Manifest, revisions_of
from app.cli.backup.rows import Values, parents_first, read_row
from app.core.database import db, install_triggers, required_triggers, writing
from app.core.database.triggers import present_trigger_names
from app.core.errors import Refused
from app.core.instance import anchors_dir, evidence_dir, instance_dir, keys_dir
from app.core.messages import _

BATCH = 500
CHAIN_KEY = "audit.key"


def restore_backup(source: Path) -> Manifest:
    """Bring a backup back. Raises `Refused` when anything is in the way or the file is not whole."""
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise Refused(_("The file %(file)s is no backup.", file=source)) from error
    with archive:
        if NAME not in archive.namelist():
            raise Refused(_("The file %(file)s is no backup.", file=source))
        manifest = Manifest.from_json(archive.read(NAME))
        _check_files(archive, manifest)
        _refuse_without_keys(manifest)
        if any(evidence_dir().iterdir()):
            raise Refused(_("There is evidence in this instance already. Restore into an empty one."))
        db.session.rollback()
        with writing(), db.engine.begin() as connection:
            _refuse_unsuitable(connection, manifest)
            _load(connection, archive, manifest)
            _bring_files(archive, manifest)
    return manifest


def _refuse_unsuitable(connection: Connection, manifest: Manifest) -> None:
    present = set(db.inspect(connection).get_table_names())
    if not set(manifest.tables) <= present:
        raise Refused(_("The tables are not made yet. Run: flask db upgrade"))
    if revisions_of(connection) != manifest.revisions:
        raise Refused(_("The tables are of another version than the backup."))
    for table in db.metadata.sorted_tables:
        if connection.scalar(select(func.count()).select_from(table)):
            raise Refused(_("The table %(name)s is not empty. Restore into an empty database.", name=table.name))


def _refuse_without_keys(manifest: Manifest) -> None:
    entries = manifest.tables["audit_entries"].rows if "audit_entries" in manifest.tables else 0
    if entries and not manifest.with_keys and not (keys_dir() / CHAIN_KEY).exists():
        folder = keys_dir()
        raise Refused(_("The backup has no keys. Put the office's keys into %(folder)s first.", folder=folder))


def _check_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for name, wanted in manifest.files.items():
        folder, *rest = PurePosixPath(name).parts
        if folder not in {"evidence", "anchors", "keys"} or not rest or ".." in rest:
            raise Refused(_("The backup is damaged at %(name)s.", name=name))
        try:
            found = hashlib.sha256(archive.read(name)).hexdigest()
        except (KeyError, zipfile.BadZipFile):
            found = None
        if found != wanted:
            raise Refused(_("The backup is damaged at %(name)s.", name=name))


def _load(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Fill the tables without their triggers, which guard what people do, then put the triggers back."""
    _drop_triggers(connection)
    for table in db.metadata.sorted_tables:
        if table.name in manifest.tables:
            rows = parents_first(table, _rows(archive, table, manifest))
            while batch := list(islice(rows, BATCH)):
                connection.execute(insert(table), batch)
            _continue_numbers(connection, table)
    install_triggers(connection)


def _rows(archive: zipfile.ZipFile, table: Table, manifest: Manifest) -> Iterator[Values]:
    digest, count = hashlib.sha256(), 0
    with archive.open(f"tables/{table.name}.jsonl") as file:
        for count, line in enumerate(file, start=1):  # noqa: B007  the count is compared
            digest.update(line)
            yield read_row(line)
    wanted = manifest.tables[table.name]
    if (count, digest.hexdigest()) != (wanted.rows, wanted.sha256):
        raise Refused(_("The backup is damaged at %(name)s.", name=table.name))


def _drop_triggers(connection: Connection) -> None:
    present = present_trigger_names(connection)
    for item in required_triggers():
        if item.name in present:
            where = "" if connection.dialect.name == "sqlite" else f' ON "{item.table}"'
            connection.execute(text(f'DROP TRIGGER "{item.name}"{where}'))


def _continue_numbers(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids by itself; tell it where the restored ones end."""
    column = table.autoincrement_column
    if connection.dialect.name == "sqlite" or column is None:
        return
    last = connection.scalar(select(func.max(column)))
    if last is not None:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
            {"table": f'"{table.name}"', "column": column.name, "last": last},
        )


def _bring_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the files, 0600 each. The key of cookies stays this instance's own."""
    anchors_dir()
    for name in manifest.files:
        target = instance_dir() / name
        if name == "keys/cookies.key":
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(archive.read(name))
            file.flush()
            os.fsync(file.fileno())
