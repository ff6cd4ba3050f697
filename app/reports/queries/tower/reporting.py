"""미보고와 정체: progress reports that are overdue, and tasks that stand still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Date, ScalarSelect, bindparam, func, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, db, read
from app.innovation.enums import ReportState, Stage
from app.innovation.models import CheckMeeting, Closing, ProgressReport, ReportPeriod, Task
from app.innovation.queries.boards import IS_ACTIVE
from app.innovation.queries.idle_tasks import LASTING, idle_before, is_idle
from app.innovation.queries.reports import is_overdue_on
from app.innovation.queries.tasks import reads_tasks
from app.organization.models import Department
from app.reports.queries.tower.scope import Scope, Shape, carries, inside

MOST = 10
"""Rows of a list on the dashboard at most; the list behind it has them all."""


@dataclass(frozen=True, kw_only=True)
class OverdueReport:
    """A period whose report was not handed in by its day."""

    task_id: int
    number: str
    title: str
    department_id: int
    department: str
    leader: str | None
    period: str
    due_on: date
    days: int
    is_returned: bool


@dataclass(frozen=True, kw_only=True)
class OverdueCount:
    """A department with overdue reports: how many, and by how many days the longest."""

    department_id: int
    department: str
    count: int
    days: int


@dataclass(frozen=True, kw_only=True)
class StageStay:
    """An active task and the days nothing has moved: since it entered its stage, or in a lasting stage since then."""

    task_id: int
    number: str
    title: str
    department: str
    stage: Stage
    days: int


def overdue_reports(actor: Actor, scope: Scope | None = None) -> Sequence[OverdueReport]:
    """Return what was due before today and is not handed in, the longest overdue first."""
    wanted, today = scope or Scope(), clock.today()
    if not reads_tasks(actor):
        return []
    rows = read(_overdue(wanted.shape), {**wanted.given, "today": today})
    return [
        OverdueReport(
            task_id=task_id,
            number=number,
            title=title,
            department_id=unit_id,
            department=unit,
            leader=leader,
            period=period,
            due_on=due_on,
            days=(today - due_on).days,
            is_returned=state is ReportState.RETURNED,
        )
        for task_id, number, title, unit_id, unit, leader, period, due_on, state in rows
    ]


@lru_cache
def _overdue(shape: Shape) -> AnySelect:
    return (
        select(
            Task.id,
            Task.number,
            Task.title,
            Department.id,
            Department.name,
            Person.name,
            ReportPeriod.code,
            ReportPeriod.due_on,
            ProgressReport.state,
        )
        .join(Task, Task.id == ReportPeriod.task_id)
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(Person, Person.id == Task.leader_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(_is_overdue(), *inside(shape, Task.lead_department_id), *carries(shape, Task.values))
        .order_by(ReportPeriod.due_on, ReportPeriod.id)
        .limit(MOST)
    )


def overdue_counts(actor: Actor, scope: Scope) -> Sequence[OverdueCount]:
    """Return the departments with overdue reports, the most first: one statement with a row for each."""
    if not reads_tasks(actor):
        return []
    today = clock.today()
    rows = read(_overdue_counts(scope.shape), {**scope.given, "today": today})
    return [
        OverdueCount(department_id=unit_id, department=unit, count=count, days=(today - longest).days)
        for unit_id, unit, count, longest in rows
    ]


@lru_cache
def _overdue_counts(shape: Shape) -> AnySelect:
    count = func.count()
    return (
        select(Department.id, Department.name, count, func.min(ReportPeriod.due_on))
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(_is_overdue(), *inside(shape, Task.lead_department_id), *carries(shape, Task.values))
        .group_by(Department.id, Department.name)
        .order_by(count.desc(), Department.name)
    )


def _is_overdue() -> ColumnElement[bool]:
    return is_overdue_on(bindparam("today", type_=Date))


def stays(actor: Actor, days: int | None = None, scope: Scope | None = None) -> Sequence[StageStay]:
    """Return active tasks with the days nothing has moved, those longest in their stage first: one statement.

    `days`: only those in which nothing has moved for more than so many.
    """
    wanted = scope or Scope()
    if not reads_tasks(actor):
        return []
    before = {} if days is None else {"before": idle_before(clock.today(), days)}
    statement = _stays(wanted.shape, only_idle=days is not None)
    rows = db.session.execute(statement, {**wanted.given, **before})
    found = [_stay(task, department, moved) for task, department, *moved in rows]
    return sorted(found, key=lambda stay: -stay.days)


@lru_cache
def _stays(shape: Shape, *, only_idle: bool) -> AnySelect:
    idle = (is_idle(bindparam("before", type_=UtcDateTime)),) if only_idle else ()
    return (
        select(Task, Department.name, *_activities())
        .join(Department, Department.id == Task.lead_department_id)
        .where(IS_ACTIVE, *idle, *inside(shape, Task.lead_department_id), *carries(shape, Task.values))
        .order_by(Task.stage_entered_at, Task.id)
        .limit(MOST)
    )


def _activities() -> Sequence[ScalarSelect[datetime]]:
    """The last moment somebody wrote a report, held a check meeting or wrote on the closing of the task."""
    moments = (
        (ProgressReport.task_id, ProgressReport.written_at),
        (CheckMeeting.task_id, CheckMeeting.recorded_at),
        (Closing.task_id, Closing.written_at),
    )
    return [
        select(func.max(at, type_=at.type)).where(task_id == Task.id).correlate(Task).scalar_subquery()
        for task_id, at in moments
    ]


def _stay(task: Task, department: str, moved: Sequence[datetime | None]) -> StageStay:
    last = task.stage_entered_at
    if task.stage in LASTING:
        last = max(last, task.updated_at, *(moment for moment in moved if moment is not None))
    return StageStay(
        task_id=task.id,
        number=task.number,
        title=task.title,
        department=department,
        stage=task.stage,
        days=(clock.today() - clock.to_seoul(last).date()).days,
    )


@dataclass(frozen=True, kw_only=True)
class StageCount:
    """Active tasks of a stage: all, and those that stand still."""

    stage: Stage
    moving: int
    still: int


def stage_counts(actor: Actor, scope: Scope) -> Sequence[StageCount]:
    """Return the active tasks of all six stages: one statement with a row for each."""
    found: Mapping[Stage, tuple[int, int]] = {}
    if reads_tasks(actor):
        given = {**scope.given, "before": idle_before(clock.today(), scope.days)}
        rows = read(_stage_counts(scope.shape), given)
        found = {stage: (every, still) for stage, every, still in rows}
    counted = ((stage, *found.get(stage, (0, 0))) for stage in Stage)
    return [StageCount(stage=stage, moving=every - still, still=still) for stage, every, still in counted]


@lru_cache
def _stage_counts(shape: Shape) -> AnySelect:
    still = func.count().filter(is_idle(bindparam("before", type_=UtcDateTime)))
    return (
        select(Task.stage, func.count(), still)
        .where(IS_ACTIVE, *inside(shape, Task.lead_department_id), *carries(shape, Task.values))
        .group_by(Task.stage)
    )
