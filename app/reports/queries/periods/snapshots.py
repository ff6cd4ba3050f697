"""확정본: the frozen copy before another."""

from datetime import date

from sqlalchemy import select

from app.core.database import db
from app.reports.models import PeriodReport, PeriodReportSnapshot


def snapshot_before(department_id: int, day: date) -> PeriodReportSnapshot | None:
    """Return the latest frozen report of the department for a period that began before the day."""
    statement = (
        select(PeriodReportSnapshot)
        .join(PeriodReport, PeriodReport.id == PeriodReportSnapshot.report_id)
        .where(PeriodReport.department_id == department_id, PeriodReport.starts_on < day)
        .order_by(PeriodReport.starts_on.desc())
        .limit(1)
    )
    return db.session.scalar(statement)
