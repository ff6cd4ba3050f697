"""A workbook somebody hands in is a zip of XML: what it may be before anything reads it.

Nothing here trusts what the archive says about itself: every part is unpacked once against a limit,
and the cells that would be read are bounded, because a few kilobytes can claim a billion of them.
"""

import copy
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from app.core.archives import ARCHIVE_ERRORS
from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.sheets.extent import ErrorCell, check_extent, find_error_cells

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 5 * 1024 * 1024
"""Below this unpacked size the ratio does not matter: nothing small is a bomb."""

_CHUNK = 1024 * 1024
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
        content = _unpack(archive, entry, limit)
        limit -= len(content)
        for found in _check_part(entry.filename, content):
            inspection.error_cells.setdefault(entry.filename, []).append(found)
    return inspection


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


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Unpack to the true end of the data: the size in the directory may be a lie."""
    honest = copy.copy(entry)
    honest.file_size = MAX_UNPACKED * 2
    parts: list[bytes] = []
    size = 0
    with archive.open(honest) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Refused(_too_large())
            parts.append(chunk)
    return b"".join(parts)


def _check_part(name: str, content: bytes) -> Iterator[ErrorCell]:
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"<":
        if name.endswith((".xml", ".rels")):
            raise Refused(_broken())
        return
    if b"\x00" in content[:1024] or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refused(_broken())
    if (name.endswith(".rels") and _EXTERNAL_LINK.search(content)) or b"macroEnabled" in content[:_CHUNK]:
        raise Refused(_has_active_content())
    if b"sheetData" in content:
        check_extent(content)
        yield from find_error_cells(content)
