"""What a document says: plain values and text, nothing of how it looks. Every writer shows all of it.

Texts are finished sentences in the document's language (`str(message)` while it is spoken). Figures stay `Decimal`,
`int` and `date`, so that Excel can reckon with them; PDF and HWPX write them as pages do (`shown`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from app.core.i18n import format_day, format_moment, format_number
from app.core.messages import Message

Cell = str | int | Decimal | date | None
Kind = Literal["text", "number", "date"]
EMPTY = "–"
_COUNTED = re.compile(r"^\d+\. | \(\d+\)$")


class Progress(Protocol):
    """How far a long piece of work is; raises where somebody has cancelled it."""

    def __call__(self, done: int, total: int | None = None, doing: Message | str = "") -> None:
        """Say that `done` of `total` steps are done, and what comes now."""


def silently(done: int, total: int | None = None, doing: Message | str = "") -> None:
    """Tell nobody."""
    del done, total, doing


@dataclass(frozen=True, kw_only=True)
class Office:
    """기관: who issues the document. `emblem` is a PNG or JPEG picture, `approval` the titles of the 결재란, left to right.

    `remark` says at the foot what is missing, such as an emblem that cannot be read.
    """

    name: str
    emblem: bytes | None = None
    approval: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Footer:
    """What proves the document, at the foot of every page: a hash, an audit anchor, an export id."""

    hash: str | None = None
    anchor: str | None = None
    export_id: str | None = None


@dataclass(frozen=True)
class Heading:
    """제목: level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a line feed in it begins a new line."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """An unordered list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and what belongs to it."""

    rows: tuple[tuple[str, Cell], ...]
    caption: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table. `width` in letters; None lets it be reckoned from its texts."""

    label: str
    kind: Kind = "text"
    width: int | None = None


@dataclass(frozen=True)
class Table:
    """표: `rows` in the order of `columns`, kept once and read by the writer one by one. Years are text, not numbers.

    `empty` is said instead of a table without rows.
    `sheet`: in Excel, tables of the same columns and the same `sheet` share one sheet, each row with its caption.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Series:
    """One line, or the bars of one colour; None where there is no figure."""

    name: str
    values: tuple[Decimal | int | None, ...]


@dataclass(frozen=True)
class Chart:
    """도표: a value of each series for each label. `finding` says in words what it shows: the text for who cannot see it."""

    title: str
    finding: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    label_title: str = ""
    """What the labels are ("Department"): the head of their column where the chart is written as a table."""


@dataclass(frozen=True)
class BarChart(Chart):
    """막대그래프, lying: long names have room."""


@dataclass(frozen=True)
class LineChart(Chart):
    """꺾은선그래프: the labels are moments from left to right."""


@dataclass(frozen=True)
class Formula:
    """산식: one step of a derivation on a line of its own."""

    text: str


@dataclass(frozen=True)
class Derivation:
    """「이 점수는」: a figure, what it is, and what stands behind it as (title, sentences)."""

    title: str
    result: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Notice:
    """A sentence nobody may miss: a draft, a correction."""

    text: str


@dataclass(frozen=True)
class Signatures:
    """Who signs: (role, name), the name None where it is written by hand."""

    rows: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Poster:
    """One page with little on it, to be read from 3 m."""

    slogan: str
    department: str
    year: int
    meaning: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Part = (
    Heading
    | Paragraph
    | Bullets
    | Facts
    | Table
    | BarChart
    | LineChart
    | Formula
    | Derivation
    | Notice
    | Signatures
    | Poster
    | PageBreak
)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document, whole. `facts` stand under the title of the front page; `mark` on every page of what is not final."""

    title: str
    language: str
    office: Office
    issued: datetime
    parts: tuple[Part, ...]
    number: str | None = None
    subtitle: str = ""
    facts: tuple[tuple[str, Cell], ...] = ()
    mark: str = ""
    footer: Footer = field(default_factory=Footer)
    orientation: Literal["portrait", "landscape"] = "portrait"
    contents: bool = False
    front_page: bool = False
    """Whether title, facts and contents have a page of their own."""


def shown(value: Cell) -> str:
    """Return a cell as PDF and HWPX write it: thousands separators, Korean days, a dash for nothing."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_day(value)
    return format_number(value)


def chart_table(chart: Chart) -> Table:
    """Return the figures of a chart as the table beside it."""
    columns = (Column(chart.label_title or chart.title), *(Column(one.name, "number") for one in chart.series))
    rows = [(label, *(one.values[place] for one in chart.series)) for place, label in enumerate(chart.labels)]
    return Table(chart.title, columns, rows)


def caption_under(heading: str, caption: str) -> str:
    """Return a caption as it stands under a heading: nothing where the heading ("2. Decisions (3)") says it already."""
    return "" if _COUNTED.sub("", heading) == caption else caption


def headings(document: Document) -> Iterator[Heading]:
    """Return the headings in order: what contents and outlines are made of."""
    return (part for part in document.parts if isinstance(part, Heading))
