"""Long lists in pages by key, never by OFFSET: page 1 and page 20,000 cost the same."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from json import dumps, loads
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, false, tuple_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

from app.core.database import AnyRow, AnySelect, db
from app.core.numbers import LARGEST_ID, is_sensible

PAGE_SIZE = 50
T = TypeVar("T")

Key = InstrumentedAttribute[Any] | ColumnElement[Any]


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: the rows and the cursor of the next page, or None at the end."""

    rows: Sequence[T]
    next_cursor: str | None


def keyset_page(
    statement: AnySelect,
    *,
    keys: Sequence[Key],
    cursor: str | None = None,
    size: int = PAGE_SIZE,
    scalars: bool = False,
) -> Page[Any]:
    """Return one page of `statement`, newest (largest keys) first.

    `keys` are columns whose last one is unique; with `scalars` the first entity of each row is
    returned instead of the row and must carry the keys as attributes. A cursor that was tampered
    with gives an empty page, never an error.
    """
    ordered = statement.order_by(*(key.desc() for key in keys)).limit(size + 1)
    if cursor is not None:
        ordered = ordered.where(_before(keys, cursor))
    keyed = ordered.add_columns(*keys)
    found = db.session.execute(keyed).all()
    rows = [_shape(row, len(keys), scalars=scalars) for row in found[:size]]
    more = len(found) > size
    return Page(rows, _encode(found[size - 1][-len(keys) :]) if more else None)


def _shape(row: AnyRow, key_count: int, *, scalars: bool) -> Any:  # noqa: ANN401  whatever was selected
    return row[0] if scalars else row[: len(row) - key_count]


def _before(keys: Sequence[Key], cursor: str) -> ColumnElement[bool]:
    try:
        values = [_decode(item) for item in loads(urlsafe_b64decode(cursor.encode()))]
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return false()
    if len(values) != len(keys) or not all(map(_fits, keys, values)):
        return false()
    return tuple_(*keys) < tuple_(*values)


def _fits(key: Key, value: object) -> bool:
    """Whether a value from a cursor can be compared with the column; somebody may have made it up."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return False
    kind = key.type.impl_instance if isinstance(key.type, TypeDecorator) else key.type
    if isinstance(value, Decimal):
        return is_sensible(value)
    if isinstance(value, int) and abs(value) > LARGEST_ID:
        return False
    return type(value) is kind.python_type


def _encode(values: Sequence[object]) -> str:
    return urlsafe_b64encode(dumps([_plain(value) for value in values]).encode()).decode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    return value


def _decode(item: Any) -> object:  # noqa: ANN401  parsed JSON
    if isinstance(item, dict):
        if "n" in item:
            return Decimal(item["n"])
        return datetime.fromisoformat(item["t"]) if "t" in item else date.fromisoformat(item["d"])
    if isinstance(item, str | int):
        return item
    raise ValueError(item)
