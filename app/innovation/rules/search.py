"""통합 검색: what a text is found by, and where the words stand in it. The same on both databases: nothing is left to them.

A word of two or three letters is found inside a word; a longer one also across a space, because Korean is spaced at
will: 「민원처리」 finds 「민원 처리」, but 「민원」 does not find 「시민 원탁회의」.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.innovation.rules.library import normal

LONGEST = 200
"""Letters of a search that are looked at."""
MOST_WORDS = 8
SHORTEST = 2
"""Letters of the shortest word that is searched by itself."""
WITHIN_A_WORD = 3
"""A word of up to so many letters must stand inside one word of the text."""
MOST_GRAMS = 12
"""Grams of a search that are counted to begin with the rarest."""
TEASER = 160
"""Letters of the text that are shown around the first found word."""
LEAD = 40
"""Of these, so many before the found word."""

Parts = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it was searched for."""


@dataclass(frozen=True)
class Question:
    """What is searched: the words in their searched form, and whether the typed text was cut."""

    words: tuple[str, ...]
    was_cut: bool

    @property
    def is_enough(self) -> bool:
        """Whether one of the words is long enough to begin with."""
        return any(len(word) >= SHORTEST for word in self.words)


def question_of(typed: str) -> Question:
    """Return the words of a search, each once, the first eight of the first 200 letters."""
    words = tuple(dict.fromkeys(normal(typed[:LONGEST]).replace("\0", " ").split()))
    return Question(words[:MOST_WORDS], was_cut=len(typed) > LONGEST or len(words) > MOST_WORDS)


def searched_form(texts: Iterable[str]) -> str:
    """Return texts as they are compared: composed, folded, one space between words, one line for each text."""
    return "\n".join(line for text in texts if (line := " ".join(normal(text).replace("\0", " ").split())))


def grams_in(searched: str) -> set[str]:
    """Return what a text in its searched form is found by: pairs of letters in words, threes also across spaces."""
    found = {first + second for word in searched.split() for first, second in pairwise(word)}
    return found.union(*(_threes(line.replace(" ", "")) for line in searched.split("\n")))


def grams_of(question: Question) -> list[str]:
    """Return grams that whatever is found must hold, spread over the words."""
    by_word = [[word] if len(word) == SHORTEST else list(_threes(word)) for word in question.words]
    wanted = [gram for grams in by_word for gram in grams]
    step = -(-len(wanted) // MOST_GRAMS) if wanted else 1
    return list(dict.fromkeys(wanted[::step]))


def is_across_words(word: str) -> bool:
    """Whether a word is found across spaces."""
    return len(word) > WITHIN_A_WORD


def marked(text: str, question: Question) -> Parts:
    """Return the text in pieces: those that were searched for and those between."""
    shown = _composed(text)
    return _pieces(shown, _hits(shown, question), 0, len(shown))


def teaser(text: str, question: Question) -> Parts:
    """Return a stretch of the text around the first found word, in pieces as `marked`."""
    shown = _composed(text)
    hits = _hits(shown, question)
    start = max(hits[0][0] - LEAD, 0) if hits else 0
    end = min(start + TEASER, len(shown))
    before, after = ("… " if start else ""), (" …" if end < len(shown) else "")
    pieces = list(_pieces(shown, hits, start, end))
    return [*([(before, False)] if before else []), *pieces, *([(after, False)] if after else [])]


class _Folded(dict[int, str]):
    """Each letter as it is compared, for `str.translate`; a text has many letters and few different ones."""

    def __missing__(self, code: int) -> str:
        self[code] = normal(chr(code))
        return self[code]


_FOLDED = _Folded()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _threes(text: str) -> Iterator[str]:
    return (text[start : start + 3] for start in range(len(text) - 2))


def _hits(text: str, question: Question) -> list[tuple[int, int]]:
    """Return (start, end) of everything found in the text as it is shown, in order, joined where they meet."""
    letters, places = _with_places(text)
    pressed = [place for place, letter in enumerate(letters) if not letter.isspace()] if _any_across(question) else []
    found = []
    for word in question.words:
        across = is_across_words(word)
        line, start = "".join(letters[place] for place in pressed) if across else letters, 0
        while (start := line.find(word, start)) >= 0:
            first, last = start, start + len(word) - 1
            if across:
                first, last = pressed[first], pressed[last]
            found.append((places[first], places[last] + 1))
            start += len(word)
    return _joined(sorted(found))


def _with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the text as it is compared, and of each of its letters the place in the text as it is shown."""
    letters = text.translate(_FOLDED)
    if len(letters) == len(text):
        return letters, range(len(text))
    return letters, [place for place, letter in enumerate(text) for _part in _FOLDED[ord(letter)]]


def _any_across(question: Question) -> bool:
    return any(is_across_words(word) for word in question.words)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, hits: Sequence[tuple[int, int]], start: int, end: int) -> Parts:
    pieces: list[tuple[str, bool]] = []
    place = start
    for hit_start, hit_end in hits:
        if hit_end <= place or hit_start >= end:
            continue
        pieces += [(text[place:hit_start], False), (text[max(hit_start, place) : min(hit_end, end)], True)]
        place = min(hit_end, end)
    return [piece for piece in (*pieces, (text[place:end], False)) if piece[0]]
