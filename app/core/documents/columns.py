"""How wide the columns of a table on paper are: no word is cut as long as there is room for it somewhere."""

from collections.abc import Sequence

from app.core.documents.content import Table, shown
from app.core.documents.words import POINT, clean_text, width_of

PADDING = 3.0
"""Millimetres between a text and the lines beside it, both sides together."""

LONGEST_WORD = 20.0
"""Em a column grants a word before it is cut, where others want room too."""

LONGEST_LINE = 40.0
SHORT_HEAD = 5.0
"""The head of a column this short stays on one line."""

MIDDLE_HEAD, SHARE_OF_HEAD = 8.0, 0.55
"""Where there is room, a head up to this long stands on one line too, and a longer one on two."""

UNBROKEN = 12.0
"""A cell of words in a column of figures is kept on one line up to this length."""

BOLD = 1.08
"""How much wider the letters of heads are."""

NARROW = 0.4
"""A table that needs no more of the line stays narrow: far apart, figures are read in the wrong row."""

MOST_COLUMNS = ((6, 9.0), (9, 8.0), (12, 7.5))
SMALLEST = 6.5


Needs = Sequence[tuple[float, float]]
"""Of each column its longest word and its longest line, in em: what `needs` has found, for both questions below."""


def needs(table: Table) -> Needs:
    """Measure the texts of a table once, whatever the size of its letters will be."""
    return [_needs(table, place) for place in range(len(table.columns))]


def letters(table: Table, room: float, known: Needs | None = None) -> float:
    """Return the size of the letters of a table, in points: smaller where many columns, or their words, need room."""
    count, found = len(table.columns), needs(table) if known is None else known
    for most, size in MOST_COLUMNS:
        if count <= most and sum(least for least, _natural in _wants(table, found, size)) <= room:
            return size
    return SMALLEST


def widths(table: Table, room: float, size: float, known: Needs | None = None) -> list[float]:
    """Return the width of each column in millimetres; together `room`, or less where little is said."""
    wants = _wants(table, needs(table) if known is None else known, size)
    least, natural = [one for one, _ in wants], [two for _, two in wants]
    if sum(natural) <= room * NARROW:
        return [one * 1.25 for one in natural]
    if sum(natural) <= room:
        return _stretched(table, natural, room)
    if sum(least) >= room:
        return [one * room / sum(least) for one in least]
    spare, asked = room - sum(least), sum(natural) - sum(least)
    return [one + (two - one) * spare / asked for one, two in zip(least, natural, strict=True)]


def _stretched(table: Table, natural: Sequence[float], room: float) -> list[float]:
    """Give what is left to the columns of text; a column of figures is read where it is narrow."""
    weights = [
        0.0 if column.width is not None else wide if column.kind == "text" else wide / 4
        for column, wide in zip(table.columns, natural, strict=True)
    ]
    total = sum(weights)
    if not total:
        return [one * room / sum(natural) for one in natural]
    spare = room - sum(natural)
    return [one + spare * weight / total for one, weight in zip(natural, weights, strict=True)]


def _wants(table: Table, found: Needs, size: float) -> Needs:
    """Return the least and the natural width of each column, in millimetres."""
    return [_wanted(column.width, *one, size * POINT) for column, one in zip(table.columns, found, strict=True)]


def _wanted(fixed: int | None, word: float, longest: float, em: float) -> tuple[float, float]:
    if fixed is not None:
        return fixed * em + PADDING, fixed * em + PADDING
    least = min(word, LONGEST_WORD) * em + PADDING
    return least, max(least, min(longest, LONGEST_LINE) * em + PADDING)


def _needs(table: Table, place: int) -> tuple[float, float]:
    column = table.columns[place]
    if column.width is not None:
        return column.width, column.width
    head = width_of(column.label) * BOLD
    words = clean_text(column.label).split()
    word = head if head <= SHORT_HEAD else max(width_of(one) for one in words) * BOLD
    longest = max(word, head if head <= MIDDLE_HEAD else head * SHARE_OF_HEAD)
    if column.kind == "text":
        for row in table.rows:
            text = shown(row[place])
            line = width_of(text) if "\n" not in text else max(map(width_of, text.split("\n")))
            longest = max(longest, line)
            if line > word:
                word = max([word, *map(width_of, text.split())])
    else:
        for row in table.rows:
            text = shown(row[place])
            whole = width_of(text)
            longest = max(longest, whole)
            word = max(word, whole if whole <= UNBROKEN else max(map(width_of, text.split()), default=0.0))
    return word, longest


def in_em(width: float, size: float) -> float:
    """Return how many em of text fit into a cell this many millimetres wide."""
    return (width - PADDING) / (size * POINT)
