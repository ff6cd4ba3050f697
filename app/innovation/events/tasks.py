"""Facts about tasks, their teams and their stages."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class TaskFramed(Event):
    """A task was set, from issues or top-down."""

    subject: ClassVar[str] = "task"
    task_id: int
    lead_department_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class FramingEdited(Event):
    """Field, ratings or wording of a task were changed."""

    subject: ClassVar[str] = "task"
    task_id: int
    lead_department_id: int


@dataclass(frozen=True, kw_only=True)
class TeamSet(Event):
    """The team of a task was set anew. `member_shares` are (person, whole percent) of everybody, the leader included."""

    subject: ClassVar[str] = "task"
    task_id: int
    leader_id: int
    member_ids: tuple[int, ...]
    member_shares: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class OpinionAsked(Event):
    """A department was asked to cooperate. `due_on` is an ISO day."""

    subject: ClassVar[str] = "task"
    task_id: int
    department_id: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class OpinionAnswered(Event):
    """A cooperating department answered."""

    subject: ClassVar[str] = "task"
    task_id: int
    opinion_id: int
    department_id: int
    answer: str
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class StageAdvanced(Event):
    """A task passed a gate. Stages are numbers 1 to 6; `member_ids` includes the leader.

    `member_shares` are (person id, agreed percent) of the same people; empty where no shares are agreed.
    """

    subject: ClassVar[str] = "task"
    task_id: int
    from_stage: int
    to_stage: int
    lead_department_id: int
    member_ids: tuple[int, ...]
    member_shares: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class StageReturned(Event):
    """A task went back to an earlier stage."""

    subject: ClassVar[str] = "task"
    task_id: int
    from_stage: int
    to_stage: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class GateWaived(Event):
    """The control tower let an item of a gate go."""

    subject: ClassVar[str] = "task"
    task_id: int
    gate_code: str
    reason: FreeText
