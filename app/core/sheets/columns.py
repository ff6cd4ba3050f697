"""What a sheet consists of. One column says how it is written and how it is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.core.messages import Message

Value = str | Decimal | date | None
Cell = str | int | Decimal | date | None


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    POINTS = "points"
    """A number shown with two decimal places."""
    MOMENT = "moment"
    """A day with its time, aware; without a zone it is meant in Seoul."""


@dataclass(frozen=True)
class Column:
    """A column by the name that stands in its header.

    `choices` become a drop-down, `note` a line on the explanation sheet. `required`: no row may leave the
    cell empty. `optional`: a workbook that is read may lack the whole column; its values are then None.
    """

    header: str
    key: str = ""
    kind: Kind = Kind.TEXT
    width: float = 14
    choices: Sequence[str] | None = None
    note: Message | str | None = None
    required: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet to write; rows follow the order of the columns and may be a generator."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]] = ()


@dataclass(frozen=True)
class SheetSpec:
    """A sheet to read. `optional`: the workbook may lack it; the result then has no rows for it."""

    title: str
    columns: Sequence[Column]
    optional: bool = False


@dataclass(frozen=True)
class Row:
    """One row as it was read: its number in the sheet (the header is usually 1) and values by header."""

    number: int
    values: Mapping[str, Value]

    def __getitem__(self, header: str) -> Value:
        return self.values[header]

    def text(self, header: str) -> str | None:
        """Value of a text column."""
        value = self.values[header]
        return value if value is None or isinstance(value, str) else str(value)

    def number_of(self, header: str) -> Decimal | None:
        """Value of a number column."""
        value = self.values[header]
        return value if isinstance(value, Decimal) else None

    def moment_of(self, header: str) -> datetime | None:
        """Value of a column of moments."""
        value = self.values[header]
        return value if isinstance(value, datetime) else None

    def date_of(self, header: str) -> date | None:
        """Value of a date column."""
        value = self.values[header]
        return value if isinstance(value, date) else None
