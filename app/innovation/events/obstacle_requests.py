"""Facts about requests to an office, promises, the monthly meeting about obstacles and the days of its levels."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleRequestMade(Event):
    """An office was asked to act on an obstacle. `due_on` is an ISO day; without a department a body outside is asked."""

    subject: ClassVar[str] = "obstacle_request"
    obstacle_request_id: int
    obstacle_id: int
    asking_department_id: int
    asked_department_id: int | None
    due_on: str
    text: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleRequestPromised(Event):
    """The office promised it for a day. `meeting_id` names the meeting that decided so."""

    subject: ClassVar[str] = "obstacle_request"
    obstacle_request_id: int
    obstacle_id: int
    promised_on: str
    meeting_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ObstacleRequestDeclined(Event):
    """The office said no."""

    subject: ClassVar[str] = "obstacle_request"
    obstacle_request_id: int
    obstacle_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class PromiseKept(Event):
    """The office that asked says that it was done by the promised day."""

    subject: ClassVar[str] = "obstacle_request"
    obstacle_request_id: int
    obstacle_id: int
    kept_on: str


@dataclass(frozen=True, kw_only=True)
class PromiseNotKept(Event):
    """The office that asked says that it was not done by the promised day."""

    subject: ClassVar[str] = "obstacle_request"
    obstacle_request_id: int
    obstacle_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObstacleMeetingHeld(Event):
    """The monthly meeting about obstacles was held. `month` is an ISO day, the first of the month."""

    subject: ClassVar[str] = "obstacle_meeting"
    obstacle_meeting_id: int
    month: str
    decisions: int


@dataclass(frozen=True, kw_only=True)
class EscalationDaysSet(Event):
    """The working days of the levels of escalation were set."""

    subject: ClassVar[str] = "ladder"
    ladder_id: int
    department_days: int
    bureau_days: int
    vice_mayor_days: int
    reason: FreeText
