"""이해충돌: what other domains know of a person's part in a department. The factory installs the table."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from app.core.database import AnySelect

ConflictSource = Callable[[Collection[int], date], AnySelect]
"""(person ids, first day that counts) → select of (person id, department they took part in since)."""

_sources: Mapping[str, ConflictSource] = {}


def install(sources: Mapping[str, ConflictSource]) -> None:
    """Set the named sources; called once by the factory."""
    global _sources  # noqa: PLW0603  one table for the process
    _sources = sources


def parts_taken(person_ids: Collection[int], since: date) -> Sequence[AnySelect]:
    """Return a select of (person id, department they took part in since the day) for every source."""
    return [source(person_ids, since) for source in _sources.values()]
