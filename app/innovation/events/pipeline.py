"""Facts about what surrounds a task: joint leads, limits, reminders, milestones and practice changes."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class JointLeadSet(Event):
    """Who leads a task together. `shares` are (department id, whole percent); empty for a task of one department."""

    subject: ClassVar[str] = "task"
    task_id: int
    responsible_head_id: int | None
    shares: tuple[tuple[int, int], ...]
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class StageLimitSet(Event):
    """After how many working days in a stage a task stands still."""

    subject: ClassVar[str] = "stage_limit"
    stage_limit_id: int
    stage: str
    working_days: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class OpinionReminded(Event):
    """A cooperating department was reminded of its answer."""

    subject: ClassVar[str] = "task"
    task_id: int
    opinion_id: int
    department_id: int


@dataclass(frozen=True, kw_only=True)
class MilestoneRecorded(Event):
    """A practice item is done, or held up by an obstacle."""

    subject: ClassVar[str] = "task"
    task_id: int
    practice_item_id: int
    outcome: str
    obstacle_id: int | None


@dataclass(frozen=True, kw_only=True)
class PracticeChangeSet(Event):
    """A task was declared a 2진1퇴 task, its practices were named, or (`applies` false) it is one no more."""

    subject: ClassVar[str] = "task"
    task_id: int
    applies: bool
