"""Rows as lines of JSON and back, the same for both engines."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import UnionType
from typing import Any

from sqlalchemy import Table

Values = dict[str, Any]

_READERS: dict[str, Callable[[Any], object]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "hour": time.fromisoformat,
    "number": Decimal,
    "bytes": bytes.fromhex,
    "json": lambda value: value,
}
_WRITERS: tuple[tuple[type | UnionType, str, Callable[[Any], object]], ...] = (
    (datetime, "moment", datetime.isoformat),
    (date, "day", date.isoformat),
    (time, "hour", time.isoformat),
    (Decimal, "number", lambda value: format(value, "f")),
    (bytes, "bytes", bytes.hex),
    (dict | list, "json", lambda value: value),
)
"""What a value is, under which name it stands, and how it is written: a moment is a day too, so it comes first."""


def write_row(row: Mapping[str, object]) -> str:
    """Return a row as one line. Only text, whole numbers, truth and None stand for themselves."""
    return json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n"


def read_row(line: bytes | str) -> Values:
    """Return the row of a line, as the columns' types want it."""
    return {name: _typed(value) for name, value in json.loads(line).items()}


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    for kind, name, write in _WRITERS:
        if isinstance(value, kind):
            return {name: write(value)}
    raise TypeError(f"A backup has no way to write {type(value).__name__}.")


def _typed(value: Any) -> object:  # noqa: ANN401  parsed JSON
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    return _READERS[kind](content)


def parents_first(table: Table, rows: Iterable[Values]) -> Iterator[Values]:
    """Put rows that point at rows of their own table after those; the others keep their order."""
    links = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    if not links:
        yield from rows
        return
    known: dict[str, set[object]] = {target: set() for _column, target in links}
    waiting: list[Values] = []
    for row in rows:
        waiting.append(row)
        ready = _ready(waiting, links, known)
        while ready:
            yield from ready
            ready = _ready(waiting, links, known)
    yield from waiting


def _ready(waiting: list[Values], links: Sequence[tuple[str, str]], known: dict[str, set[object]]) -> list[Values]:
    """Take the rows out of `waiting` whose parents have gone before, and remember them as gone."""
    ready = [
        row
        for row in waiting
        if all(
            row[column] is None or row[column] in known[target] or row[column] == row[target]
            for column, target in links
        )
    ]
    for row in ready:
        waiting.remove(row)
        for target, gone in known.items():
            gone.add(row[target])
    return ready
