"""가점·감점: each item is capped once, and the same fact is never added twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import ZERO, exact, plain
from app.core.messages import Message, _
from app.evaluation.enums import AdjustmentKind


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """One entry of bonus or penalty points; entries with the same `item` share that item's cap."""

    kind: AdjustmentKind
    item: str
    points: Decimal
    """Always 0 or more; the kind says whether it is added or taken away."""
    source: str
    """The fact it rests on, e.g. "case:12"; one fact counts once under one item."""
    cap: Decimal | None = None
    inside: str = ""
    """Code of the indicator whose points contain it already: it uses up the cap and is not added again."""


@dataclass(frozen=True, kw_only=True)
class AdjustmentLine:
    """What one item contributes after its cap."""

    kind: AdjustmentKind
    item: str
    raw: Decimal
    points: Decimal
    derivation: Message


@exact()
def settle(adjustments: Sequence[Adjustment]) -> tuple[AdjustmentLine, ...]:
    """Sum the entries of each item, cap each sum once, and take off what an indicator's points contain already.

    Items come in the order of their names. Raises Refused for negative points, for a fact counted twice and for two
    caps on one item.
    """
    _check(adjustments)
    items = sorted({(entry.kind.value, entry.item) for entry in adjustments})
    return tuple(_line(AdjustmentKind(kind), item, adjustments) for kind, item in items)


def _line(kind: AdjustmentKind, item: str, adjustments: Sequence[Adjustment]) -> AdjustmentLine:
    entries = [entry for entry in adjustments if (entry.kind, entry.item) == (kind, item)]
    raw, cap = sum((entry.points for entry in entries), ZERO), entries[0].cap
    held = raw if cap is None else min(raw, cap)
    contained = sum((entry.points for entry in entries if entry.inside), ZERO)
    points = max(held - contained, ZERO)
    figures = {"kind": kind.label, "item": item, "raw": plain(raw)}
    if contained:
        line = _(
            "%(kind)s, %(item)s: %(held)s of %(raw)s count, %(contained)s of it are inside the points of %(codes)s "
            "already and are not added again: %(points)s",
            **figures,
            held=plain(held),
            contained=plain(contained),
            codes=", ".join(sorted({entry.inside for entry in entries if entry.inside})),
            points=plain(points),
        )
    elif held < raw:
        line = _("%(kind)s, %(item)s: %(raw)s, held at the cap of %(cap)s", **figures, cap=plain(held))
    else:
        line = _("%(kind)s, %(item)s: %(raw)s", **figures)
    return AdjustmentLine(kind=kind, item=item, raw=raw, points=points, derivation=line)


def _check(adjustments: Sequence[Adjustment]) -> None:
    facts: set[tuple[AdjustmentKind, str, str]] = set()
    caps: dict[tuple[AdjustmentKind, str], Decimal | None] = {}
    for entry in adjustments:
        if entry.points < 0 or (entry.cap is not None and entry.cap < 0):
            raise Refused(_("Bonus and penalty points and their caps are 0 or more."))
        fact = (entry.kind, entry.item, entry.source)
        if fact in facts:
            raise Refused(_("“%(source)s” is already counted under “%(item)s”.", source=entry.source, item=entry.item))
        facts.add(fact)
        if caps.setdefault((entry.kind, entry.item), entry.cap) != entry.cap:
            raise Refused(_("“%(item)s” has two different caps.", item=entry.item))
