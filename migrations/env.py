"""Runs migrations: foreign keys off on SQLite while tables are rebuilt, triggers put back after.

One transaction for the whole way, on SQLite too: a step that refuses undoes those before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.core.database import db, install_triggers, writing


def run() -> None:
    """Run the asked migrations on the app's database."""
    engine = current_app.extensions["migrate"].db.engine
    with writing(), engine.connect() as connection:
        existing = context.config.attributes.get("connection") or connection
        with _without_foreign_keys(existing):
            context.configure(
                connection=existing,
                target_metadata=db.metadata,
                render_as_batch=True,
                compare_type=False,
                transaction_per_migration=False,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            install_triggers(existing)
            existing.commit()


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Rebuilding a table with foreign keys on would delete the rows that point at it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
    broken = driver.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"The migration broke foreign keys: {broken[:5]}")


run()
