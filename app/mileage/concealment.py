"""가림: sources that must not be shown beside the name of who was paid for them. The factory installs the table."""

from collections.abc import Callable, Collection, Iterable, Mapping

from sqlalchemy import ColumnElement, SQLColumnExpression, false, or_

from app.core.database import AnySelect
from app.mileage.rules.sources import parse_source

HiddenIds = Callable[[Collection[int]], Collection[int]]
"""Ids of one noun → those of them that are hidden."""

_hidden: Mapping[str, HiddenIds] = {}
_all_hidden: Mapping[str, AnySelect] = {}


def install(by_noun: Mapping[str, HiddenIds], every: Mapping[str, AnySelect]) -> None:
    """Set who knows what is hidden, by the noun of a source, and the select of every hidden id; called by the factory."""
    global _hidden, _all_hidden
    _hidden, _all_hidden = by_noun, every


def hidden_ids() -> Mapping[str, AnySelect]:
    """Noun of a source → the select of all its hidden ids, in one column."""
    return _all_hidden


def may_be_hidden(source: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Sources of nouns that hide anything."""
    return or_(false(), *(source.startswith(f"{noun}:") for noun in _hidden))


def hidden_sources(sources: Iterable[str]) -> frozenset[str]:
    """Return which of the sources are hidden: at most one statement for each noun that hides anything."""
    ids: dict[str, dict[int, set[str]]] = {}
    for source in sources:
        parsed = parse_source(source)
        if parsed is not None and parsed.noun in _hidden:
            ids.setdefault(parsed.noun, {}).setdefault(parsed.id, set()).add(source)
    return frozenset(
        source for noun, known in ids.items() for hidden in _hidden[noun](known) for source in known[hidden]
    )
