"""미보고: progress reports that are overdue, and tasks that stand still."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, func, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.innovation.enums import ReportState, Stage, TaskState
from app.innovation.models import CheckMeeting, Closing, ProgressReport, ReportPeriod, Task
from app.innovation.queries.reports import is_overdue_on
from app.innovation.queries.tasks import visible_to
from app.organization.models import Department

MOST = 200
"""Rows of a list on the dashboard at most, the latest first."""
LASTING = frozenset({Stage.MANAGEMENT, Stage.MONITORING})
"""Stages a task stays in for long while it moves: what counts there is the last report, meeting or change."""


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
class StageStay:
    """An active task and the days nothing has moved: since it entered its stage, or in a lasting stage since then."""

    task_id: int
    number: str
    title: str
    department: str
    stage: Stage
    days: int


def overdue_reports(actor: Actor, department_id: int | None = None) -> Sequence[OverdueReport]:
    """Return what was due before today and is not handed in, the longest overdue first."""
    today = clock.today()
    statement = (
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
        .where(visible_to(actor), is_overdue_on(today))
        .order_by(ReportPeriod.due_on, ReportPeriod.id)
        .limit(MOST)
    )
    if department_id is not None:
        statement = statement.where(Task.lead_department_id == department_id)
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
        for task_id, number, title, unit_id, unit, leader, period, due_on, state in db.session.execute(statement)
    ]


def by_department(reports: Sequence[OverdueReport]) -> Sequence[tuple[str, int, int]]:
    """Return (department, overdue reports, days of the longest), the most first."""
    counts = Counter(report.department for report in reports)
    longest: dict[str, int] = {}
    for report in reports:
        longest[report.department] = max(longest.get(report.department, 0), report.days)
    return [
        (name, count, longest[name]) for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def stays(actor: Actor) -> Sequence[StageStay]:
    """Return every active task with the days nothing has moved, the longest first: one statement."""
    statement = (
        select(Task, Department.name, *_activities())
        .join(Department, Department.id == Task.lead_department_id)
        .where(visible_to(actor), Task.state == TaskState.ACTIVE)
        .order_by(Task.id)
    )
    found = [_stay(task, department, moved) for task, department, *moved in db.session.execute(statement)]
    return sorted(found, key=lambda stay: -stay.days)


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


def standing_still(found: Sequence[StageStay], days: int) -> Sequence[StageStay]:
    """Return those nothing has moved in for more than the days."""
    return [stay for stay in found if stay.days > days][:MOST]


def stage_counts(found: Sequence[StageStay], days: int) -> Sequence[tuple[Stage, int, int]]:
    """Return (stage, moving, standing still) for all six stages."""
    still = Counter(stay.stage for stay in found if stay.days > days)
    every = Counter(stay.stage for stay in found)
    return [(stage, every[stage] - still[stage], still[stage]) for stage in Stage]
