"""출처의 제목: what a source is called, for those who may read it. The factory installs the table."""

from collections.abc import Callable, Collection, Iterable, Mapping

from app.core.access import Actor
from app.mileage.rules.sources import parse_source

Titles = Callable[[Collection[int], Actor], Mapping[int, str]]
"""(ids of one noun, who reads) → title of those that reader may read."""

_titles: Mapping[str, Titles] = {}


def install(by_noun: Mapping[str, Titles]) -> None:
    """Set who knows the titles, by the noun of a source; called once by the factory."""
    global _titles  # noqa: PLW0603  one table for the process
    _titles = by_noun


def titles_of(sources: Iterable[str], actor: Actor) -> dict[str, str]:
    """Return the titles of the sources the actor may read: at most one statement for each noun."""
    ids: dict[str, dict[int, set[str]]] = {}
    for source in sources:
        parsed = parse_source(source)
        if parsed is not None and parsed.noun in _titles:
            ids.setdefault(parsed.noun, {}).setdefault(parsed.id, set()).add(source)
    return {
        source: title
        for noun, known in ids.items()
        for found, title in _titles[noun](known, actor).items()
        for source in known[found]
    }
