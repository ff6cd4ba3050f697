"""How far the cells of a sheet reach, found without building the sheet.

Readers lay a sheet out as a rectangle, so one cell in the far corner costs gigabytes. Sheets as every
common program writes them are judged by a few searches at the speed of C; the rest are parsed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser
from openpyxl.utils import column_index_from_string

from app.core.errors import Refused
from app.core.messages import _

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELLS = 5_200_000
"""Rows times columns of one sheet: 200,000 × 26, or 26,000 × 200."""

_BOUNDS = (b"</row>", b"</si>")
_ODD_CELLS = re.compile(rb"<c(?:>|/>|\s(?!r=\"))|:(?:c|row|sheetData|dimension)[\s/>]|<!|<row(?:>|/>|\s(?!r=\"))")
_OUTSIDE_NARROW = re.compile(
    rb'<(?:c r="(?![A-Z](?:1\d{5}|200000|[1-9]\d{0,4})")|row r="(?!(?:1\d{5}|200000|[1-9]\d{0,4})"))'
)
_OUTSIDE_WIDE = re.compile(
    rb'<(?:c r="(?!(?:[A-F]?[A-Z]|G[A-R])(?:1\d{4}|2[0-5]\d{3}|[1-9]\d{0,3})")|row r="(?!(?:1\d{4}|2[0-5]\d{3}|[1-9]\d{0,3})"))'
)
_DIMENSION = re.compile(rb'<dimension\s+ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_INSTRUCTION = re.compile(rb"<\?(?!xml\s)")
_FAULTY = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?:\s[^<>]*)?\st="e"'
    rb'|<c r="([A-Z]{1,3})(\d{1,7})"(?![^<>]*\st="str")[^<>]*><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error (#N/A) or a formula nobody has calculated: it has no value to read."""

    row: int
    column: int


def pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a part behind rows or strings only, so that no piece ends within what is searched for.

    A part without rows and strings is one piece.
    """
    waiting: list[bytes] = []
    for chunk in chunks:
        end = max(chunk.rfind(bound) + len(bound) if bound in chunk else 0 for bound in _BOUNDS)
        if end:
            yield b"".join((*waiting, chunk[:end]))
            waiting = []
        waiting.append(chunk[end:])
    yield b"".join(waiting)


@dataclass
class Look:
    """What the pieces of a part show, taken together."""

    size: int = 0
    is_sheet: bool = False
    is_plain: bool = True
    """Nothing but the elements every common program writes: "</row>" ends a row wherever it stands."""
    is_usual: bool = True
    is_wide: bool = False
    """Some cell stands outside the long narrow rectangle; whether it is inside the wide one is another search."""
    dimension: tuple[int, int] | None = None
    error_cells: list[ErrorCell] = field(default_factory=list)

    def add(self, piece: bytes) -> None:
        """Look at one more piece; it ends behind a row, or the part does."""
        self.size += len(piece)
        self.is_sheet = self.is_sheet or b"sheetData" in piece
        self.is_usual = self.is_usual and not _ODD_CELLS.search(piece)
        self.is_plain = self.is_plain and self.is_usual and not _INSTRUCTION.search(piece)
        self.is_wide = self.is_wide or bool(_OUTSIDE_NARROW.search(piece))
        found = _DIMENSION.search(piece) if self.dimension is None else None
        if found:
            letters, row = (found[3] or found[1]).decode(), int(found[4] or found[2])
            self.dimension = row, _column(letters)
        self.error_cells += find_error_cells(piece)


def check_extent(look: Look, again: Callable[[], Iterable[bytes]]) -> None:
    """Raise `Refused` if the sheet reaches further than a person's list does.

    `again` gives its pieces once more, for sheets that a first look cannot judge.
    """
    if not look.is_sheet:
        return
    if look.dimension:
        _check(*look.dimension)
    if look.is_usual and not (look.is_wide and any(map(_OUTSIDE_WIDE.search, again()))):
        return
    extent = measure_extent(again())
    _check(extent.rows, extent.columns)


def find_error_cells(content: bytes) -> Iterator[ErrorCell]:
    """Find cells whose value is an error or a formula that was never calculated."""
    if b't="e"' not in content and b"<f" not in content:
        return
    for found in _FAULTY.finditer(content):
        letters, row = found[1] or found[3], found[2] or found[4]
        yield ErrorCell(int(row), _column(letters.decode()))


def _column(letters: str) -> int:
    return column_index_from_string(letters) if len(letters) <= len("XFD") else MAX_COLUMNS + 1


def _check(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refused(
            _(
                "A sheet reaches to row %(rows)s and column %(columns)s; at most %(most_rows)s rows and "
                "%(most_columns)s columns can be read. Delete the empty rows and columns around the table.",
                rows=f"{rows:,}",
                columns=columns,
                most_rows=f"{MAX_ROWS:,}",
                most_columns=MAX_COLUMNS,
            )
        )


@dataclass
class Extent(ContentHandler):
    """The last row and column with a cell, as a reader would count them."""

    rows: int = 0
    columns: int = 0
    _at: list[int] = field(default_factory=lambda: [0, 0])

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  the handler's interface
        """Follow rows and cells, with their reference or, without one, by counting."""
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._at = [int(attrs.get("r") or self._at[0] + 1), 0]
        elif kind == "c":
            self._step(attrs.get("r"))
        elif kind == "dimension":
            self._dimension(attrs.get("ref", ""))
        else:
            return
        self._keep()

    def _step(self, reference: str | None) -> None:
        if reference is None:
            self._at[1] += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if not found:
            raise ValueError(reference)
        self._at = [int(found[2]), column_index_from_string(found[1])]

    def _dimension(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference.rpartition(":")[2])
        if found:
            _check(int(found[2]), column_index_from_string(found[1]))

    def _keep(self) -> None:
        self.rows = max(self.rows, self._at[0])
        self.columns = max(self.columns, self._at[1])
        _check(self.rows, self.columns)


def measure_extent(content: Iterable[bytes]) -> Extent:
    """Parse the sheet and measure it; stops with `Refused` as soon as it is too far."""
    extent = Extent()
    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(extent)
    try:
        for chunk in content:
            parser.feed(chunk)
        parser.close()
    except Refused:
        raise
    except (DefusedXmlException, SAXException, ValueError) as error:
        raise Refused(_("The file is damaged or not an Excel workbook (.xlsx).")) from error
    return extent
