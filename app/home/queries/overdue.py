"""What is late, for everybody at once: as many statements for thirty people as for three."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from app.accounts.queries.actors import actors_of_people
from app.core.access import Actor
from app.core.shared_turns import OverdueTurn, read_overdue, stand_in_of, standing_of
from app.home.queries.turns import ROOMS

Thing = TypeVar("Thing")

PAGE = 200
"""People of one statement."""


def overdue_of(person_ids: Sequence[int], day: date) -> Mapping[int, Sequence[OverdueTurn]]:
    """Return by person what each of them owes and was due before a day, as the first page of each shows it.

    One statement for each page of people, and one for each page of people who hold the same offices.
    """
    alike: dict[Hashable, list[Actor]] = defaultdict(list)
    for page in _pages(person_ids):
        for actor in actors_of_people(page):
            alike[standing_of(actor)].append(actor)
    found: dict[int, Sequence[OverdueTurn]] = {}
    for actors in alike.values():
        for page_of_actors in _pages(actors):
            found |= _of_alike(page_of_actors, day)
    return found


def _of_alike(actors: Sequence[Actor], day: date) -> Mapping[int, Sequence[OverdueTurn]]:
    stand_in, readers = stand_in_of(actors)
    kinds = [kind for room in ROOMS for kind in room.owed(stand_in)]
    return read_overdue(kinds, readers, [actor.id for actor in actors], day)


def _pages(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    for first in range(0, len(things), PAGE):
        yield things[first : first + PAGE]
