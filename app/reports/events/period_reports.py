"""Facts about the regular report of a department."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ReportingCalendarSet(Event):
    """From a day on, departments report every month or quarter, so many working days after its end."""

    subject: ClassVar[str] = "reporting_calendar"
    reporting_calendar_id: int
    cadence: str
    due_working_days: int
    starts_on: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class PeriodReportWritten(Event):
    """A department's report of a period was written or changed."""

    subject: ClassVar[str] = "period_report"
    period_report_id: int
    department_id: int
    code: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PeriodReportSubmitted(Event):
    """The report was put before the head."""

    subject: ClassVar[str] = "period_report"
    period_report_id: int
    department_id: int
    code: str
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class PeriodReportReturned(Event):
    """The report went back to its authors (보완)."""

    subject: ClassVar[str] = "period_report"
    period_report_id: int
    department_id: int
    code: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class PeriodReportApproved(Event):
    """The report was approved and frozen; `sha256` is the hash of its snapshot."""

    subject: ClassVar[str] = "period_report"
    period_report_id: int
    department_id: int
    code: str
    author_id: int
    sha256: str
