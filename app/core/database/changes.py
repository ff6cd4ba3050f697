"""The one way a record with a state changes it."""

from typing import Any

from sqlalchemy import inspect, update

from app.core.database.base import Model
from app.core.database.session import db
from app.core.errors import CHANGED, Conflict


def change_state(record: Model, **values: Any) -> None:
    """Write new values if nobody changed the record since it was read.

    The record needs `id` and `version`; where it has `state`, the state read is part of the condition.
    Raises `Conflict` (409) when the row is no longer the one that was read. Other changes of the
    record made in memory must have been flushed before.
    """
    table: Any = type(record)
    read: Any = record
    condition = [table.id == read.id, table.version == read.version]
    if "state" in inspect(table).columns:
        condition.append(table.state == read.state)
    statement = update(table).where(*condition).values(version=read.version + 1, **values)
    db.session.flush()
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    if result.rowcount != 1:
        raise Conflict(CHANGED)
    db.session.refresh(record)
