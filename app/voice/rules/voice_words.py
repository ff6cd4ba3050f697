"""낱말과 어조: which words a voice is about, and whether it sounds pleased or not, by open lists and plain counting.

No model and no library: a word is a run of Korean syllables or of letters, its particle or ending is cut off where two
syllables remain, words of the stop list are left out. Every list is a file of `app/voice/data` that people can read.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[1] / "data"
MOST_WORDS = 40
"""Words kept of one voice, in their order: what a long letter says later tells nothing new."""
MOST_LETTERS = 20
PAST_WEEKS = 8
FEWEST_RISING = 3
"""Voices of this week with a word before it can be called rising."""
RISING = 2
"""… and at least so many times its mean of the past weeks."""

_RUN = re.compile(r"[가-힣]+|[a-z][a-z0-9]+")
_SHORTEST = 2
_ALL_ENDING = 3
"""An ending of so many syllables, such as 습니다, is no part of a name: what it leaves of a shorter word is dropped."""


@cache
def entries(name: str) -> tuple[str, ...]:
    """Return the entries of a list ("particles", "stop_words", "positive", "negative") in the order of its file."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(dict.fromkeys(word for line in lines if not line.startswith("#") for word in line.split()))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(entries("particles"), key=lambda ending: (-len(ending), ending)))


@cache
def _stopped() -> frozenset[str]:
    return frozenset(entries("stop_words"))


def stem(word: str) -> str:
    """Cut one particle or ending off, the longest that leaves two syllables; a word that is all ending leaves nothing."""
    for ending in _endings():
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if len(rest) >= _SHORTEST:
                return rest
            if len(ending) >= _ALL_ENDING:
                return ""
    return word


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that say something, each once, in their order."""
    plain = unicodedata.normalize("NFC", text).casefold()
    found: dict[str, None] = {}
    for run in _RUN.findall(plain):
        word = stem(run)[:MOST_LETTERS]
        if len(word) >= _SHORTEST and run not in _stopped() and word not in _stopped():
            found[word] = None
    return tuple(found)[:MOST_WORDS]


class Tone(NamedTuple):
    """Words of the two lists that stand in a text."""

    positive: tuple[str, ...]
    negative: tuple[str, ...]

    @property
    def balance(self) -> int:
        """Pleased words less displeased ones."""
        return len(self.positive) - len(self.negative)


def tone_of(text: str) -> Tone:
    """Find the entries of both lists at the beginning of the words of a text; "불친절" is no "친절"."""
    runs = _RUN.findall(unicodedata.normalize("NFC", text).casefold())
    return Tone(
        *(
            tuple(entry for entry in entries(name) if any(run.startswith(entry) for run in runs))
            for name in ("positive", "negative")
        )
    )


class Rising(NamedTuple):
    """A word more voices use than before: this week, and the mean of the past weeks."""

    word: str
    now: int
    before: Decimal


def rising_words(now: Mapping[str, int], past: Mapping[str, int], *, most: int = 10) -> Sequence[Rising]:
    """Return the words of this week that rose most against the eight weeks before (`past`: the sum of them).

    A word rises that stands in at least `FEWEST_RISING` voices and at least `RISING` times as often as its weekly mean.
    """
    found = [
        Rising(word, count, Decimal(past.get(word, 0)) / PAST_WEEKS)
        for word, count in now.items()
        if count >= FEWEST_RISING and count * PAST_WEEKS >= RISING * past.get(word, 0)
    ]
    return sorted(found, key=lambda one: (-(one.now - one.before), one.word))[:most]
