"""회차 다시 열기, made readable: entries in words, and the moves each reader may see."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.access import Actor
from app.evaluation.models import EvaluationRound, RoundReopening
from app.evaluation.queries import reopenings as queries
from app.evaluation.queries.reopenings import EntryView
from app.evaluation.rules.correction_words import in_words
from app.evaluation.rules.moves import Move


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """An entry as the page shows it."""

    entry: EntryView
    about: str
    after: str


def entry_lines(
    record: EvaluationRound, entries: Sequence[EntryView], indicators: Mapping[int, str]
) -> list[EntryLine]:
    """Return the entries with what they are about and what would count, in words; `indicators` names them by id."""
    groups = queries.group_names(record.id)
    return [
        EntryLine(entry=entry, about=_about(entry, indicators), after=in_words(entry.kind, entry.after, groups))
        for entry in entries
    ]


def _about(entry: EntryView, indicators: Mapping[int, str]) -> str:
    indicator = indicators.get(entry.indicator_id or 0)
    return " · ".join(part for part in (entry.department, entry.peer_group, indicator) if part)


def kept_moves(reopening: RoundReopening) -> list[Move]:
    """Return what a closed reopening has moved, as it was confirmed."""
    return [Move(**move) for move in json.loads(reopening.content or '{"moves": []}')["moves"]]


def shown_moves(moves: Sequence[Move], actor: Actor, reopening: RoundReopening, own: Collection[int]) -> list[Move]:
    """Return the moves the actor reads: all of them, or those of the own department once the results are out."""
    if queries.reads_all(actor, reopening):
        return list(moves)
    if not queries.is_out(actor, reopening):
        return []
    if queries.reads_results(actor):
        return list(moves)
    units = {*own, actor.department_id}
    return [move for move in moves if move.department_id in units]
