"""One session per piece of work, one transaction at its edge."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, Engine, Executable, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from app.core.database.base import Model
from app.core.database.locking import LockingConnection, connect

db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_before_commit: list[Callable[[], None]] = []

Work = Callable[[], None]


def before_commit(work: Work) -> Work:
    """Register work that must be the last thing in every transaction (the audit chain)."""
    if work not in _before_commit:
        _before_commit.append(work)
    return work


def commit() -> None:
    """Finish the transaction: flush, let the last work run, commit. Only edges call this."""
    db.session.flush()
    for work in _before_commit:
        work()
    db.session.commit()


@contextmanager
def writing() -> Iterator[None]:
    """Say that what follows may write: on SQLite its transaction takes the write lock at once."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def announce_writing() -> Token[bool]:
    """Say it for a whole request; `forget_announcement` takes the token at its end."""
    return _writing.set(True)


def forget_announcement(token: Token[bool]) -> None:
    """Take the announcement back."""
    _writing.reset(token)


@contextmanager
def transaction() -> Iterator[Session]:
    """One write transaction for jobs, commands and scripts. Commits at the end, rolls back on any error."""
    db.session.rollback()
    with writing():
        try:
            yield db.session()
            commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def only_reading() -> Iterator[Connection]:
    """Give a connection that only reads, although a write transaction is announced that has not begun yet.

    What takes long to check so holds no lock: on SQLite the write transaction takes it at its own first statement.
    """
    token = _writing.set(False)
    try:
        with db.engine.connect() as connection:
            yield connection
    finally:
        _writing.reset(token)


def read(statement: Executable, given: Mapping[str, object] | None = None) -> CursorResult[*tuple[Any, ...]]:
    """Send a statement that reads columns, in the transaction of the session, and return plain rows.

    Like `db.session.execute` without what it does to find objects, which costs as much as a small statement itself.
    What was changed and not sent yet is sent first here, too.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, given)


def is_writing() -> bool:
    """Whether the present work said that it writes."""
    return _writing.get()


def engine_options(url: str) -> dict[str, Any]:
    """Engine settings for a database URL."""
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
    path = url.removeprefix("sqlite:///")
    return {"creator": lambda: connect(path, check_same_thread=False)}


def watch_engine(engine: Engine) -> None:
    """Begin SQLite transactions ourselves, reading or writing as announced."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", _begin_sqlite)


def _begin_sqlite(connection: Connection) -> None:
    driver: DBAPIConnection | None = connection.connection.driver_connection
    assert isinstance(driver, LockingConnection)
    driver.begin(write=is_writing())


@event.listens_for(Session, "before_flush")
def _refuse_unannounced_write(session: Session, _context: object, _instances: object) -> None:
    if not is_writing() and (session.new or session.dirty or session.deleted):
        raise RuntimeError("A write outside a write transaction: use POST, or `with transaction():`.")


def database_path(url: str) -> Path | None:
    """Return the file of a SQLite database, or None for another engine."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
