"""Tables of reports: incentives for HR, and the regular report of each department."""

from app.reports.models.incentives import IncentiveBase, IncentiveBatch, IncentiveGradeTable
from app.reports.models.period_reports import (
    PeriodReport,
    PeriodReportLine,
    PeriodReportSnapshot,
    PeriodReportStep,
    ReportingCalendar,
)

__all__ = [
    "IncentiveBase",
    "IncentiveBatch",
    "IncentiveGradeTable",
    "PeriodReport",
    "PeriodReportLine",
    "PeriodReportSnapshot",
    "PeriodReportStep",
    "ReportingCalendar",
]
