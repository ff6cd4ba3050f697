"""멈춘 과제: active tasks in which nothing has moved since a moment."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, not_, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.innovation.enums import Stage
from app.innovation.models import CheckMeeting, Closing, ProgressReport, Task

LASTING = (Stage.MANAGEMENT, Stage.MONITORING)
"""Stages a task stays in for long while it moves: what counts there is the last report, meeting or change."""


def idle_before(today: date, days: int) -> datetime:
    """Return the moment since which nothing has moved in a task that stands still for more than so many days."""
    return clock.start_of_day(today - timedelta(days=days))


def is_idle(before: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether nothing has moved in the `Task` of the statement since a moment: no stage, in a lasting one no work."""
    worked_on = or_(
        Task.updated_at >= before,
        _since(ProgressReport.task_id, ProgressReport.written_at, before),
        _since(CheckMeeting.task_id, CheckMeeting.recorded_at, before),
        _since(Closing.task_id, Closing.written_at, before),
    )
    return and_(Task.stage_entered_at < before, not_(and_(Task.stage.in_(LASTING), worked_on)))


def _since(
    task_id: InstrumentedAttribute[int], at: InstrumentedAttribute[datetime], before: ColumnElement[datetime]
) -> ColumnElement[bool]:
    return exists().where(task_id == Task.id, at >= before).correlate(Task)
