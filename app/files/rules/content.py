"""Whether a file is what its name says: looked up in its bytes, never in what the browser claims."""

import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from app.core.archives import ARCHIVE_ERRORS
from app.core.errors import Refused
from app.core.messages import Message, _

MAX_ENTRIES = 10_000
MAX_UNPACKED = 500 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HWP = b"HWP Document File"
_ZIP_START, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_TAIL = 65_557
"""The longest distance of a zip directory's end from the end of the file."""

_PDF_TAIL = 1_024
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|svg|script|\?php|\?xml|iframe|body)", re.IGNORECASE)
_MARKUP_REACH = 1_024
_MAIN_PART = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml", "pptx": "ppt/presentation.xml"}
_ACTIVE = re.compile(r"vbaproject|/activex/|/macrosheets/", re.IGNORECASE)


def check_content(extension: str, file: BinaryIO) -> None:
    """Raise `Refused` unless the content of a seekable file fits its extension."""
    file.seek(0)
    fits = _CHECKS[extension](file, extension)
    if not fits:
        raise Refused(_not_what_it_says(extension))


def _not_what_it_says(extension: str) -> Message:
    return _("The content of the file is not %(kind)s, or it hides something else.", kind=extension)


def _is_pdf(file: BinaryIO, _extension: str) -> bool:
    content = file.read()
    ends = b"%%EOF" in content[-_PDF_TAIL:]
    return content.startswith(b"%PDF-") and ends and _ZIP_END not in content[-_TAIL:]


def _is_png(file: BinaryIO, _extension: str) -> bool:
    content = file.read()
    return content.startswith(_PNG_START) and content.endswith(_PNG_END)


def _is_jpg(file: BinaryIO, _extension: str) -> bool:
    """Telephones append their own data after the picture, so only an archive or markup is refused there."""
    content = file.read()
    picture = content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content
    hidden = _ZIP_END in content[-_TAIL:] or _MARKUP.search(content[:_MARKUP_REACH])
    return picture and not hidden


def _is_hwp(file: BinaryIO, _extension: str) -> bool:
    content = file.read()
    return content.startswith(_OLE) and _HWP in content


def _is_text(file: BinaryIO, _extension: str) -> bool:
    content = file.read()
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf").lstrip()):
        return False
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp949")
    return any(_decodes(content, encoding) for encoding in encodings)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        return "\x00" not in content.decode(encoding)
    except UnicodeDecodeError:
        return False


def _is_ooxml(file: BinaryIO, extension: str) -> bool:
    names = _part_names(file)
    return {"[Content_Types].xml", _MAIN_PART[extension]} <= names and not any(map(_ACTIVE.search, names))


def _is_hwpx(file: BinaryIO, _extension: str) -> bool:
    names = _part_names(file)
    if "mimetype" not in names or not any(name.startswith("Contents/") for name in names):
        return False
    with zipfile.ZipFile(file) as archive, archive.open("mimetype") as part:
        return part.read(64).strip() == b"application/hwp+zip"


def _part_names(file: BinaryIO) -> set[str]:
    """Names of the parts of an archive that starts where the file starts; none if it is no such archive."""
    if file.read(len(_ZIP_START)) != _ZIP_START:
        return set()
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        starts_at_once = min((entry.header_offset for entry in entries), default=1) == 0
        unpacked = sum(entry.file_size for entry in entries)
    names = [entry.filename for entry in entries]
    escapes = any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names)
    sound = (
        starts_at_once and len(entries) <= MAX_ENTRIES and unpacked <= MAX_UNPACKED and len(set(names)) == len(names)
    )
    return set(names) if sound and not escapes else set()


def _archive(check: Callable[[BinaryIO, str], bool]) -> Callable[[BinaryIO, str], bool]:
    def guarded(file: BinaryIO, extension: str) -> bool:
        try:
            return check(file, extension)
        except ARCHIVE_ERRORS:
            return False

    return guarded


_CHECKS: dict[str, Callable[[BinaryIO, str], bool]] = {
    "pdf": _is_pdf,
    "png": _is_png,
    "jpg": _is_jpg,
    "jpeg": _is_jpg,
    "hwp": _is_hwp,
    "hwpx": _archive(_is_hwpx),
    "xlsx": _archive(_is_ooxml),
    "docx": _archive(_is_ooxml),
    "pptx": _archive(_is_ooxml),
    "txt": _is_text,
}
