"""A database without the triggers of a table: for tests of what is found after somebody got past them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from app.core.database import db, writing


@contextmanager
def without_triggers(table: str) -> Iterator[None]:
    """Drop (on PostgreSQL: switch off) the triggers of a table. A test's SQLite database is thrown away afterwards."""
    db.session.rollback()
    _drop(table)
    try:
        yield
    finally:
        db.session.rollback()
        _enable(table)


def _drop(table: str) -> None:
    with writing(), db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"), {"t": table}
            ).scalars()
            for name in list(names):
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


def _enable(table: str) -> None:
    if db.engine.dialect.name == "postgresql":
        with writing(), db.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
