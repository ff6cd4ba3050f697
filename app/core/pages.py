"""Long lists in pages by key, never by OFFSET: page 1 and page 20,000 cost the same."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from json import dumps, loads
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, false, literal, select, tuple_, union_all
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
    smallest_first: bool = False,
) -> Page[Any]:
    """Return one page of `statement`, newest (largest keys) first unless `smallest_first`.

    `keys` are columns whose last one is unique; with `scalars` the first entity of each row is
    returned instead of the row and must carry the keys as attributes. A cursor that was tampered
    with gives an empty page, never an error.
    """
    ordered = statement.order_by(*(key.asc() if smallest_first else key.desc() for key in keys)).limit(size + 1)
    if cursor is not None:
        ordered = ordered.where(_beyond(keys, cursor, smallest_first=smallest_first))
    keyed = ordered.add_columns(*keys)
    found = db.session.execute(keyed).all()
    rows = [_shape(row, len(keys), scalars=scalars) for row in found[:size]]
    more = len(found) > size
    return Page(rows, _encode(found[size - 1][-len(keys) :]) if more else None)


def merged_page(
    shelves: Sequence[AnySelect], *, keys: Sequence[tuple[Key, Key]], cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[Any]:
    """Return one page of several selects with the same labelled columns, newest first, in one statement.

    `keys` are the day and the unique id of each select; things of one day stand in the order of the selects. Each
    select reads no more than a page by its own index. A cursor that was tampered with gives an empty page.
    """
    after = _place_of(cursor)
    parts = [
        _shelf(statement, day, record_id, -place, after, size)
        for place, (statement, (day, record_id)) in enumerate(zip(shelves, keys, strict=True))
    ]
    every = union_all(*parts).subquery()
    last = (every.c.page_day, every.c.page_place, every.c.page_id)
    found = db.session.execute(select(every).order_by(*(key.desc() for key in last)).limit(size + 1)).all()
    more = len(found) > size
    return Page([row[: -len(last)] for row in found[:size]], _encode(found[size - 1][-len(last) :]) if more else None)


def _place_of(cursor: str | None) -> tuple[date, int, int] | None:
    """Return where the page begins; None at the front. A made-up cursor lies behind everything."""
    if cursor is None:
        return None
    try:
        day, place, record_id = (_decode(item) for item in loads(urlsafe_b64decode(cursor.encode())))
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return _BEHIND_ALL
    if type(day) is date and type(place) is int and type(record_id) is int and abs(record_id) <= LARGEST_ID:
        return day, place, record_id
    return _BEHIND_ALL


_BEHIND_ALL = (date.min, -LARGEST_ID, 0)


def _shelf(
    statement: AnySelect, day: Key, record_id: Key, place: int, after: tuple[date, int, int] | None, size: int
) -> AnySelect:
    """Narrow one select to what can stand on the page, and give it the keys of the page as its last columns."""
    keyed = statement.add_columns(day.label("page_day"), literal(place).label("page_place"), record_id.label("page_id"))
    if after is not None:
        keyed = keyed.where(_stands_after(day, record_id, place, after))
    return select(keyed.order_by(day.desc(), record_id.desc()).limit(size + 1).subquery())


def _stands_after(day: Key, record_id: Key, place: int, after: tuple[date, int, int]) -> ColumnElement[bool]:
    last_day, last_place, last_id = after
    if place == last_place:
        return tuple_(day, record_id) < tuple_(last_day, last_id)
    return day <= last_day if place < last_place else day < last_day


def _shape(row: AnyRow, key_count: int, *, scalars: bool) -> Any:  # noqa: ANN401  whatever was selected
    return row[0] if scalars else row[: len(row) - key_count]


def _beyond(keys: Sequence[Key], cursor: str, *, smallest_first: bool) -> ColumnElement[bool]:
    try:
        values = [_decode(item) for item in loads(urlsafe_b64decode(cursor.encode()))]
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return false()
    if len(values) != len(keys) or not all(map(_fits, keys, values)):
        return false()
    here, there = tuple_(*keys), tuple_(*values)
    return here > there if smallest_first else here < there


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
