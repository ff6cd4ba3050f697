"""반복 장애요인: which obstacles of several departments are the same one.

The rule is one a person can check by eye. Obstacles belong together when they are of the same kind and either the same
office is asked to act, or their titles share two words. The group that stops the most departments is named first, then
its obstacles are put aside, and so on: no obstacle is counted twice.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.innovation.enums import ObstacleKind
from app.innovation.rules.common import clean_text

PARTICLES = re.compile(
    "(에서는|에서의|으로는|까지는|에서|에게|으로|까지|부터|보다|마다|조차|처럼|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
"""Endings that bend a Korean noun; without them 「예산이」 and 「예산을」 are the same word."""

EMPTY_WORDS = frozenset(
    {"없음", "없다", "있음", "않음", "않다", "않는다", "대한", "위한", "따른", "관한", "인한", "때문"}
)
SHORTEST = 2
MOST_WORDS = 8
SHARED_WORDS = 2
FEWEST_DEPARTMENTS = 2


@dataclass(frozen=True)
class Sighting:
    """One obstacle as the rule sees it. `asked` is the name of who is asked, as `asked_key` makes it."""

    obstacle_id: int
    kind: ObstacleKind
    asked: str
    title: str
    department_id: int


@dataclass(frozen=True)
class RecurringBlocker:
    """A group: `asked` is what its obstacles have in common, or else `words` are."""

    kind: ObstacleKind
    asked: str | None
    words: tuple[str, ...]
    sightings: Sequence[Sighting]

    @property
    def departments(self) -> int:
        """How many departments it stops."""
        return len({one.department_id for one in self.sightings})


_Key = tuple[ObstacleKind, str, tuple[str, ...]]


def asked_key(asked: str | None) -> str:
    """Reduce a name: spacing, case and punctuation make no difference."""
    return re.sub(r"[\W_]+", "", clean_text(asked)).casefold()


def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title that say something, without particles, in the order of the alphabet."""
    found = {_stem(word) for word in re.findall(r"[^\W_]+", clean_text(title).casefold())}
    telling = {word for word in found if len(word) >= SHORTEST and word not in EMPTY_WORDS}
    return tuple(sorted(telling)[:MOST_WORDS])


def top_blockers(sightings: Iterable[Sighting], limit: int = 10) -> list[RecurringBlocker]:
    """Return the groups that stop at least two departments, the widest first."""
    groups = _groups(sightings)
    found: list[RecurringBlocker] = []
    while groups and len(found) < limit:
        key = min(groups, key=lambda one: _rank(one, groups[one]))
        found.append(_blocker(key, groups[key]))
        groups = _without(groups, {one.obstacle_id for one in groups[key]})
    return found


def _groups(sightings: Iterable[Sighting]) -> Mapping[_Key, Sequence[Sighting]]:
    groups: dict[_Key, list[Sighting]] = defaultdict(list)
    for one in sightings:
        for key in _keys(one):
            groups[key].append(one)
    return {key: group for key, group in groups.items() if _is_wide(group)}


def _keys(one: Sighting) -> Iterator[_Key]:
    yield one.kind, one.asked, ()
    for words in combinations(title_words(one.title), SHARED_WORDS):
        yield one.kind, "", words


def _without(groups: Mapping[_Key, Sequence[Sighting]], counted: set[int]) -> Mapping[_Key, Sequence[Sighting]]:
    rest = {key: [one for one in group if one.obstacle_id not in counted] for key, group in groups.items()}
    return {key: group for key, group in rest.items() if _is_wide(group)}


def _is_wide(group: Sequence[Sighting]) -> bool:
    return len({one.department_id for one in group}) >= FEWEST_DEPARTMENTS


def _rank(key: _Key, group: Sequence[Sighting]) -> tuple[object, ...]:
    """The widest first; of two as wide, the office asked says more than words do, and more obstacles than fewer."""
    kind, asked, words = key
    return -len({one.department_id for one in group}), bool(words), -len(group), kind, asked, words


def _blocker(key: _Key, group: Sequence[Sighting]) -> RecurringBlocker:
    kind, asked, words = key
    return RecurringBlocker(kind=kind, asked=None if words else asked, words=words, sightings=tuple(group))


def _stem(word: str) -> str:
    bare = PARTICLES.sub("", word)
    return bare if len(bare) >= SHORTEST else word
