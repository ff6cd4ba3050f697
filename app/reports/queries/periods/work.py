"""과제·장애요인·슬로건: what was done and moved in a period, with a proposal for what to say about it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.database import AnyRow, db
from app.innovation.enums import Sensitivity, SloganState, TaskState
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.models import (
    MilestoneResult,
    Obstacle,
    Plan,
    PracticeItem,
    ProgressReport,
    ReportPeriod,
    Slogan,
    SloganItem,
    Task,
)
from app.innovation.queries.gate_facts import HANDED_IN
from app.innovation.queries.joint_leads import led_by
from app.innovation.queries.milestones import is_valid
from app.innovation.rules.obstacles import SETTLED
from app.organization.models import Department
from app.organization.rules import fiscal_year
from app.reports.enums import Light, LineKind
from app.reports.queries.periods.happenings import happenings
from app.reports.queries.periods.subject import Subject
from app.reports.rules.facts import OFFERED
from app.reports.rules.lines import LineContent
from app.reports.rules.periods import Period


def work_subjects(department_id: int, period: Period) -> list[Subject]:
    """Return tasks, obstacles and the slogan of a department: four statements."""
    rows = _task_rows(department_id, period)
    task_ids = [row.id for row in rows]
    obstacles = _obstacle_rows(department_id, task_ids, period)
    tasks = [_task(row, [one for one in obstacles if one.task_id == row.id]) for row in rows]
    own = [_obstacle(row) for row in obstacles if row.suffering_department_id == department_id]
    told = happenings(task_ids, [row.id for row in obstacles], department_id, period)
    every = [*tasks, *own, *_slogans(department_id, period)]
    return [_offering(subject, told.get(subject.key, ())) for subject in every]


def _offering(subject: Subject, told: Sequence[str]) -> Subject:
    """Keep what is recorded with the facts of the line, and offer it as its words."""
    if not told:
        return subject
    offered = "\n".join(told)
    return replace(subject, offered=offered, facts={**subject.facts, OFFERED: offered})


def _span(period: Period) -> tuple[datetime, datetime]:
    return clock.start_of_day(period.starts_on), clock.start_of_day(period.ends_on + timedelta(days=1))


def _task_rows(department_id: int, period: Period) -> Sequence[AnyRow]:
    start, after = _span(period)
    valid = select(Plan.id).where(Plan.task_id == Task.id, is_valid())
    plan = valid.correlate_except(Plan).scalar_subquery()
    done = exists().where(
        MilestoneResult.task_id == Task.id,
        MilestoneResult.text == PracticeItem.text,
        MilestoneResult.outcome == MilestoneOutcome.DONE,
    )
    done = done.correlate_except(MilestoneResult)
    late = and_(~done, PracticeItem.ends_on < clock.today())

    def count(*conditions: object) -> ScalarSelect[int]:
        items = select(func.count()).where(PracticeItem.plan_id == plan, *conditions)  # type: ignore[arg-type]
        return items.correlate(Task).scalar_subquery()

    statement = (
        select(
            Task.id,
            Task.number,
            Task.title,
            Task.stage,
            Task.state,
            Task.open_obstacle_count,
            Person.name.label("leader"),
            count().label("items"),
            count(done).label("items_done"),
            count(late).label("items_late"),
            _told(period).label("told"),
        )
        .outerjoin(Person, Person.id == Task.leader_id)
        .where(led_by([department_id]), Task.framed_at < after)
        .where(or_(Task.state == TaskState.ACTIVE, Task.updated_at >= start))
        .order_by(Task.number)
    )
    return db.session.execute(statement).all()


def _told(period: Period) -> ScalarSelect[str]:
    """What the task's own progress report of the period says."""
    return (
        select(ProgressReport.summary)
        .join(ReportPeriod, ReportPeriod.id == ProgressReport.period_id)
        .where(ProgressReport.task_id == Task.id, ProgressReport.state.in_(HANDED_IN))
        .where(ReportPeriod.ends_on.between(period.starts_on, period.ends_on))
        .order_by(ReportPeriod.ends_on.desc())
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )


def _task(row: AnyRow, obstacles: Sequence[AnyRow]) -> Subject:
    still_open = [one for one in obstacles if one.state not in SETTLED]
    late = bool(row.items_late) or any(one.due_on < clock.today() for one in still_open)
    suggestion = LineContent(
        kind=LineKind.TASK,
        record_id=row.id,
        text=row.told or "",
        light=Light.AMBER if late else Light.GREEN,
        percent=row.items_done * 100 // row.items if row.items else None,
    )
    facts = {
        "stage": row.stage.value,
        "state": row.state.value,
        "leader": row.leader,
        "items": row.items,
        "items_done": row.items_done,
        "items_late": row.items_late,
        "obstacles": row.open_obstacle_count,
    }
    return Subject(
        kind=LineKind.TASK,
        record_id=row.id,
        title=f"{row.number} {row.title}",
        facts=facts,
        suggestion=suggestion,
        obstacles=tuple((one.id, one.title) for one in still_open),
    )


def _obstacle_rows(department_id: int, task_ids: Collection[int], period: Period) -> Sequence[AnyRow]:
    """Obstacles of the department and of its tasks, without those only a few may know of."""
    _start, after = _span(period)
    asked = aliased(Department)
    statement = (
        select(
            Obstacle.id,
            Obstacle.title,
            Obstacle.task_id,
            Obstacle.state,
            Obstacle.level,
            Obstacle.due_on,
            Obstacle.suffering_department_id,
            func.coalesce(asked.name, Obstacle.asked_body).label("asked"),
        )
        .outerjoin(asked, asked.id == Obstacle.asked_department_id)
        .where(or_(Obstacle.suffering_department_id == department_id, Obstacle.task_id.in_(task_ids)))
        .where(Obstacle.sensitivity != Sensitivity.RESTRICTED, Obstacle.reported_at < after)
        .where(or_(Obstacle.closed_on.is_(None), Obstacle.closed_on >= period.starts_on))
        .order_by(Obstacle.reported_at, Obstacle.id)
    )
    return db.session.execute(statement).all()


def _obstacle(row: AnyRow) -> Subject:
    return Subject(
        kind=LineKind.OBSTACLE,
        record_id=row.id,
        title=row.title,
        facts={
            "state": row.state.value,
            "level": row.level.value,
            "asked": row.asked,
            "due_on": row.due_on.isoformat(),
        },
        suggestion=LineContent(kind=LineKind.OBSTACLE, record_id=row.id),
    )


def _slogans(department_id: int, period: Period) -> list[Subject]:
    items = select(func.count()).where(SloganItem.slogan_id == Slogan.id).scalar_subquery()
    statement = select(Slogan.id, Slogan.text, items.label("items")).where(
        Slogan.department_id == department_id,
        Slogan.year == fiscal_year(period.ends_on),
        Slogan.state == SloganState.APPROVED,
    )
    return [
        Subject(
            kind=LineKind.SLOGAN,
            record_id=row.id,
            title=row.text,
            facts={"items": row.items},
            suggestion=LineContent(kind=LineKind.SLOGAN, record_id=row.id),
        )
        for row in db.session.execute(statement)
    ]
