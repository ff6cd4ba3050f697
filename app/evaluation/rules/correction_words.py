"""정정 in words: what counted before and what counts instead."""

from collections.abc import Mapping
from typing import Any

from app.core.messages import Message, _
from app.evaluation.enums import AdjustmentKind, CorrectionKind, MeasureState
from app.evaluation.rules.units import SubUnits

_NUMBERS: Mapping[str, Message] = {
    "target": _("Target"),
    "worst": _("Worst value"),
    "best": _("Best value"),
    "cap": _("Cap"),
    "floor": _("Floor"),
}


def in_words(kind: CorrectionKind, facts: Mapping[str, Any], groups: Mapping[int, str]) -> str:
    """Say what a correction holds, before or after; `groups` names peer groups by id."""
    return _WORDS[kind](facts, groups) if facts else "–"


def _measure(facts: Mapping[str, Any], _groups: Mapping[int, str]) -> str:
    units = facts.get("units")
    if units:
        return str(SubUnits.from_plain(units))
    return str(facts.get("value") or facts.get("grade") or MeasureState(facts["state"]).label)


def _score(facts: Mapping[str, Any], _groups: Mapping[int, str]) -> str:
    return str(facts.get("score") or "–")


def _weight(facts: Mapping[str, Any], _groups: Mapping[int, str]) -> str:
    return str(facts["weight"])


def _target(facts: Mapping[str, Any], _groups: Mapping[int, str]) -> str:
    return ", ".join(f"{_NUMBERS[name]} {'–' if value is None else value}" for name, value in facts.items())


def _member(facts: Mapping[str, Any], groups: Mapping[int, str]) -> str:
    group = facts.get("peer_group") or groups.get(facts["peer_group_id"], "")
    ranked = _("ranked with the others") if facts.get("is_ranked", True) else _("outside of the ranking")
    return f"{group}, {ranked}"


def _adjustment(facts: Mapping[str, Any], _groups: Mapping[int, str]) -> str:
    return f"{AdjustmentKind(facts['kind']).label} {facts['points']} ({facts['item']}, {facts['source']})"


_WORDS = {
    CorrectionKind.MEASURE: _measure,
    CorrectionKind.SCORE: _score,
    CorrectionKind.WEIGHT: _weight,
    CorrectionKind.TARGET: _target,
    CorrectionKind.MEMBER: _member,
    CorrectionKind.ADJUSTMENT: _adjustment,
}
