"""Counts the statements a piece of work sends to the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from app.core.database import db


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """Collect the statements sent while the block runs; transaction control is not counted."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


LOOSE = re.compile(r"^SELECT .*\bFROM \w+(?: AS \w+)?, \w+", re.DOTALL)


def refuse_loose_tables(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    """Refuse a select from two tables that nothing joins: mostly an EXISTS that lost the row it should ask about.

    SQLAlchemy correlates a subquery with the next select around it only; one deeper then asks about any row there is.
    """
    if LOOSE.search(statement):
        raise AssertionError(f"Tables without a join: {statement}")
