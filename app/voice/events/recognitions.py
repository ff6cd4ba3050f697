"""Facts about awards, visits and proactive cases."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class RecognitionEvent(Event):
    """Something happened to an entry of the register."""

    subject: ClassVar[str] = "recognition"
    recognition_id: int


@dataclass(frozen=True, kw_only=True)
class RecognitionWritten(RecognitionEvent):
    """An award, visit or proactive case was handed in or changed."""

    kind: str
    level: str
    happened_on: str
    shares: tuple[tuple[int, int], ...]
    title: FreeText
    giver: FreeText


@dataclass(frozen=True, kw_only=True)
class RecognitionConfirmed(RecognitionEvent):
    """The control tower confirmed it; it weighs what its day says."""

    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class RecognitionReturned(RecognitionEvent):
    """The control tower gave it back to its author."""

    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class RecognitionWithdrawn(RecognitionEvent):
    """Its author took it back before it was decided."""


@dataclass(frozen=True, kw_only=True)
class RecognitionRevoked(RecognitionEvent):
    """A confirmed entry counts no longer."""

    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class RecognitionWeightsSet(Event):
    """Weights hold from a day on."""

    subject: ClassVar[str] = "recognition_weights"
    recognition_weights_id: int
    valid_from: str
    weights: tuple[tuple[str, str, str], ...]
    reason: FreeText
