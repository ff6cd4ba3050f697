"""Changes a filled table, for migrations: the same call on both engines, and no constraint gets lost.

PostgreSQL alters the table. SQLite cannot, and Alembic's batch mode rebuilds a table without its CHECKs; so here the
table is rebuilt from its own SQL text: new columns and constraints put in, the others kept word for word.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Table, text
from sqlalchemy.schema import CreateColumn, CreateTable

NOT_NULL = " NOT NULL"
_CONSTRAINT = re.compile(r'CONSTRAINT "?(\w+)"? (.*)', re.DOTALL)


@dataclass(frozen=True)
class TableChange:
    """What becomes of a table. Constraints are SQL by name, e.g. {"ck_tasks_share": "CHECK (share > 0)"}."""

    table: str
    add_columns: Sequence[Column[Any]] = ()
    drop_columns: Collection[str] = ()
    add_constraints: Mapping[str, str] = field(default_factory=dict)
    drop_constraints: Collection[str] = ()
    drop_not_null: Collection[str] = ()
    set_not_null: Collection[str] = ()


def change_table(connection: Connection, change: TableChange) -> None:
    """Make the change, keeping every row. Foreign keys must be off on SQLite, as they are while migrations run."""
    if connection.dialect.name == "sqlite":
        _rebuild(connection, change)
    else:
        _alter(connection, change)


def parts_of(create_table: str) -> tuple[dict[str, str], dict[str, str]]:
    """Take a CREATE TABLE apart: SQL of its columns by name, SQL of its constraints by name."""
    columns: dict[str, str] = {}
    constraints: dict[str, str] = {}
    body = create_table[create_table.index("(") + 1 : create_table.rindex(")")]
    for clause in _clauses(body):
        named = _CONSTRAINT.fullmatch(clause)
        if named is not None:
            constraints[named[1]] = " ".join(named[2].split())
        elif clause.startswith("FOREIGN KEY"):
            raise ValueError(clause)
        else:
            columns[clause.split()[0].strip('"')] = " ".join(clause.split())
    return columns, constraints


def create_table_of(table: Table, connection: Connection) -> str:
    """Return the CREATE TABLE of a model's table for the engine of the connection."""
    return str(CreateTable(table).compile(dialect=connection.dialect))


def create_table_in(connection: Connection, table: str) -> str:
    """Return the CREATE TABLE that a SQLite database keeps of a table."""
    query = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    return str(connection.execute(query, {"name": table}).scalar_one())


def _clauses(body: str) -> list[str]:
    """Split at the commas that stand outside brackets and quotes."""
    found, depth, quoted, start = [], 0, "", 0
    for place, character in enumerate(body):
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in "'\"":
            quoted = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "," and depth == 0:
            found.append(body[start:place].strip())
            start = place + 1
    return [*found, body[start:].strip()]


def _alter(connection: Connection, change: TableChange) -> None:
    steps = [f'DROP CONSTRAINT "{name}"' for name in change.drop_constraints]
    steps += [f"ADD COLUMN {_column(connection, column)}" for column in change.add_columns]
    steps += [f'DROP COLUMN "{name}"' for name in change.drop_columns]
    steps += [f'ALTER COLUMN "{name}" DROP NOT NULL' for name in change.drop_not_null]
    steps += [f'ALTER COLUMN "{name}" SET NOT NULL' for name in change.set_not_null]
    steps += [f'ADD CONSTRAINT "{name}" {rule}' for name, rule in change.add_constraints.items()]
    for step in steps:
        connection.exec_driver_sql(f'ALTER TABLE "{change.table}" {step}'.replace("%", "%%"))


def _rebuild(connection: Connection, change: TableChange) -> None:
    columns, constraints = parts_of(create_table_in(connection, change.table))
    kept = [name for name in columns if name not in change.drop_columns]
    clauses = [_with_nullability(columns[name], name, change) for name in kept]
    clauses += [_column(connection, column) for column in change.add_columns]
    rules = {name: rule for name, rule in constraints.items() if name not in change.drop_constraints}
    clauses += [f'CONSTRAINT "{name}" {rule}' for name, rule in (rules | dict(change.add_constraints)).items()]
    indexes = _stored(
        connection, "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''", change.table
    )
    # Any trigger may name the table; the migration's end puts all of them back.
    for trigger in _stored(connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.exec_driver_sql(f'DROP TRIGGER "{trigger}"')
    new, names, body = f"new_{change.table}", ", ".join(f'"{name}"' for name in kept), ", \n\t".join(clauses)
    for statement in (
        f'CREATE TABLE "{new}" (\n\t{body}\n)',
        f'INSERT INTO "{new}" ({names}) SELECT {names} FROM "{change.table}"',  # noqa: S608  names of our own tables
        f'DROP TABLE "{change.table}"',
        f'ALTER TABLE "{new}" RENAME TO "{change.table}"',
        *(index for index in indexes if not _mentions(index, change.drop_columns)),
    ):
        connection.exec_driver_sql(statement)


def _with_nullability(clause: str, name: str, change: TableChange) -> str:
    if name in change.drop_not_null:
        return clause.removesuffix(NOT_NULL)
    return clause + NOT_NULL if name in change.set_not_null else clause


def _stored(connection: Connection, query: str, *given: str) -> list[str]:
    return list(connection.exec_driver_sql(query, given).scalars())


def _mentions(index: str, columns: Collection[str]) -> bool:
    return any(re.search(rf"\b{name}\b", index) for name in columns)


def _column(connection: Connection, column: Column[Any]) -> str:
    return str(CreateColumn(column).compile(dialect=connection.dialect))
