"""What a resource is made of: one declaration from which its routes, its rows and its description come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, true

from app.core import clock
from app.core.access import Actor, Alternatives, is_signed_in
from app.core.database import AnySelect
from app.core.figures import bare
from app.core.messages import Labelled, Message

Column = Any
"""A column, an expression of SQL, or None for what `Resource.finish` fills in."""
Row = dict[str, Any]


class Kind(StrEnum):
    """How a value is written, and which schema says so."""

    WHOLE = "whole"
    TEXT = "text"
    EXACT = "exact"
    DAY = "day"
    MOMENT = "moment"
    CODE = "code"
    CODES = "codes"
    STAYS = "stays"


@dataclass(frozen=True)
class Field:
    """One field of a resource. `optional`: may be null. `vocabulary` names the words of a code."""

    name: str
    kind: Kind
    about: Message
    column: Column
    optional: bool = False
    vocabulary: type[Labelled] | None = None


@dataclass(frozen=True)
class Filter:
    """One parameter that narrows a list; `condition` makes the clause from the value read."""

    name: str
    kind: Kind
    about: Message
    condition: Callable[[Any], ColumnElement[bool]]
    vocabulary: type[Labelled] | None = None


def as_they_are(_actor: Actor, rows: list[Row]) -> list[Row]:
    """Leave the rows as the statement brought them."""
    return rows


def all_rows(_actor: Actor) -> ColumnElement[bool]:
    """Everything there is, for whoever may use the resource at all."""
    return true()


@dataclass(frozen=True, kw_only=True)
class Resource:
    """자원: a kind of record that programs read.

    `key` is a unique whole number, the order of every list. `visible` makes the clause of the rows an actor may read,
    the same as that of the pages. `joined` adds the tables the columns come from. `finish` gets the rows as JSON
    values: it may fill in, mask and leave out. `personal`: rows tell about single people, so each reading is recorded.
    """

    name: str
    title: Message
    about: Message
    key: Column
    fields: tuple[Field, ...]
    joined: Callable[[AnySelect], AnySelect]
    visible: Callable[[Actor], ColumnElement[bool]] = all_rows
    may: Alternatives = field(default=((is_signed_in,),))
    who: Message | None = None
    """Who may use it, in words, where that is not everybody."""
    filters: tuple[Filter, ...] = ()
    personal: bool = False
    finish: Callable[[Actor, list[Row]], list[Row]] = as_they_are

    @property
    def noun(self) -> str:
        """The name as part of an endpoint."""
        return self.name.replace("-", "_")


def written(kind: Kind, value: Any) -> Any:  # noqa: ANN401  a value of a column → a JSON value
    """Write a value of the database as JSON has it: exact numbers as text, times with +09:00.

    >>> written(Kind.EXACT, Decimal("27.4300")), written(Kind.DAY, date(2026, 11, 23)), written(Kind.TEXT, None)
    ('27.43', '2026-11-23', None)
    """
    return None if value is None else _WRITERS[kind](value)


def moment_text(value: datetime) -> str:
    """Return a moment on the office's clock.

    >>> from datetime import UTC
    >>> moment_text(datetime(2026, 11, 23, 3, 0, tzinfo=UTC))
    '2026-11-23T12:00:00+09:00'
    """
    return clock.to_seoul(value).isoformat(timespec="seconds")


_WRITERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.WHOLE: int,
    Kind.TEXT: str,
    Kind.EXACT: lambda value: bare(Decimal(value)),
    Kind.DAY: date.isoformat,
    Kind.MOMENT: moment_text,
    Kind.CODE: str,
    Kind.CODES: lambda values: [str(value) for value in values],
}


def year_of_days(column: Column) -> Callable[[int], ColumnElement[bool]]:
    """Make the condition "lies in this year" for a column of days."""

    def condition(year: int) -> ColumnElement[bool]:
        clause: ColumnElement[bool] = column.between(date(year, 1, 1), date(year, 12, 31))
        return clause

    return condition


def year_of_moments(column: Column) -> Callable[[int], ColumnElement[bool]]:
    """Make the condition "lies in this year, in Seoul" for a column of moments."""

    def condition(year: int) -> ColumnElement[bool]:
        first, after = clock.start_of_day(date(year, 1, 1)), clock.start_of_day(date(year + 1, 1, 1))
        clause: ColumnElement[bool] = (column >= first) & (column < after)
        return clause

    return condition


def equals(column: Column) -> Callable[[Any], ColumnElement[bool]]:
    """Make the condition "is this"."""

    def condition(value: Any) -> ColumnElement[bool]:  # noqa: ANN401  a value of the column
        clause: ColumnElement[bool] = column == value
        return clause

    return condition


def since(column: Column) -> Callable[[datetime], ColumnElement[bool]]:
    """Make the condition "at this moment or later"."""

    def condition(moment: datetime) -> ColumnElement[bool]:
        clause: ColumnElement[bool] = column >= moment
        return clause

    return condition
