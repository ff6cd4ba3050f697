"""Emblems: whether a picture can be drawn, found out without unpacking what is too large to be one."""

import json
import struct

import typst

from app.core.documents.glyphs import FONTS, TEMPLATES

MOST_PIXELS = 2_000
"""The longest side of a picture; a small file may unpack to gigabytes."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"


def size_of(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels as a PNG or JPEG says it; None where it is neither."""
    try:
        if content.startswith(_PNG):
            width, height = struct.unpack_from(">II", content, 16)
            return int(width), int(height)
        return _jpeg_size(content) if content.startswith(_JPEG) else None
    except (struct.error, IndexError):
        return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    place = len(_JPEG)
    while content[place] == 0xFF:  # noqa: PLR2004  a marker of JPEG
        kind = content[place + 1]
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004  frame headers of JPEG
            height, width = struct.unpack_from(">HH", content, place + 5)
            return int(width), int(height)
        place += 2 + int(struct.unpack_from(">H", content, place + 2)[0])
    return None


def is_drawable(content: bytes) -> bool:
    """Whether a picture of at most 2,000 pixels a side can be drawn: a broken one would take a whole document with it."""
    size = size_of(content)
    if size is None or not all(0 < side <= MOST_PIXELS for side in size):
        return False
    try:
        inputs = {"data": json.dumps(list(content))}
        typst.compile(TEMPLATES / "picture.typ", sys_inputs=inputs, font_paths=[FONTS], ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True
