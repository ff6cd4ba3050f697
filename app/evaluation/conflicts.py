"""이해충돌: what other domains know of a person's part in a department. The factory installs the table."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

ConflictSource = Callable[[Collection[int], date], Mapping[int, Collection[int]]]
"""(person ids, first day that counts) → departments each of them took part in since."""

_sources: Mapping[str, ConflictSource] = {}


def install(sources: Mapping[str, ConflictSource]) -> None:
    """Set the named sources; called once by the factory."""
    global _sources  # noqa: PLW0603  one table for the process
    _sources = sources


def departments_of(person_ids: Collection[int], since: date) -> dict[int, frozenset[int]]:
    """Return the departments each person took part in since the day, by every source."""
    found: dict[int, frozenset[int]] = {}
    if not person_ids:
        return found
    for source in _sources.values():
        for person_id, departments in source(person_ids, since).items():
            found[person_id] = found.get(person_id, frozenset()) | frozenset(departments)
    return found
