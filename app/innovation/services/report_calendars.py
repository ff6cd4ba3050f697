"""보고 일정: the periods of a task, made from the approved plan."""

from datetime import timedelta

from sqlalchemy import exists, func, select

from app.core import clock
from app.core.database import db
from app.innovation.models import Plan, PracticeItem, ProgressReport, ReportPeriod, Task
from app.innovation.rules.reports import ReportPeriod as CalendarPeriod
from app.innovation.rules.reports import reporting_calendar
from app.organization.queries import holidays_between
from app.organization.rules import next_working_day

LONGEST_BREAK = timedelta(days=31)
"""No run of days off is longer than this."""


def set_calendar(*, task: Task, plan: Plan) -> None:
    """Make the periods from the day of approval on. Periods that are over or have a report stay as they are."""
    today = clock.today()
    reported = exists().where(ProgressReport.period_id == ReportPeriod.id)
    later = select(ReportPeriod).where(ReportPeriod.task_id == task.id, ReportPeriod.ends_on >= today, ~reported)
    for obsolete in db.session.scalars(later):
        db.session.delete(obsolete)
    db.session.flush()
    kept_until = db.session.scalar(select(func.max(ReportPeriod.ends_on)).where(ReportPeriod.task_id == task.id))
    for period in _periods(plan):
        if kept_until is None or period.starts_on > kept_until:
            db.session.add(ReportPeriod(task_id=task.id, **vars(period)))
    db.session.flush()


def _periods(plan: Plan) -> tuple[CalendarPeriod, ...]:
    """Periods of the plan; a due day on a day off moves to the next working day."""
    today = clock.today()
    last_item = db.session.scalar(select(func.max(PracticeItem.ends_on)).where(PracticeItem.plan_id == plan.id))
    start = max(plan.report_from or today, today)
    end = max(plan.report_until or last_item or start, start)
    periods = reporting_calendar(plan.cadence, start, end)
    days_off = holidays_between(start, periods[-1].due_on + LONGEST_BREAK)
    return tuple(CalendarPeriod(p.code, p.starts_on, p.ends_on, next_working_day(p.due_on, days_off)) for p in periods)
