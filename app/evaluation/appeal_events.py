"""Facts about appeals, their terms, and what the public sees of a round."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class AppealTermsSet(Event):
    """How long departments may appeal against the results of a round was set."""

    subject: ClassVar[str] = "round"
    round_id: int
    days: int
    closing_time: str
    second_days: int


@dataclass(frozen=True, kw_only=True)
class AppealWindowOpened(Event):
    """Departments may appeal from now on, until a moment that does not move any more."""

    subject: ClassVar[str] = "round"
    round_id: int
    closes_at: str


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Event):
    """A head appealed against a line, or the whole result, of the own department."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    round_id: int
    department_id: int
    indicator_id: int | None
    publication_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class AppealAnswered(Event):
    """The control tower replied to an appeal."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    reply: FreeText


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    """An appeal was accepted, accepted in part or dismissed, at the first or the second level."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    level: int
    outcome: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class AppealSettled(Event):
    """The department accepts a decision and takes it no further."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class AppealRaised(Event):
    """The department takes its appeal to the second level."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class AppealDeciderNamed(Event):
    """The control tower named who decides an appeal at the second level."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    decider_id: int


@dataclass(frozen=True, kw_only=True)
class AppealWithdrawn(Event):
    """The department took its appeal back."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class AppealCorrectionProposed(Event):
    """What an accepted appeal corrects was written down, with what would move, and another office asked to confirm."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    proposal_id: int
    second_id: int
    corrections: int
    moves: int
    moves_sha256: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class AppealCorrectionConfirmed(Event):
    """Another office confirmed the correction an appeal led to: a new version is published."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    proposal_id: int
    publication_id: int
    moves_sha256: str


@dataclass(frozen=True, kw_only=True)
class AppealCorrectionEnded(Event):
    """A proposed correction was taken back, or declined by the other office."""

    subject: ClassVar[str] = "appeal"
    appeal_id: int
    proposal_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class PublicShowingSet(Event):
    """The office chose what everybody may read of a round without an account."""

    subject: ClassVar[str] = "round"
    round_id: int
    shown: tuple[str, ...]
