"""지표의 자료원: figures other domains know, by name. The factory installs the table; evaluation knows no other domain."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import Message, _

Source = Callable[[Sequence[int], date, date], Mapping[int, Decimal] | Mapping[int, Decimal | None]]
"""(department ids, first day, last day) → figure by department; absent or None where there is none to know."""

_sources: Mapping[str, Source] = {}
_labels: Mapping[str, Message] = {}


def install(sources: Mapping[str, Source], labels: Mapping[str, Message] | None = None) -> None:
    """Set the named sources and what people read for each (None: as before); called once by the factory."""
    global _sources, _labels  # noqa: PLW0603  one table for the process
    _sources = sources
    _labels = _labels if labels is None else labels


def label_of(name: str) -> Message | str:
    """Return what people read for a source; the name itself for one this office does not know."""
    return _labels.get(name, name)


def names() -> tuple[str, ...]:
    """Names an indicator may read from."""
    return tuple(sorted(_sources))


def figures(name: str, department_ids: Sequence[int], start: date, end: date) -> dict[int, Decimal]:
    """Return the figures of the departments that have one. Raises Refused for an unknown name."""
    source = _sources.get(name)
    if source is None:
        raise Refused(_("There is no source “%(name)s”.", name=name))
    found = source(department_ids, start, end).items()
    return {department_id: figure for department_id, figure in found if figure is not None}
