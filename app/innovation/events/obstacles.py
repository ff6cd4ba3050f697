"""Facts about obstacles."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleReported(Event):
    """Somebody reported what stands in the way. `due_on` is an ISO day."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    kind: str
    suffering_department_id: int
    asked_department_id: int | None
    due_on: str


@dataclass(frozen=True, kw_only=True)
class ObstacleOwnerAssigned(Event):
    """The obstacle has an owner, or another one."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ObstacleHandedOver(Event):
    """The obstacle lives on with an owner elsewhere; its task may close without it."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    owner_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleTakenUp(Event):
    """Work on the obstacle began."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ObstacleEscalated(Event):
    """The obstacle went up a level; without an actor it was the timetable, as its days were over."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    level: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleStrategyWritten(Event):
    """Somebody wrote how both sides gain from removing the obstacle."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    strategy: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleRemovalClaimed(Event):
    """A department says that the obstacle is gone; `confirming_department_id` is to say whether that is so."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    claimed_by_department_id: int
    confirming_department_id: int


@dataclass(frozen=True, kw_only=True)
class ObstacleRemovalRejected(Event):
    """The confirming department says that the obstacle is still there."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    confirming_department_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleRemoved(Event):
    """The obstacle is gone, and who suffered says so. `remover_ids`: the claimant first, then the owner.

    `task_id` or `issue_id` is what it stood in the way of; both are None for another subject.
    """

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    remover_ids: tuple[int, ...]
    remover_department_id: int
    days_open: int
    task_id: int | None = None
    issue_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ObstacleBypassed(Event):
    """A way around the obstacle was found."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleAccepted(Event):
    """The department lives with the obstacle."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleReopened(Event):
    """A closed obstacle is back. `was` is the state it was closed in."""

    subject: ClassVar[str] = "obstacle"
    obstacle_id: int
    was: str
    reason: FreeText
