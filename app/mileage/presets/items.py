"""The shape of a preset item, and two short ways to make one."""

from dataclasses import dataclass
from decimal import Decimal

from app.core.messages import Message
from app.core.values import Value
from app.mileage.enums import EventCode, ItemConfirmer, ItemSubject, ItemTrigger
from app.mileage.rules.caps import Caps


@dataclass(frozen=True, kw_only=True)
class ItemPreset:
    """적립항목: what earns how many points, up to which caps. `event` is set exactly for automatic items."""

    code: str
    subject: ItemSubject
    name: Message
    description: Message
    values: tuple[Value, ...]
    points: Decimal
    caps: Caps
    evidence_needed: bool
    trigger: ItemTrigger
    event: EventCode | None
    confirmer: ItemConfirmer


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Name and description of an item."""

    name: Message
    description: Message


def automatic(
    code: str, event: EventCode, wording: Wording, points: int, year: int, values: tuple[Value, ...]
) -> ItemPreset:
    """Make an item that is paid by a fact; capped per case at its points and per year."""
    return _item(code, wording, points, Caps(case=Decimal(points), year=Decimal(year)), values, event)


def claimed(
    code: str, wording: Wording, points: int, year: int, values: tuple[Value, ...], *, month: int | None = None
) -> ItemPreset:
    """Make an item that is claimed with evidence; capped per case at its points, per year and perhaps per month."""
    caps = Caps(case=Decimal(points), month=None if month is None else Decimal(month), year=Decimal(year))
    return _item(code, wording, points, caps, values, None)


def _item(
    code: str, wording: Wording, points: int, caps: Caps, values: tuple[Value, ...], event: EventCode | None
) -> ItemPreset:
    return ItemPreset(
        code=code,
        subject=ItemSubject.DEPARTMENT if code.startswith("D") else ItemSubject.PERSON,
        name=wording.name,
        description=wording.description,
        values=values,
        points=Decimal(points),
        caps=caps,
        evidence_needed=event is None,
        trigger=ItemTrigger.CLAIM if event is None else ItemTrigger.EVENT,
        event=event,
        confirmer=ItemConfirmer.HEAD_AND_TOWER if event is None else ItemConfirmer.NOBODY,
    )
