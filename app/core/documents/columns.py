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

BOLD = 1.08
"""How much wider the letters of heads are."""

NARROW = 0.4
"""A table that needs no more of the line stays narrow: far apart, figures are read in the wrong row."""

MOST_COLUMNS = ((6, 9.0), (9, 8.0), (12, 7.5))
SMALLEST = 6.5


def letters(table: Table, room: float) -> float:
    """Return the size of the letters of a table, in points: smaller where many columns, or their words, need room."""
    count = len(table.columns)
    for most, size in MOST_COLUMNS:
        if count <= most and sum(_wants(table, place, size)[0] for place in range(count)) <= room:
            return size
    return SMALLEST


def widths(table: Table, room: float, size: float) -> list[float]:
    """Return the width of each column in millimetres; together `room`, or less where little is said."""
    wants = [_wants(table, place, size) for place in range(len(table.columns))]
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


def _wants(table: Table, place: int, size: float) -> tuple[float, float]:
    """Return the least and the natural width of a column, in millimetres."""
    column, em = table.columns[place], size * POINT
    if column.width is not None:
        fixed = column.width * em + PADDING
        return fixed, fixed
    head = width_of(column.label) * BOLD
    words = clean_text(column.label).split()
    longest = word = head if head <= SHORT_HEAD else max(width_of(one) for one in words) * BOLD
    for row in table.rows:
        text = shown(row[place])
        if column.kind == "text":
            line = max((width_of(one) for one in text.split("\n")), default=0.0)
            if line > word:
                word = max([word, *(width_of(one) for one in text.split())])
        else:
            line = word_line = width_of(text)
            word = max(word, word_line)
        longest = max(longest, line)
    least = min(word, LONGEST_WORD) * em + PADDING
    return least, max(least, min(longest, LONGEST_LINE) * em + PADDING)


def in_em(width: float, size: float) -> float:
    """Return how many em of text fit into a cell this many millimetres wide."""
    return (width - PADDING) / (size * POINT)
