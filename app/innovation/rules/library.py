"""사례 검색: the same words found on either database, because they are compared in one prepared form."""

import unicodedata
from collections.abc import Iterable, Iterator

MOST_WORDS = 8
"""Words of a search that are looked at; nobody needs more to find a case."""

LONGEST = 60
"""Letters of one searched word that are looked at."""

PIECE = 2 * LONGEST
"""Letters of one kept word at most. A longer one is kept in pieces that overlap by the longest search."""


def words_in(texts: Iterable[str]) -> list[str]:
    """Return the words of the texts as they are searched, each once, in the order of the letters."""
    return sorted({piece for text in texts for word in normal(text).split() for piece in _pieces(word)})


def words_of(query: str) -> list[str]:
    """Return the words of a search in the same form, each once, the first eight."""
    return list(dict.fromkeys(word[:LONGEST] for word in normal(query).split()))[:MOST_WORDS]


def normal(text: str) -> str:
    """Compose (NFKC, so that full-width letters equal plain ones) and fold capitals."""
    return unicodedata.normalize("NFKC", text).casefold()


def _pieces(word: str) -> Iterator[str]:
    """Yield the word, or pieces of it of which one holds whatever can be searched in it."""
    for start in range(0, max(len(word) - LONGEST, 1), LONGEST):
        yield word[start : start + PIECE]
