"""Tables of reports: incentives for HR, and the regular report of each department."""

from app.reports.models.document_settings import DocumentApproval, OfficeEmblem
from app.reports.models.incentive_handovers import (
    IncentiveDecision,
    IncentiveFactSheet,
    IncentiveHandover,
    IncentiveRuleVersion,
)
from app.reports.models.incentives import IncentiveBase, IncentiveBatch, IncentiveGradeTable
from app.reports.models.list_exports import ExportedList
from app.reports.models.period_reports import (
    PeriodReport,
    PeriodReportLine,
    PeriodReportSnapshot,
    PeriodReportStep,
    ReportingCalendar,
)

__all__ = [
    "DocumentApproval",
    "ExportedList",
    "IncentiveBase",
    "IncentiveBatch",
    "IncentiveDecision",
    "IncentiveFactSheet",
    "IncentiveGradeTable",
    "IncentiveHandover",
    "IncentiveRuleVersion",
    "OfficeEmblem",
    "PeriodReport",
    "PeriodReportLine",
    "PeriodReportSnapshot",
    "PeriodReportStep",
    "ReportingCalendar",
]
