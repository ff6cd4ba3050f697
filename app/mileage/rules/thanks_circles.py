"""상호 칭찬: who thanked one another so closely in a month that somebody should look. Nothing follows from it by itself."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

TWICE, SMALLEST_GROUP = 2, 3
Counts = Mapping[tuple[int, int], int]
"""(sender, receiver) → thank-yous in the month."""


class Circle(NamedTuple):
    """Two who thanked each other at least twice, or three and more of whom each thanked each."""

    person_ids: tuple[int, ...]
    messages: int


def circles(counts: Counts) -> list[Circle]:
    """Return the circles, the largest first. Two who belong to a larger circle are not named again."""
    friends = _mutual(counts)
    groups = [group for group in _cliques(set(), set(friends), set(), friends) if len(group) >= SMALLEST_GROUP]
    pairs = [
        {one, other}
        for one, others in friends.items()
        for other in others
        if one < other and min(counts[one, other], counts[other, one]) >= TWICE
    ]
    alone = [pair for pair in pairs if not any(pair <= group for group in groups)]
    found = [Circle(tuple(sorted(people)), _between(people, counts)) for people in [*groups, *alone]]
    return sorted(found, key=lambda circle: (-len(circle.person_ids), -circle.messages, circle.person_ids))


def _mutual(counts: Counts) -> dict[int, set[int]]:
    friends: dict[int, set[int]] = {}
    for (sender, receiver), count in counts.items():
        if count > 0 and sender != receiver and counts.get((receiver, sender), 0) > 0:
            friends.setdefault(sender, set()).add(receiver)
    return friends


def _between(people: set[int], counts: Counts) -> int:
    return sum(count for (one, other), count in counts.items() if {one, other} <= people)


def _cliques(chosen: set[int], open_: set[int], done: set[int], friends: dict[int, set[int]]) -> Iterator[set[int]]:
    """Yield each largest set of people who are all friends of one another (Bron and Kerbosch, with a pivot)."""
    if not open_ and not done:
        yield chosen
        return
    pivot = max(sorted(open_ | done), key=lambda person: len(friends[person] & open_))
    for person in sorted(open_ - friends[pivot]):
        yield from _cliques(chosen | {person}, open_ & friends[person], done & friends[person], friends)
        open_ = open_ - {person}
        done = done | {person}
