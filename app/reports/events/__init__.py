"""Facts about reports."""

from app.reports.events.documents import DocumentApprovalSet, OfficeEmblemSet
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
from app.reports.events.list_exports import ListExported
from app.reports.events.period_reports import (
    PeriodReportApproved,
    PeriodReportReturned,
    PeriodReportSubmitted,
    PeriodReportWritten,
    ReportingCalendarSet,
)

__all__ = [
    "DocumentApprovalSet",
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
    "ListExported",
    "OfficeEmblemSet",
    "PeriodReportApproved",
    "PeriodReportReturned",
    "PeriodReportSubmitted",
    "PeriodReportWritten",
    "ReportingCalendarSet",
]
