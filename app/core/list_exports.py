"""목록 내보내기: a list says once which columns it has and how its rows are read; every list is then taken out the same way.

The rows are those of the page: the same filters out of the same address, the same order, the same rights, the same masks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

from app.core.access import Actor
from app.core.messages import Labelled, Message
from app.core.numbers import whole_number
from app.core.pages import Page
from app.core.sheets import Column, Kind
from app.core.sheets.columns import Cell

T = TypeVar("T")

Value = str | int | Decimal | date | Message | Labelled | None | Iterable[Labelled]
"""What a list knows of a cell; `cell_of` makes it what stands in the file."""

Rows = Iterator[Sequence[Value]]
WIDE, WIDEST = 24, 44


@dataclass(frozen=True)
class ListColumn:
    """A column: the words above it, what its cells hold, and how wide it is."""

    label: Message
    kind: Kind = Kind.TEXT
    width: float = 14


def columns(*given: Message | ListColumn) -> tuple[ListColumn, ...]:
    """Return the columns of a list; words alone stand above a column of short text."""
    return tuple(ListColumn(one) if isinstance(one, Message) else one for one in given)


def wide(label: Message) -> ListColumn:
    """Return a column of names."""
    return ListColumn(label, width=WIDE)


def widest(label: Message) -> ListColumn:
    """Return a column of titles and sentences."""
    return ListColumn(label, width=WIDEST)


def day(label: Message) -> ListColumn:
    """Return a column of days."""
    return ListColumn(label, Kind.DATE)


def moment(label: Message) -> ListColumn:
    """Return a column of days with their time."""
    return ListColumn(label, Kind.MOMENT, width=18)


def number(label: Message) -> ListColumn:
    """Return a column of whole numbers and counts."""
    return ListColumn(label, Kind.NUMBER)


def points(label: Message) -> ListColumn:
    """Return a column of points."""
    return ListColumn(label, Kind.POINTS)


@dataclass(frozen=True, kw_only=True)
class ListExport:
    """A list that can be taken out.

    `rows(actor)` reads the filters of the present address as the page does and yields rows in the order of the page.
    Whoever may open `endpoint` may take the list out. `personal`: a reason is asked for and every taking is remembered.
    `place` names the parts of the page's path (`round_id`): they come beside the filters, and `rows` raises `Missing`
    for what is not there.
    """

    name: str
    title: Message
    endpoint: str
    columns: Sequence[ListColumn]
    rows: Callable[[Actor], Iterator[Sequence[Value]]]
    personal: bool = False
    place: Sequence[str] = ()

    def address(self, filters: Mapping[str, str]) -> str:
        """Return where the page of the list is, filtered the same way."""
        place: dict[str, Any] = {name: filters[name] for name in self.place}
        path = url_for(self.endpoint, **place)
        rest = {name: text for name, text in filters.items() if name not in self.place}
        return f"{path}?{urlencode(rest)}" if rest else path

    def header(self) -> tuple[Column, ...]:
        """Return the columns in the reader's language."""
        return tuple(Column(str(column.label), kind=column.kind, width=column.width) for column in self.columns)

    def cells(self, actor: Actor) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows as they stand in the file."""
        for row in self.rows(actor):
            yield tuple(map(cell_of, row))


def every_page(read: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """Yield the rows of all pages of a list, page by page."""
    cursor: str | None = None
    while True:
        page = read(cursor)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def place_given(name: str) -> int:
    """Return a number that stands in the path of the page and beside the filters here; 0, which is nothing, without."""
    return request.args.get(name, type=whole_number) or 0


def cell_of(value: Value) -> Cell:
    """Return what stands in the cell: vocabularies and sentences in the reader's words, several with commas."""
    if isinstance(value, Labelled):
        return str(value.label)
    if isinstance(value, Message):
        return str(value)
    if value is None or isinstance(value, str | int | Decimal | date):
        return value
    return ", ".join(str(item.label) for item in value)
