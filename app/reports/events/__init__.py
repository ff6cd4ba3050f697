"""Facts about reports."""

from app.reports.events.incentives import GradeTableSaved, IncentiveBaseSet, IncentiveDownloaded, IncentiveExported
from app.reports.events.period_reports import (
    PeriodReportApproved,
    PeriodReportReturned,
    PeriodReportSubmitted,
    PeriodReportWritten,
    ReportingCalendarSet,
)

__all__ = [
    "GradeTableSaved",
    "IncentiveBaseSet",
    "IncentiveDownloaded",
    "IncentiveExported",
    "PeriodReportApproved",
    "PeriodReportReturned",
    "PeriodReportSubmitted",
    "PeriodReportWritten",
    "ReportingCalendarSet",
]
