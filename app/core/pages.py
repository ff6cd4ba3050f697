"""Long lists in pages by key, never by OFFSET: page 1 and page 20,000 cost the same."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from json import dumps, loads
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Date, Integer, bindparam, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

from app.core.database import AnyRow, AnySelect, db, read
from app.core.numbers import LARGEST_ID, is_sensible

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAGE_SIZE = 50
T = TypeVar("T")

Key = InstrumentedAttribute[Any] | ColumnElement[Any]


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: the rows and the cursor of the next page, or None at the end."""

    rows: Sequence[T]
    next_cursor: str | None


def narrowed_by(wanted: "DataclassInstance") -> dict[str, Any]:
    """Return the fields of a filter that narrow a list: all but None and False."""
    chosen = ((field.name, getattr(wanted, field.name)) for field in fields(wanted))
    return {name: value for name, value in chosen if value is not None and value is not False}


class Keyset:
    """A long list as statements that are put together once: the first page and the pages behind a cursor.

    `statement` may hold named `bindparam`s whose values each reading gives. `keys` are columns whose last one is
    unique; the newest (largest keys) stand first unless `smallest_first`.
    """

    def __init__(
        self, statement: AnySelect, *, keys: Sequence[Key], size: int = PAGE_SIZE, smallest_first: bool = False
    ) -> None:
        order = [key.asc() if smallest_first else key.desc() for key in keys]
        self._keys = keys
        self._size = size
        self._smallest_first = smallest_first
        self._send = db.session.execute if holds_objects(statement) else read
        self._first = statement.order_by(*order).limit(size + 1).add_columns(*keys)
        here, there = tuple_(*keys), tuple_(*(bindparam(f"after_{n}", type_=key.type) for n, key in enumerate(keys)))
        self._behind = self._first.where(here > there if smallest_first else here < there)

    def page(self, cursor: str | None = None, given: Mapping[str, object] | None = None) -> Page[AnyRow]:
        """Return one page. A cursor that was tampered with gives an empty page, never an error."""
        return self._page_of(self._read(cursor, given))

    def merged_page(self, cursor: str | None, readings: Sequence[Mapping[str, object]]) -> Page[AnyRow]:
        """Return one page of several readings that have no row in common, each by its own index: one statement each."""
        found = [row for given in readings for row in self._read(cursor, given)]
        if len(readings) > 1:
            found.sort(key=lambda row: tuple(row[-len(self._keys) :]), reverse=not self._smallest_first)
        return self._page_of(found)

    def _read(self, cursor: str | None, given: Mapping[str, object] | None) -> Sequence[AnyRow]:
        """Return the rows of a page and one more, with their keys at the end."""
        if cursor is None:
            return self._send(self._first, given).all()
        place = _place_behind(self._keys, cursor)
        if place is None:
            return []
        after = {f"after_{n}": value for n, value in enumerate(place)}
        return self._send(self._behind, {**(given or {}), **after}).all()

    def _page_of(self, found: Sequence[AnyRow]) -> Page[AnyRow]:
        width = len(self._keys)
        more = len(found) > self._size
        rows: list[Any] = [row[:-width] for row in found[: self._size]]
        return Page(rows, _encode(found[self._size - 1][-width:]) if more else None)


def holds_objects(statement: AnySelect) -> bool:
    """Whether a select gives objects of models beside or instead of columns."""
    return any(found["expr"] is found.get("entity") for found in statement.column_descriptions)


def keyset_page(
    statement: AnySelect,
    *,
    keys: Sequence[Key],
    cursor: str | None = None,
    size: int = PAGE_SIZE,
    scalars: bool = False,
    smallest_first: bool = False,
) -> Page[Any]:
    """Return one page of a statement that is made for this reading, see `Keyset`.

    With `scalars` the first entity of each row is returned instead of the row.
    """
    page = Keyset(statement, keys=keys, size=size, smallest_first=smallest_first).page(cursor)
    return Page([row[0] for row in page.rows], page.next_cursor) if scalars else page


class Part(NamedTuple):
    """A select that is one part of a list, the columns its own index orders it by, and its keys in the whole list."""

    rows: AnySelect
    order: Sequence[Key]
    keys: Sequence[Key]


class PartedKeyset:
    """Several selects with the same labelled columns as one list, largest keys first, as statements built once.

    Every part gives no more than a page, by its own index, so that the page costs the same however many rows it has.
    All keys are whole numbers; `rows` may hold named `bindparam`s whose values each reading gives.
    """

    def __init__(self, parts: Sequence[Part], *, size: int = PAGE_SIZE) -> None:
        self._keys = parts[0].keys
        self._size = size
        self._first = self._merged(parts, behind=False)
        self._behind = self._merged(parts, behind=True)

    def page(self, cursor: str | None = None, given: Mapping[str, object] | None = None) -> Page[AnyRow]:
        """Return one page in one statement. A cursor that was tampered with gives an empty page, never an error."""
        statement, values = self._first, dict(given or {})
        if cursor is not None:
            place = _place_behind(self._keys, cursor)
            if place is None:
                return Page([], None)
            statement, values = self._behind, values | {f"after_{n}": value for n, value in enumerate(place)}
        found = read(statement, values).all()
        width, more = len(self._keys), len(found) > self._size
        rows: list[Any] = [row[:-width] for row in found[: self._size]]
        return Page(rows, _encode(found[self._size - 1][-width:]) if more else None)

    def _merged(self, parts: Sequence[Part], *, behind: bool) -> AnySelect:
        every = union_all(*(self._limited(part, behind=behind) for part in parts)).subquery()
        keys = [every.c[f"page_key_{n}"] for n in range(len(self._keys))]
        return select(every).order_by(*(key.desc() for key in keys)).limit(self._size + 1)

    def _limited(self, part: Part, *, behind: bool) -> AnySelect:
        keyed = part.rows.add_columns(*(key.label(f"page_key_{n}") for n, key in enumerate(part.keys)))
        if behind:
            place = [bindparam(f"after_{n}", type_=Integer) for n in range(len(part.keys))]
            keyed = keyed.where(part.keys[0] <= place[0], tuple_(*part.keys) < tuple_(*place))
        return select(keyed.order_by(*(key.desc() for key in part.order)).limit(self._size + 1).subquery())


class Shelf(NamedTuple):
    """A select that is one part of a merged list, with its day and its unique id."""

    rows: AnySelect
    day: Key
    id: Key


class MergedKeyset:
    """Several selects with the same labelled columns as one list, newest first, as statements that are built once.

    Things of one day stand in the order of the shelves. Each select reads no more than a page by its own index.
    """

    def __init__(self, shelves: Sequence[Shelf], *, size: int = PAGE_SIZE) -> None:
        self._shelves = shelves
        self._size = size
        self._first = self._merged(None)
        self._behind = {-place: self._merged(-place) for place in range(len(shelves))}

    def page(self, cursor: str | None = None, given: Mapping[str, object] | None = None) -> Page[AnyRow]:
        """Return one page in one statement. A cursor that was tampered with gives an empty page, never an error."""
        statement, values = self._first, dict(given or {})
        if cursor is not None:
            after = _place_of(cursor)
            if after is None or after[1] not in self._behind:
                return Page([], None)
            statement = self._behind[after[1]]
            values |= {"after_day": after[0], "after_id": after[2]}
        found = read(statement, values).all()
        more = len(found) > self._size
        rows: list[Any] = [row[:-MERGE_KEYS] for row in found[: self._size]]
        return Page(rows, _encode(found[self._size - 1][-MERGE_KEYS:]) if more else None)

    def _merged(self, last_place: int | None) -> AnySelect:
        parts = [self._part(shelf, -place, last_place) for place, shelf in enumerate(self._shelves)]
        every = union_all(*parts).subquery()
        keys = (every.c.page_day, every.c.page_place, every.c.page_id)
        return select(every).order_by(*(key.desc() for key in keys)).limit(self._size + 1)

    def _part(self, shelf: Shelf, place: int, last_place: int | None) -> AnySelect:
        """Narrow one select to what can stand on the page, and give it the keys of the page as its last columns."""
        keyed = shelf.rows.add_columns(
            shelf.day.label("page_day"), literal(place).label("page_place"), shelf.id.label("page_id")
        )
        if last_place is not None:
            keyed = keyed.where(_stands_after(shelf, place, last_place))
        return select(keyed.order_by(shelf.day.desc(), shelf.id.desc()).limit(self._size + 1).subquery())


MERGE_KEYS = 3
"""Day, place of the shelf and id: the last columns of a merged list."""


def _stands_after(shelf: Shelf, place: int, last_place: int) -> ColumnElement[bool]:
    last_day, last_id = bindparam("after_day", type_=Date), bindparam("after_id", type_=Integer)
    if place == last_place:
        return tuple_(shelf.day, shelf.id) < tuple_(last_day, last_id)
    return shelf.day <= last_day if place < last_place else shelf.day < last_day


def _place_of(cursor: str) -> tuple[date, int, int] | None:
    """Return where the page begins, or None if somebody made the cursor up."""
    try:
        day, place, record_id = (_decode(item) for item in loads(urlsafe_b64decode(cursor.encode())))
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None
    if type(day) is date and type(place) is int and type(record_id) is int and abs(record_id) <= LARGEST_ID:
        return day, place, record_id
    return None


def cursor_of(place: Sequence[object]) -> str:
    """Return the cursor of the page behind a place, for lists that are not a `Keyset`."""
    return _encode(place)


def place_of(cursor: str, kinds: Sequence[type]) -> tuple[Any, ...] | None:
    """Return the place a cursor names, whose parts are of these kinds, or None if somebody made it up."""
    try:
        values = tuple(_decode(item) for item in loads(urlsafe_b64decode(cursor.encode())))
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None
    if tuple(map(type, values)) != tuple(kinds):
        return None
    return None if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in values) else values


def _place_behind(keys: Sequence[Key], cursor: str) -> Sequence[object] | None:
    """Return the keys a cursor names, or None if somebody made it up."""
    try:
        values = [_decode(item) for item in loads(urlsafe_b64decode(cursor.encode()))]
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None
    return values if len(values) == len(keys) and all(map(_fits, keys, values)) else None


def is_cursor(keys: Sequence[Key], cursor: str) -> bool:
    """Whether a cursor is one of a list with these keys, and not made up."""
    return _place_behind(keys, cursor) is not None


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
