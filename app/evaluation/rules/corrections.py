"""정정: what may replace what in a round that was opened, as a plain value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.snapshots import canonical_json
from app.evaluation.enums import CorrectionKind

TARGET_FIELDS = ("target", "worst", "best", "cap", "floor")
"""The numbers of a frozen definition a correction may replace."""

WORDS = frozenset({"note", "item", "source"})
"""Facts of a correction that were typed as text: kept with it, not in the audit chain."""

Key = tuple[object, ...]


def without_words(facts: Mapping[str, Any]) -> str:
    """Return what the audit chain keeps of `before` or `after`: figures and codes, nothing a person wrote."""
    return canonical_json({name: value for name, value in facts.items() if name not in WORDS}).decode()


@dataclass(frozen=True, kw_only=True)
class CorrectionDraft:
    """One replacement.

    `after` by kind, numbers as text:

    - MEASURE (department, indicator): {"state": "value", "value": "84"}, or "grade", or "units" of sub-units
    - SCORE (department, indicator): {"score": "87.5"}, on the scale of 100
    - WEIGHT (peer group, indicator): {"weight": "12"}
    - TARGET (peer group, indicator): any of `TARGET_FIELDS`; None takes a bound away
    - MEMBER (department): {"peer_group_id": 3, "is_ranked": true}
    - ADJUSTMENT (department): {"kind": "bonus", "item", "source", "points": "0.5", "cap", "inside"}; 0 points take it away
    """

    kind: CorrectionKind
    after: Mapping[str, Any]
    reason: str
    department_id: int | None = None
    peer_group_id: int | None = None
    indicator_id: int | None = None
    present: str = ""
    """Who was there when a calibration session decided."""

    @property
    def key(self) -> Key:
        """What it replaces; the last one of the same key counts."""
        fact: tuple[object, ...] = ()
        if self.kind is CorrectionKind.ADJUSTMENT:
            fact = tuple(self.after.get(name) for name in ("kind", "item", "source"))
        return self.kind, self.department_id, self.peer_group_id, self.indicator_id, *fact
