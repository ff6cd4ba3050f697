"""Facts about contests. Who voted for what, and what marks a juror gave, is in none of them."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ContestPrepared(Event):
    """The control tower began to prepare a contest, or entered the result of one held elsewhere."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    kind: str
    year: int
    results_only: bool


@dataclass(frozen=True, kw_only=True)
class ContestChanged(Event):
    """The preparation was changed before the call."""

    subject: ClassVar[str] = "contest"
    contest_id: int


@dataclass(frozen=True, kw_only=True)
class ContestCorrected(Event):
    """Something was corrected after the call had opened."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ContestMoved(Event):
    """A contest went on to its next stage."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    from_state: str
    to_state: str


@dataclass(frozen=True, kw_only=True)
class ContestPublished(Event):
    """The result is public and frozen under its fingerprint."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    sha256: str
    winners: int


@dataclass(frozen=True, kw_only=True)
class CaseEntered(Event):
    """A department entered a case."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    entry_id: int
    case_id: int
    department_id: int


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(Event):
    """A department took its entry back before the first round."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    entry_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class JurorNamed(Event):
    """Somebody is to score."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    juror_id: int
    person_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class JurorRemoved(Event):
    """Somebody was taken off the jury before it scored."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    person_id: int
    kind: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ContestVoteCast(Event):
    """A member of staff voted; for which entry is not said."""

    subject: ClassVar[str] = "contest"
    contest_id: int


@dataclass(frozen=True, kw_only=True)
class ContestSheetSaved(Event):
    """A juror kept marks for an entry; which marks is not said."""

    subject: ClassVar[str] = "contest"
    contest_id: int
    entry_id: int
    juror_id: int
