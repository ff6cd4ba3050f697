"""Facts about ideas of citizens. Who sent one is known to nobody."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class CitizenIdeaReceived(Event):
    """A citizen sent an idea; the voice it became is the subject."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    department_id: int


@dataclass(frozen=True, kw_only=True)
class CitizenIdeaShown(Event):
    """An idea is public, in these words."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    title: FreeText
    words: FreeText


@dataclass(frozen=True, kw_only=True)
class CitizenIdeaKept(Event):
    """An idea is not public, or no longer."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    was_public: bool
    reason: FreeText
