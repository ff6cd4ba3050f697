"""Facts about mileage items."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ItemsEntered(Event):
    """Items became valid from a day."""

    subject: ClassVar[str] = "item"
    item_id: int
    count: int
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Event):
    """A version of an item was entered, or one was given its end. `item_id` is that version."""

    subject: ClassVar[str] = "item"
    item_id: int
    kind: str
    code: str
    points: Decimal
    formula: str
    figure_name: str | None
    bands: str
    caps: tuple[tuple[str, str], ...]
    highest_group: str | None
    takes_effect_on: str
    feeds_promotion: bool
    changed_on: str | None
    disclosed_on: str | None
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ItemsImported(Event):
    """A workbook changed items; each change is a fact of its own. `item_id` is the first of them."""

    subject: ClassVar[str] = "item"
    item_id: int
    changes: int
    digest: str
