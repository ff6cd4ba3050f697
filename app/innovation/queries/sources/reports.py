"""추진실적보고: approved, on time, overdue."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, or_, select

from app.core import clock
from app.core.database import AnySelect, db
from app.core.figures import ONE
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows
from app.innovation.enums import ReportState
from app.innovation.models import Closing, ProgressReport, ReportPeriod, Task


def _read_approved(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    statement = (
        select(Task.lead_department_id, ProgressReport.id, Task.number, ReportPeriod.code, ProgressReport.submitted_on)
        .join(ProgressReport, ProgressReport.task_id == Task.id)
        .join(ReportPeriod, ReportPeriod.id == ProgressReport.period_id)
        .where(
            Task.lead_department_id.in_(department_ids),
            ProgressReport.state == ReportState.APPROVED,
            ProgressReport.submitted_on.between(start, end),
        )
        .order_by(ProgressReport.submitted_on, ProgressReport.id)
    )
    for unit, report_id, number, code, day in db.session.execute(statement):
        yield unit, ReadRow(kind="report", id=report_id, title=f"{number} {code}", day=day)


def _due(department_ids: Sequence[int], start: date, end: date) -> AnySelect:
    """Periods that were due: until today, and not after their task was closed. What is due today may still come."""
    today = clock.today()
    over = or_(ReportPeriod.due_on < today, ProgressReport.on_time.is_not(None))
    running = or_(Closing.id.is_(None), ReportPeriod.due_on <= Closing.closed_on)
    return (
        select(
            Task.lead_department_id,
            ReportPeriod.id,
            Task.number,
            ReportPeriod.code,
            ReportPeriod.due_on,
            ProgressReport.on_time,
        )
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .outerjoin(Closing, and_(Closing.task_id == Task.id, Closing.closed_on.is_not(None)))
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(
            Task.lead_department_id.in_(department_ids),
            ReportPeriod.due_on.between(start, min(end, today)),
            over,
            running,
        )
        .order_by(ReportPeriod.due_on, ReportPeriod.id)
    )


def _read_on_time(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    for unit, period_id, number, code, day, on_time in db.session.execute(_due(department_ids, start, end)):
        part = Decimal(bool(on_time))
        yield unit, ReadRow(kind="report_period", id=period_id, title=f"{number} {code}", day=day, part=part, of=ONE)


def _read_overdue(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    statement = _due(department_ids, start, end).where(ProgressReport.on_time.is_not(True))
    for unit, period_id, number, code, day, _on_time in db.session.execute(statement):
        yield unit, ReadRow(kind="report_period", id=period_id, title=f"{number} {code}", day=day)


approved_reports = NamedSource(
    label=_("Progress reports approved"),
    sentence=_("Progress reports of the department's tasks that were approved, by the day they were handed in."),
    rule=FigureRule.SUM,
    read=_read_approved,
)
on_time_report_share = NamedSource(
    label=_("Share of progress reports handed in on time"),
    sentence=_(
        "Of the progress reports of the department's tasks that were due between the days, the percent handed in by "
        "their day. What was returned counts as not handed in until it comes again. Periods after a task was closed, "
        "and days that have not passed, are not due."
    ),
    rule=FigureRule.SHARE,
    read=_read_on_time,
)
overdue_reports = NamedSource(
    label=_("Progress reports overdue"),
    sentence=_(
        "Progress reports of the department's tasks that were due between the days and were handed in late or not at "
        "all, by the day they were due. Periods after a task was closed are not due."
    ),
    rule=FigureRule.SUM,
    read=_read_overdue,
)
