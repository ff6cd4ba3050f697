"""지표의 자료원: figures other domains know, by name. The factory installs the table; evaluation knows no other domain."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.readings import FigureRule, NamedSource, Reading, ReadRow, RowKind, RowKinds

Source = Callable[[Sequence[int], date, date], Mapping[int, Decimal] | Mapping[int, Decimal | None]]
"""(department ids, first day, last day) → figure by department; absent or None where there is none to know."""

PLAIN = "figure"
"""The kind of the one row behind a source that tells its figures only."""

_sources: Mapping[str, Source] = {}
_labels: Mapping[str, Message] = {}
_kinds: RowKinds = {}


def install(
    sources: Mapping[str, Source], labels: Mapping[str, Message] | None = None, kinds: RowKinds | None = None
) -> None:
    """Set the named sources and what people read for each and for its rows (None: as before); called by the factory."""
    global _sources, _labels, _kinds  # noqa: PLW0603  one table for the process
    _sources = sources
    _labels = _labels if labels is None else labels
    _kinds = _kinds if kinds is None else kinds


def label_of(name: str) -> Message | str:
    """Return what people read for a source; the name itself for one this office does not know."""
    return _labels.get(name, name)


def sentence_of(name: str) -> Message | None:
    """Return what exactly a source counts; None for one that does not say."""
    source = _sources.get(name)
    return source.sentence if isinstance(source, NamedSource) else None


def rule_of(name: str) -> FigureRule | None:
    """Return how the rows of a source become its figure; None for one that tells its figures only."""
    source = _sources.get(name)
    return source.rule if isinstance(source, NamedSource) else None


def kind_of(kind: str) -> RowKind:
    """Return what a kind of row is called, and its page if it has one."""
    return _kinds.get(kind, RowKind(label=Message(kind), is_sum=kind == PLAIN))


def names() -> tuple[str, ...]:
    """Names an indicator may read from."""
    return tuple(sorted(_sources))


def in_order() -> tuple[str, ...]:
    """The same names in the order of the table: what belongs together stands together."""
    return tuple(_sources)


def figures(name: str, department_ids: Sequence[int], start: date, end: date) -> dict[int, Decimal]:
    """Return the figures of the departments that have one. Raises Refused for an unknown name."""
    found = _source(name)(department_ids, start, end).items()
    return {department_id: figure for department_id, figure in found if figure is not None}


def readings(name: str, department_ids: Sequence[int], start: date, end: date) -> dict[int, Reading]:
    """Return what a source says of every department, with its rows. Raises Refused for an unknown name."""
    source = _source(name)
    if isinstance(source, NamedSource):
        return source.readings(department_ids, start, end)
    known = source(department_ids, start, end)
    return {unit: _plain(unit, figure) for unit, figure in known.items() if figure is not None}


def _plain(department_id: int, figure: Decimal) -> Reading:
    return Reading(FigureRule.SUM, (ReadRow(kind=PLAIN, id=department_id, part=figure),))


def _source(name: str) -> Source:
    source = _sources.get(name)
    if source is None:
        raise Refused(_("There is no source “%(name)s”.", name=name))
    return source
