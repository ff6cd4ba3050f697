"""판 비교: what changed between two texts, by words, and between two lists of rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS = re.compile(r"\s+|[^\s]+")


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True)
class RowChange:
    """Two versions of a row: `old` is None for a new row, `new` for one that is gone."""

    old: Sequence[str] | None
    new: Sequence[str] | None

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return self.old == self.new


def compare_texts(old: str, new: str) -> tuple[Piece, ...]:
    """Return the new text with what went and what came, word by word; what went stands before what came.

    >>> [(piece.change.value, piece.text) for piece in compare_texts("ten new seats", "ten old seats")]
    [('same', 'ten '), ('removed', 'new'), ('added', 'old'), ('same', ' seats')]
    """
    before, after = WORDS.findall(old), WORDS.findall(new)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(before[start:end])))
            continue
        if end > start:
            pieces.append(Piece(Change.REMOVED, "".join(before[start:end])))
        if new_end > new_start:
            pieces.append(Piece(Change.ADDED, "".join(after[new_start:new_end])))
    return tuple(pieces)


def compare_rows(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> tuple[RowChange, ...]:
    """Pair rows by their first cell, their name, in the order of the new list; rows that are gone come last.

    >>> [change.is_same for change in compare_rows([("a", "1"), ("b", "2")], [("b", "3"), ("a", "1")])]
    [False, True]
    """
    left: dict[str, list[Sequence[str]]] = {}
    for row in old:
        left.setdefault(row[0], []).append(row)
    changes = []
    for row in new:
        known = left.get(row[0])
        changes.append(RowChange(known.pop(0) if known else None, row))
    gone = (row for rows in left.values() for row in rows)
    return (*changes, *(RowChange(row, None) for row in gone))
