"""Facts about the voice of the customer."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class CustomerVoiceReceived(Event):
    """A voice was written down."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    number: str
    kind: str
    department_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerVoicesImported(Event):
    """An exported list was read in: all of its rows."""

    subject: ClassVar[str] = "voice_import"
    voice_import_id: int
    sha256: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class CustomerVoiceTransferred(Event):
    """Another department is to answer."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    from_department_id: int
    to_department_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class CustomerVoiceExtended(Event):
    """The period was extended, once."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    ground: str
    amount: int
    due_at: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class VoiceDaysNotCounted(Event):
    """Days were taken out of the period."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    ground: str
    first_day: str
    last_day: str
    due_at: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class VoiceAnswerWritten(Event):
    """An answer waits for the head."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    department_id: int
    answer: FreeText


@dataclass(frozen=True, kw_only=True)
class VoiceAnswerReturned(Event):
    """The head wants another answer."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class CustomerVoiceAnswered(Event):
    """The answer was given. `in_time` None: no period ran."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    department_id: int
    in_time: bool | None
    answer: FreeText


@dataclass(frozen=True, kw_only=True)
class HappyCallMade(Event):
    """Somebody asked how satisfied the citizen is with the answer."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    points: int
    note: FreeText


@dataclass(frozen=True, kw_only=True)
class CitizenPraiseConfirmed(Event):
    """The head confirmed praise of a colleague, or of the department (no person), received on a day."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    department_id: int
    person_id: int | None
    received_on: str


@dataclass(frozen=True, kw_only=True)
class CitizenPraiseDeclined(Event):
    """The head did not confirm the praise."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class VoiceMadeIssue(Event):
    """An issue was handed in from the voice, maybe from others with it.

    `same_text` counts the voices with the very same text that were led to it besides.
    """

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    issue_id: int
    same_text: int = 0


@dataclass(frozen=True, kw_only=True)
class VoiceChangeTold(Event):
    """The office says what has changed."""

    subject: ClassVar[str] = "customer_voice"
    customer_voice_id: int
    change: FreeText


@dataclass(frozen=True, kw_only=True)
class VoiceTermsSet(Event):
    """Whether heads approve answers was set."""

    subject: ClassVar[str] = "voice_terms"
    voice_terms_id: int
    head_approves: bool
    reason: FreeText
