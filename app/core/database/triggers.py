"""Promises the database itself keeps, against everybody, with either engine.

Models register triggers next to their tables. `install_triggers` puts them in place after every
migration (a batch rebuild on SQLite drops them silently); `flask check` says which are missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class Trigger:
    """A rule on a table: refuse `operation` when `condition` (SQL over OLD/NEW) holds; None: always."""

    name: str
    table: str
    operation: str
    reason: str
    condition: str | None = None


_registered: dict[str, Trigger] = {}


def trigger(table: str, operation: str, *, name: str, reason: str, condition: str | None = None) -> None:
    """Register a refusal: "BEFORE <operation> ON <table> WHEN <condition>" raises with the reason."""
    full_name = f"{table}_{name}"
    _registered[full_name] = Trigger(full_name, table, operation, reason, condition)


def append_only(table: str) -> None:
    """Register that rows of the table are never changed and never deleted."""
    trigger(table, "UPDATE", name="no_update", reason=f"{table}: rows are never changed")
    trigger(table, "DELETE", name="no_delete", reason=f"{table}: rows are never deleted")


def required_triggers() -> tuple[Trigger, ...]:
    """All registered triggers, by name."""
    return tuple(_registered[name] for name in sorted(_registered))


def install_triggers(connection: Connection, tables: Iterable[str] | None = None) -> None:
    """Create every registered trigger (again) whose table exists; drop those an earlier version had and this has not."""
    present = set(tables) if tables is not None else _present_tables(connection)
    for name, table in _triggers_of(connection):
        if table in present and name.startswith(f"{table}_") and name not in _registered:
            for statement in _dropping(name, table, connection.dialect.name):
                connection.exec_driver_sql(statement)
    for item in required_triggers():
        if item.table in present:
            for statement in _statements(item, connection.dialect.name):
                connection.exec_driver_sql(statement)


def present_trigger_names(connection: Connection) -> set[str]:
    """Names of the triggers the database really has."""
    return {name for name, _table in _triggers_of(connection)}


def _triggers_of(connection: Connection) -> list[tuple[str, str]]:
    """Return (name, table) of every trigger that is in force."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'"
        )
    return [(str(name), str(table)) for name, table in connection.execute(text(query))]


def _dropping(name: str, table: str, dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [f'DROP TRIGGER "{name}"']
    return [f'DROP TRIGGER "{name}" ON "{table}"', f'DROP FUNCTION IF EXISTS "{name}_fn"()']


def _present_tables(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    return {str(row[0]) for row in connection.execute(text(query))}


def _statements(item: Trigger, dialect: str) -> list[str]:
    when = f"WHEN ({item.condition})" if item.condition else ""
    reason = item.reason.replace("'", "''")
    if dialect == "sqlite":
        return [
            f'DROP TRIGGER IF EXISTS "{item.name}"',
            f'CREATE TRIGGER "{item.name}" BEFORE {item.operation} ON "{item.table}" FOR EACH ROW {when} '
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END",
        ]
    returned = "OLD" if item.operation == "DELETE" else "NEW"
    body = f"IF ({item.condition or 'TRUE'}) THEN RAISE EXCEPTION '{reason}' USING ERRCODE = '23514'; END IF;"
    return [
        f'CREATE OR REPLACE FUNCTION "{item.name}_fn"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {body} RETURN {returned}; END $$",
        f'DROP TRIGGER IF EXISTS "{item.name}" ON "{item.table}"',
        f'CREATE TRIGGER "{item.name}" BEFORE {item.operation} ON "{item.table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{item.name}_fn"()',
    ]
