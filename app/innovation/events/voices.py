"""Facts about what people say to an issue. The inbox of those who follow it is fed from here."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class IssueVoted(Event):
    """Somebody supports an issue. Nothing is ever paid for it."""

    subject: ClassVar[str] = "issue"
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueVoteWithdrawn(Event):
    """Somebody took the support back."""

    subject: ClassVar[str] = "issue"
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueCommented(Event):
    """Somebody wrote a comment."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    comment_id: int
    text: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueCommentWithdrawn(Event):
    """The author took a comment back; its place stays."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class IssueJoined(Event):
    """Somebody with the same idea joined instead of handing it in anew."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    words: FreeText


@dataclass(frozen=True, kw_only=True)
class IssueLeft(Event):
    """Somebody who had joined takes no part any more."""

    subject: ClassVar[str] = "issue"
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueFollowed(Event):
    """Somebody wants to hear of the issue."""

    subject: ClassVar[str] = "issue"
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueUnfollowed(Event):
    """Somebody no longer wants to hear of the issue."""

    subject: ClassVar[str] = "issue"
    issue_id: int
