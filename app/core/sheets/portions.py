"""A long sheet read as short workbooks one after another, because the reader holds a whole sheet in memory.

Each portion is a workbook of its own: some rows of the sheet beside the styles and names of the book, so that the same
reader finds the same values in them.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO

from python_calamine import CalamineWorkbook

from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets.container import Inspection, unpacked
from app.core.sheets.extent import pieces
from app.core.sheets.strings import STRINGS, strings_of
from app.core.sheets.values import RawCell

LONG = 2 * 1024 * 1024
"""Bytes of a sheet, unpacked; one no longer than that is read whole."""

Line = tuple[int, list[RawCell]]
_HEAD = re.compile(rb"\s*(?:<\?xml\s[^<>]*\?>\s*)?<worksheet(?:\s[^<>]*)?>")
_DATA = re.compile(rb"<sheetData(?:\s[^<>/]*)?>")
_END = b"</sheetData>"
_CLOSED = b"</sheetData></worksheet>"
_ELSEWHERE = ("xl/worksheets/", "xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "docProps/")


def is_long(inspection: Inspection, part: str) -> bool:
    """Whether the sheet is a long one, and written so that it can be cut behind any row."""
    return inspection.plain.get(part, 0) > LONG


def lines_of_portions(stream: IO[bytes], inspection: Inspection, part: str, title: str) -> Iterator[Line]:
    """Yield the rows that have cells, with their number as people see it. The workbook must have been inspected."""
    last = 0
    for portion in _portions(stream, inspection, part):
        with CalamineWorkbook.from_filelike(portion) as book:
            sheet = book.get_sheet_by_name(title)
            if sheet.start is None:
                continue
            above, before = sheet.start
            if above < last:
                raise Refused(_("The file is damaged or not an Excel workbook (.xlsx)."))
            empty: list[RawCell] = [""] * before  # the rows come without the empty columns before the first filled one
            for last, cells in enumerate(sheet.to_python(), start=above + 1):
                yield last, empty + cells if before else cells


def _portions(stream: IO[bytes], inspection: Inspection, part: str) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(stream) as archive, strings_of(archive, inspection.plain) as strings:
        content = pieces(unpacked(archive, archive.getinfo(part)))
        first = next(content)
        head, data = _HEAD.match(first.removeprefix(b"\xef\xbb\xbf")), _DATA.search(first)
        if head is None or data is None:
            stream.seek(0)
            yield stream
            return
        frame = {
            entry.filename: b"".join(unpacked(archive, entry))
            for entry in archive.infolist()
            if entry.filename != STRINGS and not entry.filename.startswith(_ELSEWHERE)
        }
        for rows in _rows(first[data.end() :], content):
            spelt, needed = strings.put_into(rows)
            yield _workbook({**frame, **needed, part: b"".join((head[0], data[0], spelt, _CLOSED))})


def _rows(first: bytes, others: Iterable[bytes]) -> Iterator[bytes]:
    for piece in chain([first], others):
        rows, end, _behind = piece.partition(_END)
        if rows:
            yield rows
        if end:
            return


def _workbook(parts: dict[str, bytes]) -> IO[bytes]:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    book.seek(0)
    return book
