"""How far the cells of a sheet reach, found without building the sheet.

Readers lay a sheet out as a rectangle, so one cell in the far corner costs gigabytes. Sheets as every
common program writes them are judged by a few searches at the speed of C; the rest are parsed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
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

_CELL = b'<c r="'
_ODD_CELLS = re.compile(rb"<c(?:>|/>|\s(?!r=\"))|:(?:c|row|sheetData|dimension)[\s/>]|<!|<row(?:>|/>|\s(?!r=\"))")
_OUTSIDE_NARROW = re.compile(
    rb'<(?:c r="(?![A-Z](?:1\d{5}|200000|[1-9]\d{0,4})")|row r="(?!(?:1\d{5}|200000|[1-9]\d{0,4})"))'
)
_OUTSIDE_WIDE = re.compile(
    rb'<(?:c r="(?!(?:[A-F]?[A-Z]|G[A-R])(?:1\d{4}|2[0-5]\d{3}|[1-9]\d{0,3})")|row r="(?!(?:1\d{4}|2[0-5]\d{3}|[1-9]\d{0,3})"))'
)
_DIMENSION = re.compile(rb'<dimension\s+ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FAULTY = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?:\s[^<>]*)?\st="e"'
    rb'|<c r="([A-Z]{1,3})(\d{1,7})"(?![^<>]*\st="str")[^<>]*><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error (#N/A) or a formula nobody has calculated: it has no value to read."""

    row: int
    column: int


def check_extent(content: bytes) -> None:
    """Raise `Refused` if the sheet reaches further than a person's list does."""
    dimension = _DIMENSION.search(content)
    if dimension:
        letters, row = dimension[3] or dimension[1], int(dimension[4] or dimension[2])
        _check(row, column_index_from_string(letters.decode()) if len(letters) <= len("XFD") else MAX_COLUMNS + 1)
    usual = not _ODD_CELLS.search(content)
    if usual and not (_OUTSIDE_NARROW.search(content) and _OUTSIDE_WIDE.search(content)):
        return
    extent = measure_extent(content)
    _check(extent.rows, extent.columns)


def find_error_cells(content: bytes) -> Iterator[ErrorCell]:
    """Find cells whose value is an error or a formula that was never calculated."""
    if b't="e"' not in content and b"<f" not in content:
        return
    for found in _FAULTY.finditer(content):
        letters, row = found[1] or found[3], found[2] or found[4]
        yield ErrorCell(int(row), column_index_from_string(letters.decode()))


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


def measure_extent(content: bytes) -> Extent:
    """Parse the sheet and measure it; stops with `Refused` as soon as it is too far."""
    extent = Extent()
    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(extent)
    try:
        parser.parse(BytesIO(content))
    except Refused:
        raise
    except (DefusedXmlException, SAXException, ValueError) as error:
        raise Refused(_("The file is damaged or not an Excel workbook (.xlsx).")) from error
    return extent
