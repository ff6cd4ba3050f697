"""Where a line may break: Korean only between words (어절). A word wider than its place is cut, because nothing may run over."""

import unicodedata
from functools import lru_cache

Said = str | list[str]
"""A text for the template: a string, or an array whose odd places are words that are never broken."""

POINT = 0.3528
"""Millimetres of a point."""

_WIDE, _CAPITAL, _OTHER = 0.9, 0.74, 0.58
"""Widths of characters in em, a little more than the font's."""


@lru_cache(maxsize=65_536)
def width_of(word: str) -> float:
    """Return how wide a text is, in em; rather too much than too little."""
    return sum(_width(character) for character in word)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _WIDE
    return _CAPITAL if character.isupper() or character in "%@…—" else _OTHER


def said(text: str, room: float) -> Said:
    """Return a text for a place `room` em wide. Words of plain Latin letters and figures need no protection."""
    clean = clean_text(text)
    if "\n" not in clean and width_of(clean) <= room:
        return clean
    parts = [""]
    for line_number, line in enumerate(clean.split("\n")):
        parts[-1] += "\n" if line_number else ""
        for word_number, word in enumerate(line.split(" ")):
            parts[-1] += " " if word_number else ""
            if word.isascii() and width_of(word) <= room:
                parts[-1] += word
                continue
            for piece in pieces(word, room):
                parts += [piece, ""]
    return parts


def pieces(word: str, room: float) -> list[str]:
    """Return a word whole where it fits, else cut into pieces that do."""
    if not word:
        return []
    if width_of(word) <= room:
        return [word]
    found, begun = [""], 0.0
    for character in word:
        width = _width(character)
        if found[-1] and begun + width > room:
            found.append("")
            begun = 0.0
        found[-1] += character
        begun += width
    return found


def clean_text(text: str) -> str:
    """Return text without what has no shape on paper: control characters and halves of characters."""
    if text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(line if line.isprintable() else _cleaned(line) for line in unified.split("\n"))


def _cleaned(line: str) -> str:
    return "".join(one for one in line if unicodedata.category(one) not in {"Cc", "Cs", "Cn", "Co"})
