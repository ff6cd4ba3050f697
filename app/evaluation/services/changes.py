"""What a change has changed, as the audit chain keeps it: "field: old -> new", numbers and codes only."""

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from enum import Enum

from app.core.access import Actor
from app.core.events import publish
from app.evaluation.events import RoundChanged
from app.evaluation.models import Composition, EvaluationRound

WORDS = frozenset({"name", "description", "formula", "target_reason", "evidence", "source_note", "unit"})
"""Fields that hold sentences of people: that they changed is told, not what they say."""
COMPOSED = ("weight", "indicator_version", "target", "worst", "best", "cap", "floor", "history", "parameters")


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Return what differs, in the order of the fields; words only by the name of their field."""
    names = dict.fromkeys((*before, *after))
    return tuple(
        name if name in WORDS else f"{name}: {_plain(before.get(name))} -> {_plain(after.get(name))}"
        for name in names
        if _plain(before.get(name)) != _plain(after.get(name))
    )


def composition_facts(rows: Sequence[Composition]) -> dict[str, object]:
    """Return weight and frozen numbers of every line of a composition, by code and peer group."""
    return {
        f"{row.code}/group {row.peer_group_id}": {
            name: _plain(value) for name in COMPOSED if (value := getattr(row, name)) not in (None, {})
        }
        for row in rows
    }


def member_facts(department_ids: Collection[int]) -> dict[str, object]:
    """Return who takes part."""
    return {"members": sorted(department_ids)}


def publish_round_change(
    actor: Actor | None, record: EvaluationRound, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    """Publish what changed in a round, if anything did."""
    found = changes(before, after)
    if found:
        publish(RoundChanged(actor_id=actor.id if actor else None, round_id=record.id, changes=found))


def _plain(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return str(value)
