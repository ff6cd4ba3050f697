"""What a figure is: a sentence that says what is to be seen, the drawing, and the same numbers as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import HUNDRED, bare, rounded
from app.core.messages import Message

Column = Mapping[str, object]
Cell = Message | str | int | Decimal | Mapping[str, object] | None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Everything the chart macro needs. `finding` is the sentence people remember; `note` says what is cut off.

    `url` is the list behind the figure, with the filter it shows, and `url_label` what that list is called.
    """

    id: str
    title: Message
    finding: Message
    json: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Message | None = None
    url: str | None = None
    url_label: Message | None = None


def text_column(label: Message) -> Column:
    """Return a column of words."""
    return {"label": label}


def number(label: Message | str) -> Column:
    """Return a column of numbers."""
    return {"label": label, "num": True}


def linked(text: Message | str | int | Decimal, url: str | None) -> Cell:
    """Return a cell that leads to the list behind it; the text alone without an address."""
    return text if url is None else {"text": text, "url": url}


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """Return which percent a part is of the whole (not 0), rounded half up to whole percents."""
    return bare(rounded(HUNDRED * Decimal(part) / Decimal(whole), 0))
