"""A workbook somebody hands in is a zip of XML: what it may be before anything reads it.

Nothing here trusts what the archive says about itself: every part is unpacked once against a limit,
and the cells that would be read are bounded, because a few kilobytes can claim a billion of them.
"""

import copy
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO

from app.core.archives import ARCHIVE_ERRORS
from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.sheets.extent import ErrorCell, Look, check_extent, pieces

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 5 * 1024 * 1024
"""Below this unpacked size the ratio does not matter: nothing small is a bomb."""

CHUNK = 1024 * 1024
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORBIDDEN_PARTS = re.compile(
    r"vbaproject\.bin$|/externallinks/|/activex/|/embeddings/|^xl/connections\.xml$|/macrosheets/"
)
_EXTERNAL_LINK = re.compile(rb'relationships/(externalLink|oleObject|vbaProject|xlMacrosheet)"')


@dataclass
class Inspection:
    """What the look into the archive found: cells without a usable value, by part name."""

    error_cells: dict[str, list[ErrorCell]] = field(default_factory=dict)
    plain: dict[str, int] = field(default_factory=dict)
    """Sheets and lists of strings that may be cut behind any row or string, by part name: their size unpacked."""


def inspect_workbook(stream: IO[bytes]) -> Inspection:
    """Say why a workbook may not be read (`Refused`), or return what was noticed. Rewinds the stream."""
    _check_magic(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            inspection = _inspect(archive, _size_of(stream))
    except ARCHIVE_ERRORS as error:
        raise Refused(_broken()) from error
    stream.seek(0)
    return inspection


def _broken() -> Message:
    return _("The file is damaged or not an Excel workbook (.xlsx).")


def _check_magic(stream: IO[bytes]) -> None:
    stream.seek(0)
    head = stream.read(8)
    if head == _OLE:
        raise Refused(
            _("The workbook has a password or is in the old .xls format. Save it as .xlsx without a password.")
        )
    if not head.startswith(_ZIP):
        raise Refused(_broken())


def _size_of(stream: IO[bytes]) -> int:
    stream.seek(0, 2)
    return stream.tell()


def _inspect(archive: zipfile.ZipFile, packed: int) -> Inspection:
    entries = archive.infolist()
    _check_directory(entries, packed)
    inspection = Inspection()
    limit = min(MAX_UNPACKED, max(packed * MAX_RATIO, RATIO_FROM))
    for entry in entries:
        look = _look_at(entry.filename, pieces(_limited(unpacked(archive, entry), limit)))
        limit -= look.size
        check_extent(look, lambda entry=entry: pieces(unpacked(archive, entry)))  # type: ignore[misc]
        if look.is_sheet and look.error_cells:
            inspection.error_cells[entry.filename] = look.error_cells
        if look.is_plain:
            inspection.plain[entry.filename] = look.size
    return inspection


def _look_at(name: str, content: Iterator[bytes]) -> Look:
    look, piece = Look(), next(content)
    if piece.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"<":
        if name.endswith((".xml", ".rels")):
            raise Refused(_broken())
        return Look(size=len(piece) + sum(map(len, content)), is_plain=False)
    for piece in chain([piece], content):  # noqa: B020  the first is looked at twice
        _check_piece(name, piece, look.size)
        look.add(piece)
    return look


def _check_directory(entries: list[zipfile.ZipInfo], packed: int) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise Refused(_("The workbook has more than %(most)s parts.", most=MAX_ENTRIES))
    packings = {entry.compress_type for entry in entries}
    if len(set(names)) != len(names) or "xl/workbook.xml" not in names or packings - _PACKINGS:
        raise Refused(_broken())
    if any(_FORBIDDEN_PARTS.search(name.lower()) for name in names):
        raise Refused(_has_active_content())
    claimed = sum(entry.file_size for entry in entries)
    if claimed > MAX_UNPACKED or (claimed > RATIO_FROM and claimed > packed * MAX_RATIO):
        raise Refused(_too_large())


def _has_active_content() -> Message:
    return _("The workbook has macros, links to other files or embedded objects. Remove them and try again.")


def _too_large() -> Message:
    return _("Unpacked, the workbook is larger than %(most)s MB.", most=MAX_UNPACKED // 1024 // 1024)


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack to the true end of the data, a chunk at a time: the size in the directory may be a lie."""
    honest = copy.copy(entry)
    honest.file_size = MAX_UNPACKED * 2
    with archive.open(honest) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def _limited(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise Refused(_too_large())
        yield chunk


def _check_piece(name: str, piece: bytes, begins: int) -> None:
    if b"\x00" in piece[: max(1024 - begins, 0)] or b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise Refused(_broken())
    if (name.endswith(".rels") and _EXTERNAL_LINK.search(piece)) or b"macroEnabled" in piece[: max(CHUNK - begins, 0)]:
        raise Refused(_has_active_content())
