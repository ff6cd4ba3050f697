"""Which characters the font of documents can show, read from its own table (OpenType `cmap`, formats 4 and 12)."""

import struct
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
FONTS = ROOT / "static" / "vendor" / "pretendard" / "documents"
TEMPLATES = ROOT / "templates" / "documents"
MISSING = "□"
"""Stands for a character the font has no shape for: a PDF with an unknown character would not be accessible."""

_UNICODE = {(0, 3), (0, 4), (3, 1), (3, 10)}
_LAST_OF_PLANE = 0xFFFF


@cache
def known_characters() -> frozenset[int]:
    """Return the code points the regular font has shapes for (the bold one has the same)."""
    font = (FONTS / "PretendardGOV-Regular.otf").read_bytes()
    table = _table(font, b"cmap")
    count = struct.unpack_from(">H", table, 2)[0]
    found: set[int] = set()
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * place)
        if (platform, encoding) in _UNICODE:
            found |= _characters(table[offset:])
    return frozenset(found)


def _table(font: bytes, tag: bytes) -> bytes:
    for place in range(struct.unpack_from(">H", font, 4)[0]):
        name, _sum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if name == tag:
            return font[offset : offset + length]
    raise ValueError(f"The font has no table {tag!r}.")


def _characters(table: bytes) -> set[int]:
    form = struct.unpack_from(">H", table)[0]
    if form == 12:  # noqa: PLR2004  a number of the OpenType specification
        groups = struct.unpack_from(">I", table, 12)[0]
        return {
            code
            for place in range(groups)
            for first, last, _glyph in [struct.unpack_from(">III", table, 16 + 12 * place)]
            for code in range(first, last + 1)
        }
    if form == 4:  # noqa: PLR2004  a number of the OpenType specification
        segments = struct.unpack_from(">H", table, 6)[0] // 2
        ends = struct.unpack_from(f">{segments}H", table, 14)
        starts = struct.unpack_from(f">{segments}H", table, 16 + 2 * segments)
        return {
            code
            for first, last in zip(starts, ends, strict=True)
            for code in range(first, last + 1)
            if code != _LAST_OF_PLANE
        }
    return set()


def shaped(text: str) -> str:
    """Return the text with a box for every character the font cannot show; line feeds stay."""
    known = known_characters()
    if all(ord(one) in known for one in text):
        return text
    return "".join(one if one == "\n" or ord(one) in known else MISSING for one in text)
