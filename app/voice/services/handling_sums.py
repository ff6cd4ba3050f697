"""처리 합계: the sums kept with every batch, added and taken back by the same statements, and whether they still hold."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, bindparam, case, cast, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core.database import AnySelect, Model, db
from app.core.messages import Message, _
from app.voice.models import HandlingHour, HandlingMonth, HandlingRecord, HandlingSpread, OfficeHour, OfficeSpread

Record = HandlingRecord
Columns = dict[str, ColumnElement[Any]]
_MINUTES = 60
_HOURS = (Record.actual_minutes + (_MINUTES - 1)) // _MINUTES
"""Whole working hours, rounded up: 61 minutes are two hours."""

KEYS: dict[type[Model], Columns] = {
    HandlingMonth: {
        "department_id": Record.department_id.expression,
        "affair_id": Record.affair_id.expression,
        "month": Record.month.expression,
    },
    HandlingSpread: {
        "department_id": Record.department_id.expression,
        "affair_id": Record.affair_id.expression,
        "month": Record.month.expression,
        "hours": _HOURS,
    },
    HandlingHour: {
        "department_id": Record.department_id.expression,
        "month": Record.receipt_month.expression,
        "weekday": Record.weekday.expression,
        "hour": Record.hour.expression,
    },
    OfficeSpread: {"month": Record.month.expression, "hours": _HOURS},
    OfficeHour: {
        "month": Record.receipt_month.expression,
        "weekday": Record.weekday.expression,
        "hour": Record.hour.expression,
    },
}
"""What each table is kept by, out of a record."""

MEASURES: dict[type[Model], Columns] = {
    HandlingMonth: {
        "n": func.count(),
        "statutory_minutes": cast(func.sum(Record.statutory_minutes), BigInteger),
        "actual_minutes": cast(func.sum(Record.actual_minutes), BigInteger),
        "late": cast(func.sum(case((Record.is_late, 1), else_=0)), Integer),
    },
    HandlingSpread: {"n": func.count()},
    HandlingHour: {"n": func.count()},
    OfficeSpread: {"n": func.count()},
    OfficeHour: {"n": func.count()},
}


def add_sums(batch_id: int) -> None:
    """Count the records of a batch that has just been read in: a statement for each table, however many records."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    for table, keys in KEYS.items():
        columns: Any = table
        counted = _grouped(table).where(Record.batch_id == batch_id)
        statement = dialect.insert(table).from_select([*keys, *MEASURES[table]], counted)
        added = {name: getattr(columns, name) + statement.excluded[name] for name in MEASURES[table]}
        db.session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=added))


def take_back_sums(batch_id: int) -> None:
    """Take the records of a batch out of the sums again, exactly. A row that would be left with nothing goes."""
    for table, keys in KEYS.items():
        columns: Any = table
        part = db.session.execute(_grouped(table).where(Record.batch_id == batch_id)).mappings()
        values = [{f"of_{name}": value for name, value in row.items()} for row in part]
        same = [getattr(columns, name) == bindparam(f"of_{name}") for name in keys]
        connection = db.session.connection()
        connection.execute(delete(table).where(*same, columns.n == bindparam("of_n")), values)
        left = {name: getattr(columns, name) - bindparam(f"of_{name}") for name in MEASURES[table]}
        connection.execute(update(table).where(*same).values(left), values)


def check_sums() -> Iterator[Message]:
    """Yield a sentence for each table whose sums differ from a recount of the records (`flask check`)."""
    for table in KEYS:
        wrong = len(differing(table))
        if wrong:
            yield _(
                "%(count)s rows of %(table)s differ from the records they count.",
                count=wrong,
                table=table.__tablename__,
            )


def differing(table: type[Model]) -> list[tuple[Any, ...]]:
    """Return the rows in which a table of sums and a recount differ, from either side."""
    columns: Any = table
    kept = select(*(getattr(columns, name) for name in (*KEYS[table], *MEASURES[table])))
    counted = _grouped(table).where(Record.is_counted)
    sides = (kept.except_(counted).subquery(), counted.except_(kept).subquery())
    return [tuple(row) for side in sides for row in db.session.execute(select(side))]


def _grouped(table: type[Model]) -> AnySelect:
    measures = [value.label(name) for name, value in MEASURES[table].items()]
    keys = [value.label(name) for name, value in KEYS[table].items()]
    return select(*keys, *measures).group_by(*KEYS[table].values())
