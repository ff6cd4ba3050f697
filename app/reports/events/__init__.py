"""Facts about reports."""

from app.reports.events.incentives import (
    GradeTableSaved,
    IncentiveAccepted,
    IncentiveBaseSet,
    IncentiveDownloaded,
    IncentiveExported,
    IncentiveFactsEntered,
    IncentiveFactsTakenOut,
    IncentiveHandedOver,
    IncentiveReturned,
    IncentiveRulesEntered,
)
from app.reports.events.period_reports import (
    PeriodReportApproved,
    PeriodReportReturned,
    PeriodReportSubmitted,
    PeriodReportWritten,
    ReportingCalendarSet,
)

__all__ = [
    "GradeTableSaved",
    "IncentiveAccepted",
    "IncentiveBaseSet",
    "IncentiveDownloaded",
    "IncentiveExported",
    "IncentiveFactsEntered",
    "IncentiveFactsTakenOut",
    "IncentiveHandedOver",
    "IncentiveReturned",
    "IncentiveRulesEntered",
    "PeriodReportApproved",
    "PeriodReportReturned",
    "PeriodReportSubmitted",
    "PeriodReportWritten",
    "ReportingCalendarSet",
]
