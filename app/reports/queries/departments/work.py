"""부서가 한 일: tasks with their waivers, reports, obstacles and the slogan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.innovation.enums import GateCode, ObstacleKind, ObstacleLevel, ObstacleState, Stage, TaskState
from app.innovation.models import (
    GateWaiver,
    Obstacle,
    ProgressReport,
    ReportPeriod,
    Slogan,
    SloganItem,
    Task,
)
from app.innovation.queries import obstacles as obstacle_reads
from app.innovation.queries import tasks as task_reads
from app.innovation.queries.joint_leads import led_by
from app.innovation.queries.reports import is_overdue_on
from app.innovation.queries.slogans.gallery import visible_to as slogan_visible_to
from app.innovation.rules.obstacles import SETTLED


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A gate item that was let go, and why: it stays on the sheet."""

    code: GateCode
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SheetTask:
    """One task of the department; `days` is None once it has ended."""

    id: int
    number: str
    title: str
    stage: Stage
    state: TaskState
    leader: str | None
    days: int | None
    returns: int
    open_obstacles: int
    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, kw_only=True)
class SheetObstacle:
    """An obstacle the department suffers from, or is asked to remove (`is_asked`)."""

    id: int
    title: str
    kind: ObstacleKind
    level: ObstacleLevel
    state: ObstacleState
    is_asked: bool
    due_on: date
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class SheetSlogan:
    """The slogan of the year with its practice items."""

    id: int
    text: str
    meaning: str
    items: tuple[tuple[str, date], ...]


@dataclass(frozen=True, kw_only=True)
class ReportCounts:
    """Progress reports that were due in the year up to today."""

    on_time: int
    late: int
    missing: int

    @property
    def due(self) -> int:
        """All of them."""
        return self.on_time + self.late + self.missing


def tasks_of(department_id: int, year: int, actor: Actor) -> Sequence[SheetTask]:
    """Return the tasks the department led in the year, by stage: active ones, and those touched in it."""
    first, after = clock.start_of_day(date(year, 1, 1)), clock.start_of_day(date(year + 1, 1, 1))
    started = Task.framed_at < after
    statement = (
        select(Task, Person.name)
        .outerjoin(Person, Person.id == Task.leader_id)
        .where(led_by([department_id]), task_reads.visible_to(actor), started)
        .where(or_(Task.state == TaskState.ACTIVE, Task.updated_at >= first))
    )
    rows = db.session.execute(statement).all()
    waivers = _waivers([task.id for task, _leader in rows])
    found = [_task(task, leader, waivers.get(task.id, ())) for task, leader in rows]
    return sorted(found, key=lambda one: (one.stage.number, one.number))


def _task(task: Task, leader: str | None, waivers: Sequence[Waiver]) -> SheetTask:
    entered = clock.to_seoul(task.stage_entered_at).date()
    return SheetTask(
        id=task.id,
        number=task.number,
        title=task.title,
        stage=task.stage,
        state=task.state,
        leader=leader,
        days=(clock.today() - entered).days if task.state is TaskState.ACTIVE else None,
        returns=task.return_count,
        open_obstacles=task.open_obstacle_count,
        waivers=tuple(waivers),
    )


def _waivers(task_ids: Sequence[int]) -> Mapping[int, Sequence[Waiver]]:
    statement = (
        select(GateWaiver.task_id, GateWaiver.code, GateWaiver.reason, Person.name, GateWaiver.waived_at)
        .join(Person, Person.id == GateWaiver.waived_by_id)
        .where(GateWaiver.task_id.in_(task_ids))
        .order_by(GateWaiver.id)
    )
    found: dict[int, list[Waiver]] = {}
    for task_id, code, reason, by, at in db.session.execute(statement):
        found.setdefault(task_id, []).append(Waiver(code=code, reason=reason, by=by, at=at))
    return found


def obstacles_of(department_id: int, year: int, actor: Actor) -> Sequence[SheetObstacle]:
    """Return the obstacles of the department that are open or were closed in the year, the open ones first."""
    statement = (
        select(Obstacle)
        .where(or_(Obstacle.suffering_department_id == department_id, Obstacle.asked_department_id == department_id))
        .where(obstacle_reads.visible_to(actor), Obstacle.reported_at < clock.start_of_day(date(year + 1, 1, 1)))
        .where(or_(Obstacle.closed_on.is_(None), Obstacle.closed_on >= date(year, 1, 1)))
        .order_by(Obstacle.closed_on.is_not(None), Obstacle.due_on, Obstacle.id)
    )
    today = clock.today()
    return [
        SheetObstacle(
            id=one.id,
            title=one.title,
            kind=one.kind,
            level=one.level,
            state=one.state,
            is_asked=one.asked_department_id == department_id,
            due_on=one.due_on,
            days_left=None if one.state in SETTLED else (one.due_on - today).days,
        )
        for one in db.session.scalars(statement)
    ]


def slogan_of(department_id: int, year: int, actor: Actor) -> SheetSlogan | None:
    """Return the slogan of the year, None where there is none the actor may read."""
    statement = (
        select(Slogan.id, Slogan.text, Slogan.meaning, SloganItem.what, SloganItem.due_on)
        .outerjoin(SloganItem, SloganItem.slogan_id == Slogan.id)
        .where(Slogan.department_id == department_id, Slogan.year == year, slogan_visible_to(actor))
        .order_by(SloganItem.position)
    )
    rows = db.session.execute(statement).all()
    if not rows:
        return None
    slogan_id, text, meaning, *_first = rows[0]
    items = tuple((row.what, row.due_on) for row in rows if row.what is not None)
    return SheetSlogan(id=slogan_id, text=text, meaning=meaning, items=items)


def report_counts(department_id: int, year: int) -> ReportCounts:
    """Count the progress reports due in the year before today: one statement."""
    handed_in = ProgressReport.submitted_on.is_not(None)
    statement = (
        select(
            func.count().filter(and_(handed_in, ProgressReport.on_time.is_(True))),
            func.count().filter(and_(handed_in, ProgressReport.on_time.is_(False))),
            func.count().filter(is_overdue_on(clock.today())),
        )
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(Task.lead_department_id == department_id)
        .where(ReportPeriod.due_on.between(date(year, 1, 1), date(year, 12, 31)))
        .where(or_(ReportPeriod.due_on < clock.today(), handed_in))
    )
    on_time, late, missing = db.session.execute(statement).one()
    return ReportCounts(on_time=on_time, late=late, missing=missing)
