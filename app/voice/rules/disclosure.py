"""비공개 기준: which figures of answers may be shown so that nobody can reckon a group of fewer than five from them."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

MINIMUM = 5
"""k: a figure of fewer answers is never shown. Source: GUARD: anonymous answers; a survey may ask for more, never less."""


@dataclass(frozen=True)
class Disclosure(Generic[Key]):
    """What of a whole and its parts may be shown.

    total: whether the figure of the whole may be shown. parts: the keys whose own figure may be shown; all others
    stay hidden, be it that they are small or that they hide a small one.
    """

    total: bool
    parts: frozenset[Key]


def disclosed(counts: Mapping[Key, int], *, minimum: int = MINIMUM, hidden: Collection[Key] = ()) -> Disclosure[Key]:
    """Say which parts of a whole may be shown beside it; `counts` are the answers of every part, the whole is their sum.

    A part of fewer than `minimum` is hidden (one of 0 tells nothing and may be shown as empty). If whole − shown would
    leave fewer than `minimum`, the next smallest parts are hidden too, until what is left over is large enough and made
    of at least two parts. Parts in `hidden` are hidden whatever their size (hidden elsewhere on the same page). Where
    the whole itself is below `minimum` nothing is shown. Give all parts that are shown anywhere, "not said" among them.
    """
    limit = max(minimum, MINIMUM)
    filled = {key: count for key, count in counts.items() if count > 0}
    if sum(filled.values()) < limit:
        return Disclosure(total=False, parts=frozenset())
    concealed = {key for key, count in filled.items() if count < limit or key in hidden}
    for key in sorted((key for key in filled if key not in concealed), key=lambda key: (filled[key], str(key))):
        if not concealed or (len(concealed) > 1 and sum(filled[each] for each in concealed) >= limit):
            break
        concealed.add(key)
    return Disclosure(total=True, parts=frozenset(counts) - concealed)


def in_whole_groups(count: int) -> int:
    """Return how many of a growing number of answers are counted: whole groups of `MINIMUM`, in the order they came.

    So two looks, or a week and a year, never differ by fewer than that.
    """
    return count - count % MINIMUM
