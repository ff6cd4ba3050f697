"""Facts about handling records."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class HandlingBatchRead(Event):
    """A workbook of handling records was read in."""

    subject: ClassVar[str] = "handling_batch"
    handling_batch_id: int
    rows: int
    first_day: str
    last_day: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class HandlingBatchWithdrawn(Event):
    """A batch was taken out of all figures."""

    subject: ClassVar[str] = "handling_batch"
    handling_batch_id: int
    rows: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class AffairImproved(Event):
    """Somebody said which task changed how an affair is handled."""

    subject: ClassVar[str] = "affair"
    affair_id: int
    task_id: int
    from_day: str
    words: FreeText


@dataclass(frozen=True, kw_only=True)
class AffairImprovementWithdrawn(Event):
    """A link between a task and an affair was taken back; what was said stays readable."""

    subject: ClassVar[str] = "affair"
    affair_id: int
    improvement_id: int
    task_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ShorteningHandedOver(Event):
    """Records of some days were handed to mileage, to be counted under a rule there.

    The records themselves are read by whoever counts them: they are too many for a fact.
    """

    subject: ClassVar[str] = "shortening_handover"
    shortening_handover_id: int
    rule_id: int
    starts_on: str
    ends_on: str
    rows: int
