"""Facts about plans."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class PlanWritten(Event):
    """A draft of a plan was written or rewritten."""

    subject: ClassVar[str] = "task"
    task_id: int
    plan_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PlanSubmitted(Event):
    """A plan was handed to its approvers."""

    subject: ClassVar[str] = "task"
    task_id: int
    plan_id: int


@dataclass(frozen=True, kw_only=True)
class PlanHeadApproved(Event):
    """The department head approved a plan."""

    subject: ClassVar[str] = "task"
    task_id: int
    plan_id: int


@dataclass(frozen=True, kw_only=True)
class PlanApproved(Event):
    """The control tower approved a plan: the version is frozen. `member_ids` includes the leader.

    `member_shares` are (person id, agreed percent) of the same people; empty where no shares are agreed.
    """

    subject: ClassVar[str] = "task"
    task_id: int
    plan_id: int
    lead_department_id: int
    member_ids: tuple[int, ...]
    member_shares: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanReturned(Event):
    """A plan was sent back to its authors."""

    subject: ClassVar[str] = "task"
    task_id: int
    plan_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class PlanVersionStarted(Event):
    """A new version of an approved plan was started."""

    subject: ClassVar[str] = "task"
    task_id: int
    plan_id: int
    number: int
    reason: FreeText
