"""Facts about the spread of results to other departments."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class SpreadRecommended(Event):
    """A result was recommended to a department. `due_on` is an ISO day."""

    subject: ClassVar[str] = "spread"
    spread_id: int
    task_id: int
    department_id: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class SpreadAccepted(Event):
    """A department takes a result over. The credit belongs to the origin: its department and its team.

    `origin_shares` are (person id, agreed percent) of the team of the task.
    """

    subject: ClassVar[str] = "spread"
    spread_id: int
    task_id: int
    department_id: int
    origin_department_id: int
    origin_shares: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class SpreadDeclined(Event):
    """A department does not take a result over."""

    subject: ClassVar[str] = "spread"
    spread_id: int
    task_id: int
    department_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SpreadAdopted(Event):
    """A department has put a result to work. `adopted_on` is an ISO day."""

    subject: ClassVar[str] = "spread"
    spread_id: int
    task_id: int
    department_id: int
    origin_department_id: int
    adopted_on: str
