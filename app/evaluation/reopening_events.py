"""Facts about the days of a round, its seals, and its being opened again for corrections."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class RoundSealed(Event):
    """What a phase has fixed was sealed when the round left it."""

    subject: ClassVar[str] = "round"
    round_id: int
    phase: str
    sha256: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class RoundDaysSet(Event):
    """The planned days of a round were set: "phase: day" each, only those that changed."""

    subject: ClassVar[str] = "round"
    round_id: int
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReopeningProposed(Event):
    """Somebody asked to correct an opened round, and named who of another office is to agree."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    round_id: int
    kinds: tuple[str, ...]
    departments: tuple[int, ...]
    indicators: tuple[int, ...]
    open_until: str
    second_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ReopeningAgreed(Event):
    """The second person agreed: corrections may be entered until the last day."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    round_id: int


@dataclass(frozen=True, kw_only=True)
class ReopeningWithdrawn(Event):
    """A reopening was taken back, declined, or ended without a correction."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    round_id: int
    from_state: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ReopeningExpired(Event):
    """The last day of a reopening had passed: nothing of it was written."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    round_id: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class ReopeningEntryMade(Event):
    """A correction was proposed inside a reopening; it does not count yet."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    entry_id: int
    kind: str
    department_id: int | None
    peer_group_id: int | None
    indicator_id: int | None
    after: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ReopeningEntryTakenBack(Event):
    """A proposed correction was taken back before it counted."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    entry_id: int


@dataclass(frozen=True, kw_only=True)
class ReopeningSubmitted(Event):
    """The entries were handed to the second person to look at what moves."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class ReopeningReturned(Event):
    """The second person gave the entries back, with the reason."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ReopeningClosed(Event):
    """The second person has seen what moves and confirmed it: the corrections are written."""

    subject: ClassVar[str] = "reopening"
    reopening_id: int
    round_id: int
    corrections: int
    moves: int
    sha256: str
    publication_version: int | None
