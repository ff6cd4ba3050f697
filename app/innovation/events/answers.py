"""Facts about how issues are answered."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ClockPresetSet(Event):
    """The control tower set other periods, valid from a day on."""

    subject: ClassVar[str] = "clock_preset"
    clock_preset_id: int
    valid_from: str
    periods: tuple[str, ...]
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueOpinionAsked(Event):
    """A department was asked for its opinion about an issue."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    opinion_id: int
    department_id: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class IssueOpinionDrafted(Event):
    """The department's coordinator or staff wrote a draft of the opinion."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    opinion_id: int
    department_id: int


@dataclass(frozen=True, kw_only=True)
class IssueOpinionAnswered(Event):
    """The head of a department answered for it."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    opinion_id: int
    department_id: int
    answer: str
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class IssueOpinionsDropped(Event):
    """Questions nobody has answered are no longer needed: the issue was decided or withdrawn."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    opinion_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class IssueTransferred(Event):
    """Another department reviews the issue from now on; None: the control tower."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    from_department_id: int | None
    to_department_id: int | None
    transfer_count: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueReviewed(Event):
    """The reviewing department gave its advice; the issue is with the control tower again."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    department_id: int
    advice: str


@dataclass(frozen=True, kw_only=True)
class IssuePromised(Event):
    """The decision will be late; the proposer was told another day."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    due_on: str
    promised_on: str
    in_time: bool
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueFollowedUp(Event):
    """The yearly record of an adopted idea was written."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    year_number: int
    result: str


@dataclass(frozen=True, kw_only=True)
class RevivalRecorded(Event):
    """A refused issue was found again in a task; its proposer is told."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    revival_id: int
    task_id: int


@dataclass(frozen=True, kw_only=True)
class RevivalClaimed(Event):
    """The proposer claims the credit for a refused idea that is carried out after all."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    revival_id: int
    task_id: int


@dataclass(frozen=True, kw_only=True)
class RevivalCredited(Event):
    """The control tower credits the proposers of a refused idea. Shares are (person id, whole percent)."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    revival_id: int
    task_id: int
    proposer_shares: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class RevivalDenied(Event):
    """The control tower holds the task for another idea."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    revival_id: int
    task_id: int
    reason: FreeText
