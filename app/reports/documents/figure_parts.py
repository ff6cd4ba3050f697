"""현황판의 도표를 문서로: the finding in words, the bars where they say something, and the table with every figure."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from app.core.documents.content import BarChart, Cell, Column, Heading, Paragraph, Part, Series, Table
from app.core.messages import Message
from app.reports.figures import Figure
from app.reports.figures.frame import Cell as FigureCell

_BRACKET = re.compile(r"(?<=\S)\(")
"""A label may break before its bracket: "신속(Speed)" in a narrow column."""

FEWEST_BARS = 2
MOST_BARS = 30


def figure_parts(figure: Figure | None, nothing: Message | None = None, *, bars: Sequence[int] = ()) -> Iterator[Part]:
    """Return a figure of a dashboard as parts of a document; `bars` are the columns that are drawn.

    Without a figure `nothing` is said, where there is anything to say.
    """
    if figure is None:
        if nothing is not None:
            yield Paragraph(str(nothing))
        return
    title, finding = str(figure.title), " ".join(str(one) for one in (figure.finding, figure.note) if one is not None)
    yield Heading(title, 2)
    rows = [[_cell(cell) for cell in row] for row in figure.rows]
    columns = tuple(_column(column) for column in figure.columns)
    rows = [
        [_number(cell) if column.kind == "number" else cell for cell, column in zip(row, columns, strict=True)]
        for row in rows
    ]
    if bars and FEWEST_BARS <= len(rows) <= MOST_BARS:
        labels = tuple(str(row[0]) for row in rows)
        series = tuple(Series(columns[place].label, tuple(_value(row[place]) for row in rows)) for place in bars)
        yield BarChart(title, finding, labels, series, label_title=columns[0].label)
        if len(bars) == len(columns) - 1:
            return
    else:
        yield Paragraph(finding)
    yield Table(title, columns, rows)


def _column(column: object) -> Column:
    assert isinstance(column, dict)
    label = _BRACKET.sub(" (", str(column["label"]))
    return Column(label, "number" if column.get("num") else "text")


def _cell(cell: FigureCell) -> Cell:
    found = cell["text"] if isinstance(cell, dict) else cell
    assert found is None or isinstance(found, str | int | Decimal | Message)
    return str(found) if isinstance(found, Message) else found


def _number(cell: Cell) -> Cell:
    """Figures that a page writes out are numbers again, so that Excel can reckon with them."""
    if not isinstance(cell, str):
        return cell
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell


def _value(cell: Cell) -> Decimal | int | None:
    return cell if isinstance(cell, Decimal | int) else None
