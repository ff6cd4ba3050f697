"""Facts about cases and benchmarks."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class CaseWritten(Event):
    """Somebody began a case."""

    subject: ClassVar[str] = "case"
    case_id: int
    kind: str
    department_id: int
    title: FreeText


@dataclass(frozen=True, kw_only=True)
class CaseChanged(Event):
    """The words, figures or authors of a case were changed."""

    subject: ClassVar[str] = "case"
    case_id: int
    title: FreeText


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Event):
    """A case waits for the head's approval."""

    subject: ClassVar[str] = "case"
    case_id: int
    department_id: int


@dataclass(frozen=True, kw_only=True)
class CaseApproved(Event):
    """The head approved a case; the control tower publishes it next."""

    subject: ClassVar[str] = "case"
    case_id: int
    department_id: int


@dataclass(frozen=True, kw_only=True)
class CaseReturned(Event):
    """A case went back to its authors."""

    subject: ClassVar[str] = "case"
    case_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    """A case was taken back, or taken out of the library."""

    subject: ClassVar[str] = "case"
    case_id: int
    from_state: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class CasePublished(Event):
    """A best practice stands in the library. `task_id` is None where it tells of no task."""

    subject: ClassVar[str] = "case"
    case_id: int
    department_id: int
    author_ids: tuple[int, ...]
    task_id: int | None


@dataclass(frozen=True, kw_only=True)
class FailureCasePublished(Event):
    """A failure case stands in the library. `task_id` is None where it tells of no task."""

    subject: ClassVar[str] = "case"
    case_id: int
    department_id: int
    author_ids: tuple[int, ...]
    task_id: int | None


@dataclass(frozen=True, kw_only=True)
class BenchmarkAdded(Event):
    """A case of another office came into the library; shipped ones have no actor."""

    subject: ClassVar[str] = "benchmark"
    benchmark_id: int
    office: str
    title: FreeText


@dataclass(frozen=True, kw_only=True)
class BenchmarkChanged(Event):
    """A benchmark was written anew."""

    subject: ClassVar[str] = "benchmark"
    benchmark_id: int
    title: FreeText
