"""Paragraphs and tables of an HWPX section as XML. The ids of shapes come from the document they go into."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from markupsafe import escape

from app.core.documents.words import POINT, clean_text, width_of

UNIT = 283.465
"""HWPUNIT of a millimetre."""

POINT_UNIT = 100
SHORT_ROWS, SHORT = 12, 80
"""A table of so many rows and millimetres at most stays whole: its head never stands alone at the foot of a page."""

CELL_MARGIN = 283
LINE = 1.6

NEW_LINE, BREAK = "\n", "<hp:lineBreak/>"
_MARKS = re.compile("[&<>\"']")
"""What XML would take for its own; most texts have none of it."""


@dataclass(frozen=True)
class Run:
    """Letters of one look."""

    text: str
    look: str


@dataclass(frozen=True)
class Look:
    """How letters and lines of a document are called there: ids by our names."""

    letters: dict[str, str]
    lines: dict[str, str]
    border: str
    shaded: str


@dataclass(frozen=True)
class Grid:
    """A table to be: `widths` in millimetres, `size` of its letters in points, `sides` of its columns."""

    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    count: int
    widths: Sequence[float]
    sides: Sequence[str]
    size: float
    as_character: bool = False
    height: float = 0
    """Least height of the rows below the head, in millimetres."""


def paragraph(look: Look, line: str, runs: Sequence[Run], *, style: int = 0, new_page: bool = False) -> str:
    """Return one paragraph. `line` is our name of how its lines stand."""
    inner = "".join(f'<hp:run charPrIDRef="{look.letters[run.look]}">{_text(run.text)}</hp:run>' for run in runs)
    return _paragraph(look.lines[line], inner, style=style, new_page=new_page)


def _paragraph(line_id: str, inner: str, *, style: int = 0, new_page: bool = False) -> str:
    return (
        f'<hp:p id="0" paraPrIDRef="{line_id}" styleIDRef="{style}" pageBreak="{int(new_page)}" columnBreak="0" '
        f'merged="0">{inner}</hp:p>'
    )


def _text(text: str) -> str:
    clean = clean_text(text)
    written = str(escape(clean)) if _MARKS.search(clean) else clean
    return f"<hp:t>{written.replace(NEW_LINE, BREAK)}</hp:t>"


def table(look: Look, grid: Grid, number: int) -> Iterator[str]:
    """Yield a table in a paragraph of its own: its first row is its head and stands on every page again."""
    widths = [round(one * UNIT) for one in grid.widths]
    line = look.lines["right" if grid.as_character else "table"]
    least = _high(grid, 1) + grid.count * max(_high(grid, 1), round(grid.height * UNIT))
    places = _places(look, grid, widths, is_head=False)
    rows = list(grid.rows) if grid.count <= SHORT_ROWS else grid.rows
    stays = isinstance(rows, list) and sum(_height(grid, row, places, is_head=False) for row in rows) <= SHORT * UNIT
    yield f'<hp:p id="0" paraPrIDRef="{line}" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0"><hp:run charPrIDRef="0">'
    yield (
        f'<hp:tbl id="{number}" zOrder="{number}" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" '
        'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" repeatHeader="1" '
        f'pageBreak="{"NONE" if stays else "CELL"}" rowCnt="{grid.count + 1}" colCnt="{len(widths)}" cellSpacing="0" borderFillIDRef="{look.border}" noAdjust="0">'
        f'<hp:sz width="{sum(widths)}" widthRelTo="ABSOLUTE" height="{least}" '
        'heightRelTo="ABSOLUTE" protect="0"/>'
        f'<hp:pos treatAsChar="{int(grid.as_character)}" affectLSpacing="0" flowWithText="1" allowOverlap="0" '
        'holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" '
        'horzOffset="0"/><hp:outMargin left="0" right="0" top="141" bottom="283"/>'
        f'<hp:inMargin left="{CELL_MARGIN}" right="{CELL_MARGIN}" top="141" bottom="141"/>'
    )
    yield _row(grid, 0, grid.head, _places(look, grid, widths, is_head=True))
    for number_of_row, cells in enumerate(rows, start=1):
        yield _row(grid, number_of_row, cells, places)
    yield "</hp:tbl><hp:t/></hp:run></hp:p>"


class _Place(NamedTuple):
    """What is the same in every cell of a column: before its text, and between and behind its numbers.

    `room`: how many em fit into a line of it.
    """

    before: str
    between: str
    width: str
    room: float


_BEHIND = f'"/><hp:cellMargin left="{CELL_MARGIN}" right="{CELL_MARGIN}" top="141" bottom="141"/></hp:tc>'


def _places(look: Look, grid: Grid, widths: Sequence[int], *, is_head: bool) -> Sequence[_Place]:
    fill = look.shaded if is_head else look.border
    letters = look.letters[f"{'head' if is_head else 'table'} {grid.size}"]
    before = (
        f'<hp:tc name="" header="{int(is_head)}" hasMargin="0" protect="0" editable="0" dirty="0" '
        f'borderFillIDRef="{fill}"><hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="CENTER" '
        'linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0">'
    )
    found = []
    for column, width in enumerate(widths):
        line = look.lines["center" if is_head else grid.sides[column]]
        opened, closed = _paragraph(line, f'<hp:run charPrIDRef="{letters}">\n</hp:run>').split("\n")
        found.append(
            _Place(
                before=f"{before}{opened}",
                between=f'{closed}</hp:subList><hp:cellAddr colAddr="{column}" rowAddr="',
                width=f'"/><hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="{width}" height="',
                room=max((width - 2 * CELL_MARGIN) / UNIT / (grid.size * POINT), 1),
            )
        )
    return found


def _row(grid: Grid, row: int, cells: Sequence[str], places: Sequence[_Place]) -> str:
    height = _height(grid, cells, places, is_head=row == 0)
    found = [
        f"{place.before}{_text(text)}{place.between}{row}{place.width}{height}{_BEHIND}"
        for text, place in zip(cells, places, strict=True)
    ]
    return f"<hp:tr>{''.join(found)}</hp:tr>"


def _height(grid: Grid, cells: Sequence[str], places: Sequence[_Place], *, is_head: bool) -> int:
    """Reckon how high a row gets, so that pages break rightly before anybody has opened the document."""
    lines = 1
    for text, place in zip(cells, places, strict=True):
        if "\n" in text:
            lines = max(lines, sum(max(1, ceil(width_of(line) / place.room)) for line in text.split("\n")))
        elif (width := width_of(text)) > place.room * lines:
            lines = ceil(width / place.room)
    written = _high(grid, lines)
    return written if is_head else max(written, round(grid.height * UNIT))


def _high(grid: Grid, lines: int) -> int:
    return round(lines * grid.size * POINT_UNIT * LINE) + 2 * 141
