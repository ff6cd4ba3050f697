"""Facts about issues and ideas."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class IssueReceived(Event):
    """Somebody handed in an issue and got a receipt number."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    number: str
    kind: str
    department_id: int


@dataclass(frozen=True, kw_only=True)
class IssueTriaged(Event):
    """The control tower decided about an issue; the event of the decision itself follows."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    decision: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueAdopted(Event):
    """An issue became a source of a task. `proposer_shares` are (person id, whole percent)."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    task_id: int
    proposer_shares: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class IssueRefused(Event):
    """An issue was not adopted."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class IssueLinked(Event):
    """An issue was linked to one that was received earlier."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    earlier_issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueLinkUndone(Event):
    """The link to an earlier issue was undone; the issue is received again."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueSupplemented(Event):
    """The proposer gave the supplement that was asked for."""

    subject: ClassVar[str] = "issue"
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueWithdrawn(Event):
    """The proposer took an undecided issue back."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueReexaminationAsked(Event):
    """The proposer of a refused issue asked to look again."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    reason: FreeText
