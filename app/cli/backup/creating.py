"""Out: one consistent moment of the database, then the files it speaks of."""

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, select

from app.cli.backup.manifest import NAME, Manifest, TableSum, revisions_of
from app.cli.backup.rows import write_row
from app.core import clock
from app.core.database import db
from app.core.errors import Refused
from app.core.instance import anchors_dir, evidence_dir, keys_dir
from app.core.messages import _

BATCH = 1_000


def create_backup(target: Path, *, with_keys: bool = False) -> Manifest:
    """Write a backup to `target`, which appears only when it is complete. Raises `Refused` if it exists.

    All tables are read in one read transaction (a snapshot), which holds no writer up. Evidence files are never
    changed or deleted, so those that the snapshot speaks of are all still there afterwards.
    """
    if target.exists():
        raise Refused(_("The file %(file)s exists already.", file=target))
    tables: dict[str, TableSum] = {}
    files: dict[str, str] = {}
    with _finished(target) as archive:
        with snapshot() as connection:
            revisions = revisions_of(connection)
            for table in db.metadata.sorted_tables:
                tables[table.name] = _write_table(archive, connection, table)
        folders = [("evidence", evidence_dir()), ("anchors", anchors_dir())]
        for name, folder in [*folders, ("keys", keys_dir())] if with_keys else folders:
            files |= dict(_write_folder(archive, name, folder))
        manifest = Manifest(
            made_at=clock.now().isoformat(timespec="seconds"),
            engine=db.engine.dialect.name,
            revisions=revisions,
            with_keys=with_keys,
            tables=tables,
            files=files,
        )
        archive.writestr(NAME, manifest.to_json())
    return manifest


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Open a connection that sees one moment of the database from its first statement to its last."""
    db.session.rollback()
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901  the same one
        yield connection
        connection.rollback()


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> TableSum:
    digest, count = hashlib.sha256(), 0
    statement = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
        for count, row in enumerate(connection.execute(statement).mappings(), start=1):  # noqa: B007  the count is kept
            line = write_row(dict(row)).encode()
            digest.update(line)
            file.write(line)
    return TableSum(count, digest.hexdigest())


def _write_folder(archive: zipfile.ZipFile, name: str, folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            entry = f"{name}/{path.relative_to(folder).as_posix()}"
            archive.write(path, entry)
            yield entry, hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def _finished(target: Path) -> Iterator[zipfile.ZipFile]:
    """A zip for nobody but us (0600) that takes its name only when it is whole and on the disk."""
    if not target.parent.is_dir():
        raise Refused(_("There is no folder %(folder)s.", folder=target.parent))
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    try:
        descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                yield archive
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
