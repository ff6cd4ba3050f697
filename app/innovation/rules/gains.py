"""성과 전후: what a measure has gained, and what a saving is worth after its cost. Decimals only; missing is never zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.innovation.enums.measures import MeasureKind


@dataclass(frozen=True, kw_only=True)
class Gain:
    """A measure before and after. `cost` counts for saved budget only."""

    kind: MeasureKind
    unit: str
    before: Decimal | None
    after: Decimal | None
    cost: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """After less before; None where one of them is missing."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def net(self) -> Decimal | None:
        """Saved budget less what it cost; None for any other kind, and while the figure or the cost is not known."""
        if self.kind is not MeasureKind.BUDGET_SAVED or self.after is None or self.cost is None:
            return None
        return self.after - self.cost


@dataclass(frozen=True, kw_only=True)
class GainTotal:
    """All gains of a kind in one unit. `total` adds up what is known; `unknown` counts the measures it leaves out."""

    kind: MeasureKind
    unit: str
    total: Decimal | None
    known: int
    unknown: int


ADDED_UP = (MeasureKind.TIME_SAVED, MeasureKind.BUDGET_SAVED, MeasureKind.PARTICIPANTS)
"""Kinds whose figures may be added up; points of satisfaction may not."""


def totals(gains: Iterable[Gain]) -> tuple[GainTotal, ...]:
    """Add up the gains of each kind and unit: saved budget net, the others by their final figure."""
    groups: dict[tuple[MeasureKind, str], list[Decimal | None]] = {}
    for gain in gains:
        if gain.kind in ADDED_UP:
            worth = gain.net if gain.kind is MeasureKind.BUDGET_SAVED else gain.after
            groups.setdefault((gain.kind, gain.unit.strip()), []).append(worth)
    return tuple(
        _total(kind, unit, worths)
        for (kind, unit), worths in sorted(groups.items(), key=lambda group: (ADDED_UP.index(group[0][0]), group[0][1]))
    )


def _total(kind: MeasureKind, unit: str, worths: list[Decimal | None]) -> GainTotal:
    known = [worth for worth in worths if worth is not None]
    return GainTotal(
        kind=kind,
        unit=unit,
        total=sum(known, Decimal(0)) if known else None,
        known=len(known),
        unknown=len(worths) - len(known),
    )
