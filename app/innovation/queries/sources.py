"""What indicators read from innovation: figures per department over days, both included.

A count of nothing is 0. A share of nothing does not exist: such a department is left out, because missing is never zero.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from app.core import clock
from app.core.database import AnySelect, db
from app.innovation.enums import ObstacleState, ReportState, TaskState
from app.innovation.models import Closing, Obstacle, ProgressReport, ReportPeriod, Task

WHOLE = 100


def closed_tasks(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Count the tasks each department led to completion; those that ended early are not counted."""
    statement = (
        select(Task.lead_department_id, func.count())
        .join(Closing, Closing.task_id == Task.id)
        .where(
            Task.lead_department_id.in_(department_ids),
            Task.state == TaskState.COMPLETED,
            Closing.closed_on.between(start, end),
        )
        .group_by(Task.lead_department_id)
    )
    return _counts(department_ids, statement)


def approved_reports(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Count the progress reports that were approved, by the day they were handed in."""
    statement = (
        select(Task.lead_department_id, func.count())
        .join(ProgressReport, ProgressReport.task_id == Task.id)
        .where(
            Task.lead_department_id.in_(department_ids),
            ProgressReport.state == ReportState.APPROVED,
            ProgressReport.submitted_on.between(start, end),
        )
        .group_by(Task.lead_department_id)
    )
    return _counts(department_ids, statement)


def removed_obstacles(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Count the obstacles whose removal each department claimed and another one confirmed."""
    remover = Obstacle.claimed_by_department_id
    statement = (
        select(remover, func.count())
        .where(
            remover.in_(department_ids),
            Obstacle.state == ObstacleState.REMOVED,
            Obstacle.closed_on.between(start, end),
        )
        .group_by(remover)
    )
    return _counts(department_ids, statement)


def on_time_report_share(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Percent of the reports due between the days, and by today, that were handed in on time; not rounded.

    A department without a due report is not in the answer.
    """
    on_time: ColumnElement[int] = func.count().filter(ProgressReport.on_time.is_(True))
    statement = (
        select(Task.lead_department_id, on_time, func.count())
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(
            Task.lead_department_id.in_(department_ids),
            ReportPeriod.due_on.between(start, min(end, clock.today())),
        )
        .group_by(Task.lead_department_id)
    )
    return {department: Decimal(WHOLE) * in_time / due for department, in_time, due in db.session.execute(statement)}


def _counts(department_ids: Collection[int], statement: AnySelect) -> dict[int, Decimal]:
    found = {department: Decimal(count) for department, count in db.session.execute(statement)}
    return {department: found.get(department, Decimal(0)) for department in department_ids}
