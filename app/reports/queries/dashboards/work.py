"""부서별 업무: tasks by stage, overdue reports, obstacles raised and asked, slogans; for some departments at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    union,
    union_all,
)

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.innovation.enums import SloganState, Stage
from app.innovation.models import LeadShare, Obstacle, ProgressReport, ReportPeriod, Slogan, Task
from app.innovation.queries.boards import IS_ACTIVE
from app.innovation.queries.idle_tasks import idle_before, is_idle
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, named, reading_of, visible_by
from app.innovation.queries.reports import is_overdue_on
from app.innovation.queries.slogans.gallery import visible_to as slogan_visible_to
from app.innovation.queries.tasks import reads_tasks
from app.innovation.rules.obstacles import SETTLED
from app.reports.queries.tower.reporting import StageCount
from app.reports.queries.tower.scope import STILL_DAYS, Shape, inside

UNITS: BindParameter[Any] = bindparam("units", expanding=True)
NO_STAGES = tuple(StageCount(stage=stage, moving=0, still=0) for stage in Stage)


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """Reports a department owes, and by how many days the longest."""

    count: int = 0
    days: int = 0


@dataclass(kw_only=True)
class UnitObstacles:
    """Unsettled obstacles: those the department suffers from and those it is asked to remove; `late` past their day."""

    raised: int = 0
    raised_late: int = 0
    asked: int = 0
    asked_late: int = 0


@dataclass(frozen=True, kw_only=True)
class UnitSlogan:
    """The slogan of a year, as far as the reader may see it."""

    id: int
    text: str
    state: SloganState


class WorkInBureau(NamedTuple):
    """Active tasks by stage and overdue reports: of each department that leads any, alone or with others, and of all."""

    stages: Mapping[int, Sequence[StageCount]]
    whole: Sequence[StageCount]
    overdue: Mapping[int, Overdue]
    late: Overdue


def stages_of(actor: Actor, unit_ids: Sequence[int]) -> Mapping[int, Sequence[StageCount]]:
    """Return the active tasks by stage, for each department that leads any, alone or with others: one statement."""
    if not reads_tasks(actor) or not unit_ids:
        return {}
    counts: dict[int, dict[Stage, tuple[int, int]]] = {}
    given = {"units": unit_ids, "before": idle_before(clock.today(), STILL_DAYS)}
    for unit, stage, every, still in read(_stages(), given):
        counts.setdefault(unit, {})[stage] = (every, still)
    return {unit: _six(found) for unit, found in counts.items()}


def work_in_bureau(actor: Actor, unit_ids: Sequence[int], bureau_id: int) -> WorkInBureau:
    """Return what its departments have to do, and the same of all of them, each task once: one statement."""
    if not reads_tasks(actor):
        return WorkInBureau({}, NO_STAGES, {}, Overdue())
    today = clock.today()
    counts: dict[int | None, dict[Stage, tuple[int, int]]] = {}
    overdue: dict[int | None, Overdue] = {}
    given = {"units": unit_ids, "bureau": bureau_id, "before": idle_before(today, STILL_DAYS), "today": today}
    for unit, stage, every, still, longest in read(_work_in_bureau(), given):
        if stage is not None:
            counts.setdefault(unit, {})[stage] = (every, still)
        elif every:
            overdue[unit] = Overdue(count=every, days=(today - longest).days)
    whole, late = _six(counts.pop(None, {})), overdue.pop(None, Overdue())
    stages = {unit: _six(found) for unit, found in counts.items() if unit is not None}
    return WorkInBureau(stages, whole, {unit: found for unit, found in overdue.items() if unit is not None}, late)


@lru_cache
def _work_in_bureau() -> CompoundSelect[Any]:
    """Select (unit, stage, active, still, no day) and (unit, no stage, overdue, nothing, the longest); no unit: all."""
    still = func.count().filter(is_idle(bindparam("before", type_=UtcDateTime)))
    nobody, no_day = cast(null(), Integer), cast(null(), Date)
    stages = select(nobody, Task.stage, func.count(), still, no_day).where(IS_ACTIVE, *_in_bureau())
    nothing = (cast(null(), Task.stage.type), func.count(), cast(null(), Integer), func.min(ReportPeriod.due_on))
    late = _late(select(Task.lead_department_id, *nothing)).where(Task.lead_department_id.in_(UNITS))
    return union_all(
        _stages().add_columns(no_day),
        stages.group_by(Task.stage),
        late.group_by(Task.lead_department_id),
        _late(select(nobody, *nothing)).where(*_in_bureau()),
    )


def _in_bureau() -> Sequence[ColumnElement[bool]]:
    return inside(Shape(bureau=True), Task.lead_department_id)


def _six(found: Mapping[Stage, tuple[int, int]]) -> Sequence[StageCount]:
    counted = ((stage, *found.get(stage, (0, 0))) for stage in Stage)
    return [StageCount(stage=stage, moving=every - still, still=still) for stage, every, still in counted]


@lru_cache
def _stages() -> AnySelect:
    alone = select(Task.id.label("task_id"), Task.lead_department_id.label("unit"))
    jointly = select(LeadShare.task_id, LeadShare.department_id)
    leads = union(
        alone.where(IS_ACTIVE, Task.lead_department_id.in_(UNITS)),
        jointly.where(LeadShare.department_id.in_(UNITS)),
    ).subquery()
    still = func.count().filter(is_idle(bindparam("before", type_=UtcDateTime)))
    return (
        select(leads.c.unit, Task.stage, func.count(), still)
        .join(Task, Task.id == leads.c.task_id)
        .where(IS_ACTIVE)
        .group_by(leads.c.unit, Task.stage)
    )


def overdue_of(actor: Actor, unit_ids: Sequence[int]) -> Mapping[int, Overdue]:
    """Return the overdue progress reports of each department that owes any: one statement."""
    if not reads_tasks(actor) or not unit_ids:
        return {}
    today = clock.today()
    rows = read(_overdue(), {"units": unit_ids, "today": today})
    return {unit: Overdue(count=count, days=(today - longest).days) for unit, count, longest in rows}


@lru_cache
def _overdue() -> AnySelect:
    found = _late(select(Task.lead_department_id, func.count(), func.min(ReportPeriod.due_on)))
    return found.where(Task.lead_department_id.in_(UNITS)).group_by(Task.lead_department_id)


def _late(counted: AnySelect) -> AnySelect:
    return (
        counted.select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(is_overdue_on(bindparam("today", type_=Date)))
    )


def obstacles_of(actor: Actor, unit_ids: Sequence[int]) -> Mapping[int, UnitObstacles]:
    """Return the unsettled obstacles the actor may read, by department: one statement."""
    found = {unit: UnitObstacles() for unit in unit_ids}
    if not unit_ids:
        return found
    given = {"units": unit_ids, "today": clock.today(), **named(actor)}
    for suffering, asked, count, late in read(_obstacles(reading_of(actor)), given):
        if suffering in found:
            found[suffering].raised += count
            found[suffering].raised_late += late
        if asked in found:
            found[asked].asked += count
            found[asked].asked_late += late
    return found


@lru_cache
def _obstacles(reading: Reading) -> AnySelect:
    suffering, asked = Obstacle.suffering_department_id, Obstacle.asked_department_id
    late = func.count().filter(Obstacle.due_on < bindparam("today", type_=Date))
    return (
        select(suffering, asked, func.count(), late)
        .where(visible_by(reading, ANYBODY), Obstacle.state.not_in(SETTLED))
        .where(or_(suffering.in_(UNITS), asked.in_(UNITS)))
        .group_by(suffering, asked)
    )


def slogans_of(actor: Actor, unit_ids: Sequence[int], year: int) -> Mapping[int, UnitSlogan]:
    """Return the slogan of the year of each department that has one the actor may read: one statement."""
    statement = select(Slogan.department_id, Slogan.id, Slogan.text, Slogan.state).where(
        Slogan.department_id.in_(unit_ids), Slogan.year == year, slogan_visible_to(actor)
    )
    rows = read(statement)
    return {unit: UnitSlogan(id=slogan_id, text=text, state=state) for unit, slogan_id, text, state in rows}
