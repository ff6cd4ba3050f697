"""Facts about progress reports, check meetings and findings."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ProgressReportWritten(Event):
    """A draft of a progress report was written or rewritten."""

    subject: ClassVar[str] = "task"
    task_id: int
    report_id: int


@dataclass(frozen=True, kw_only=True)
class ProgressReportSubmitted(Event):
    """A progress report was handed in."""

    subject: ClassVar[str] = "task"
    task_id: int
    report_id: int
    department_id: int
    author_id: int
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class ProgressReportApproved(Event):
    """The head of the lead department approved a progress report."""

    subject: ClassVar[str] = "task"
    task_id: int
    report_id: int
    department_id: int
    author_id: int
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class ProgressReportReturned(Event):
    """A progress report was sent back."""

    subject: ClassVar[str] = "task"
    task_id: int
    report_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class CheckMeetingHeld(Event):
    """A check meeting was held."""

    subject: ClassVar[str] = "task"
    task_id: int
    meeting_id: int


@dataclass(frozen=True, kw_only=True)
class MeetingDecisionDone(Event):
    """What a check meeting had decided was done."""

    subject: ClassVar[str] = "task"
    task_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class FindingRecorded(Event):
    """Somebody inside or outside found something about a task."""

    subject: ClassVar[str] = "task"
    task_id: int
    finding_id: int


@dataclass(frozen=True, kw_only=True)
class FindingAnswered(Event):
    """The lead department answered a finding."""

    subject: ClassVar[str] = "task"
    task_id: int
    finding_id: int
