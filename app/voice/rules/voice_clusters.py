"""묶음: voices that say much the same, by the words they share. The very same texts are one from the start.

Two texts are alike when at least half of the words of both together stand in both (Jaccard ≥ 1/2); a text joins the
first group it is alike to. Pairs are looked up by their rarer words, so thousands of texts with one common word cost no
more than as many different ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_IN_A_WORD = 200
"""Groups a word may stand in before it tells nothing any more."""


class Said(NamedTuple):
    """A text: the id of the first voice that has it, its words, and how many voices have it word for word."""

    id: int
    words: tuple[str, ...]
    voices: int = 1


class Cluster(NamedTuple):
    """Voices that say much the same: how many, the first voice of each text, and the words all texts share."""

    voices: int
    ids: tuple[int, ...]
    words: tuple[str, ...]


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether half of the words of both stand in both; two texts without words are not alike."""
    shared = len(one & other)
    return bool(shared) and 2 * shared >= len(one | other)


def clusters_of(said: Iterable[Said], *, least: int = 2) -> Sequence[Cluster]:
    """Group different texts, the group of most voices first; groups of fewer than `least` voices are left out."""
    groups: list[list[Said]] = []
    leaders: list[frozenset[str]] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    for one in said:
        words = frozenset(one.words)
        place = _place(words, leaders, by_word)
        if place is None:
            for word in words:
                if len(by_word[word]) < MOST_IN_A_WORD:
                    by_word[word].append(len(groups))
            groups.append([])
            leaders.append(words)
            place = len(groups) - 1
        groups[place].append(one)
    found = (_cluster(group) for group in groups)
    return sorted((one for one in found if one.voices >= least), key=lambda one: (-one.voices, one.ids))


def _place(words: frozenset[str], leaders: Sequence[frozenset[str]], by_word: dict[str, list[int]]) -> int | None:
    candidates = sorted({place for word in words for place in by_word.get(word, ())})
    return next((place for place in candidates if are_alike(words, leaders[place])), None)


def _cluster(group: Sequence[Said]) -> Cluster:
    ordered = sorted(group, key=lambda one: one.id)
    shared = set(ordered[0].words).intersection(*(one.words for one in ordered))
    words = tuple(word for word in ordered[0].words if word in shared)
    return Cluster(sum(one.voices for one in ordered), tuple(one.id for one in ordered), words)
