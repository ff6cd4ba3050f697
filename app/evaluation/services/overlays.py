"""정정을 얹다: the facts of a round as they count after its corrections. Nothing that was written changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from app.evaluation.enums import AdjustmentKind, CorrectionKind, MeasureState
from app.evaluation.queries.corrections import CorrectionView
from app.evaluation.queries.entries import AnyComposition
from app.evaluation.queries.scoring import Measured, MeasureKey, Member
from app.evaluation.rules.adjustments import Adjustment
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.definitions import Definition
from app.evaluation.rules.units import SubUnits

CompositionKey = tuple[int, int]
"""(peer group id, indicator id)"""


@dataclass
class Overlay:
    """What counts instead, by what it replaces; the last decision about the same counts.

    A corrected value is scored anew: it takes away a score that was set before it.
    """

    members: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    weights: dict[CompositionKey, Decimal] = field(default_factory=dict)
    targets: dict[CompositionKey, dict[str, Decimal | None]] = field(default_factory=dict)
    measures: dict[MeasureKey, Measured] = field(default_factory=dict)
    scores: dict[MeasureKey, Decimal] = field(default_factory=dict)
    adjustments: dict[int, dict[tuple[str, str, str], Adjustment]] = field(default_factory=dict)
    marks: Sequence[CorrectionView] = ()
    """The corrections that were written, in order; what is only tried out leaves no mark."""

    def member(self, member: Member) -> Member:
        """The department in the peer group that counts."""
        found = self.members.get(member.department_id)
        return member if found is None else replace(member, **found)

    def weight(self, row: AnyComposition) -> Decimal:
        """The weight that counts."""
        return self.weights.get((row.peer_group_id, row.indicator_id), row.weight)

    def definition(self, row: AnyComposition) -> Definition:
        """The frozen definition with the numbers that count."""
        found = self.targets.get((row.peer_group_id, row.indicator_id))
        return row.definition if found is None else row.definition.with_numbers(found)

    def adjusted(self, department_id: int, entered: Sequence[Adjustment]) -> Sequence[Adjustment]:
        """Bonus and penalty points that count."""
        found = self.adjustments.get(department_id)
        if found is None:
            return entered
        entries = {(entry.kind.value, entry.item, entry.source): entry for entry in entered} | found
        return [entry for entry in entries.values() if entry.points]

    def marks_of_line(self, department_id: int, peer_group_id: int, indicator_id: int) -> Sequence[CorrectionView]:
        """The corrections that touch one indicator of a department."""
        if not self.marks:
            return ()
        return tuple(
            mark
            for mark in self.marks
            if mark.indicator_id == indicator_id
            and (mark.department_id == department_id or mark.peer_group_id == peer_group_id)
        )

    def marks_of_department(self, department_id: int) -> Sequence[CorrectionView]:
        """The corrections of a department's group, bonus and penalty points."""
        return tuple(m for m in self.marks if m.department_id == department_id and m.indicator_id is None)


def overlay_of(written: Sequence[CorrectionView], tried: Sequence[CorrectionDraft] = ()) -> Overlay:
    """Put corrections, and what is tried out after them, on top of one another."""
    overlay = Overlay(marks=tuple(written))
    for draft in (*(view.draft for view in written), *tried):
        _PUT[draft.kind](overlay, draft)
    return overlay


def _put_measure(overlay: Overlay, draft: CorrectionDraft) -> None:
    key = _measure_key(draft)
    overlay.measures[key] = measured_after(draft.after)
    overlay.scores.pop(key, None)


def _put_score(overlay: Overlay, draft: CorrectionDraft) -> None:
    overlay.scores[_measure_key(draft)] = Decimal(draft.after["score"])


def _put_weight(overlay: Overlay, draft: CorrectionDraft) -> None:
    overlay.weights[_composition_key(draft)] = Decimal(draft.after["weight"])


def _put_target(overlay: Overlay, draft: CorrectionDraft) -> None:
    key = _composition_key(draft)
    overlay.targets[key] = {**overlay.targets.get(key, {}), **target_after(draft.after)}


def _put_member(overlay: Overlay, draft: CorrectionDraft) -> None:
    assert draft.department_id is not None
    overlay.members[draft.department_id] = dict(draft.after)


def _put_adjustment(overlay: Overlay, draft: CorrectionDraft) -> None:
    assert draft.department_id is not None
    entry = adjustment_after(draft.after)
    facts = overlay.adjustments.setdefault(draft.department_id, {})
    facts[entry.kind.value, entry.item, entry.source] = entry


_PUT = {
    CorrectionKind.MEASURE: _put_measure,
    CorrectionKind.SCORE: _put_score,
    CorrectionKind.WEIGHT: _put_weight,
    CorrectionKind.TARGET: _put_target,
    CorrectionKind.MEMBER: _put_member,
    CorrectionKind.ADJUSTMENT: _put_adjustment,
}


def measured_after(after: Mapping[str, Any]) -> Measured:
    """Read a corrected measure as it is kept."""
    value, grade, units = after.get("value"), after.get("grade"), after.get("units")
    actual: object = SubUnits.from_plain(units) if units else grade if value is None else Decimal(value)
    return Measured(MeasureState(after["state"]), actual, after.get("note") or "")


def target_after(after: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Read the corrected numbers of a definition."""
    return {name: None if value is None else Decimal(value) for name, value in after.items()}


def adjustment_after(after: Mapping[str, Any]) -> Adjustment:
    """Read corrected bonus or penalty points."""
    cap = after.get("cap")
    return Adjustment(
        kind=AdjustmentKind(after["kind"]),
        item=after["item"],
        points=Decimal(after["points"]),
        source=after["source"],
        cap=None if cap is None else Decimal(cap),
        inside=after.get("inside") or "",
    )


def _measure_key(draft: CorrectionDraft) -> MeasureKey:
    assert draft.indicator_id is not None
    assert draft.department_id is not None
    return draft.indicator_id, draft.department_id


def _composition_key(draft: CorrectionDraft) -> CompositionKey:
    assert draft.peer_group_id is not None
    assert draft.indicator_id is not None
    return draft.peer_group_id, draft.indicator_id
