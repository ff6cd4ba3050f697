"""Facts about the end of a task."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ClosingWritten(Event):
    """A draft of a closing was written or rewritten."""

    subject: ClassVar[str] = "task"
    task_id: int
    closing_id: int


@dataclass(frozen=True, kw_only=True)
class ClosingSubmitted(Event):
    """The head of the lead department handed in the closing of a task."""

    subject: ClassVar[str] = "task"
    task_id: int
    closing_id: int


@dataclass(frozen=True, kw_only=True)
class ClosingReturned(Event):
    """The control tower sent a closing back."""

    subject: ClassVar[str] = "task"
    task_id: int
    closing_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Event):
    """A task was completed. `member_ids` are the team without the leader.

    `member_shares` are (person id, agreed percent) of the whole team; empty where no shares are agreed.
    """

    subject: ClassVar[str] = "task"
    task_id: int
    lead_department_id: int
    leader_id: int
    member_ids: tuple[int, ...]
    member_shares: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskEndedEarly(Event):
    """A task ended before its goal, and left a lesson."""

    subject: ClassVar[str] = "task"
    task_id: int
    lead_department_id: int
    lesson_author_id: int
