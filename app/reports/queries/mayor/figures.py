"""시장 한 장의 숫자: everything on the page that is only counted, in one statement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.accounts.models import Membership, Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, UtcDateTime, read
from app.innovation.enums import IssueState, Stage
from app.innovation.models import Issue, Obstacle, ProgressReport, ReportPeriod, Task
from app.innovation.queries.boards import IS_ACTIVE
from app.innovation.queries.idle_tasks import idle_before, is_idle
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, named, reading_of, visible_by
from app.innovation.queries.reports import is_overdue_on
from app.innovation.queries.tasks import reads_tasks
from app.innovation.rules.obstacles import SETTLED
from app.mileage.models import AccountYear, MileageAccount
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.reports.queries.mayor.changes import Change, change_counts, changes_of, edges_of
from app.reports.queries.tower.reporting import StageCount
from app.reports.queries.tower.scope import STILL_DAYS

TODAY = bindparam("today", type_=Date)


class _What(IntEnum):
    """What a row of the statement counts."""

    CHANGE = 0
    IDEAS = 1
    PEOPLE = 2
    ACTIVE = 3
    STILL = 4
    OBSTACLES = 5
    LATE = 6


@dataclass(frozen=True)
class Share:
    """Some of all: adopted ideas of the decided ones, people with points of all people, late obstacles of the open ones."""

    part: int = 0
    whole: int = 0


@dataclass(frozen=True)
class LateReports:
    """Overdue progress reports: how many, of how many departments, and the department that owes most."""

    count: int
    departments: int
    department_id: int
    department: str
    most: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was counted. `late` is None where every report is in."""

    stages: Sequence[StageCount]
    late: LateReports | None
    obstacles: Share
    ideas: Share
    people: Share
    changes: Sequence[Change]


def figures_of(actor: Actor, year: int) -> Figures:
    """Return what was counted, of obstacles and tasks only as far as the actor may read them. One statement."""
    today = clock.today()
    given = {
        **named(actor),
        **edges_of(today),
        "today": today,
        "before": idle_before(today, STILL_DAYS),
        "year": year,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
    }
    rows = read(_statement(reading_of(actor), with_tasks=reads_tasks(actor)), given).all()
    return _figures(rows)


def _figures(rows: Sequence[AnyRow]) -> Figures:
    found: Mapping[_What, dict[str, Sequence[Any]]] = {what: {} for what in _What}
    for what, key, *numbers in rows:
        found[_What(what)][key] = numbers
    return Figures(
        stages=list(_stages(found[_What.ACTIVE], found[_What.STILL])),
        late=next((_late(key, numbers) for key, numbers in found[_What.LATE].items()), None),
        obstacles=_share(found[_What.OBSTACLES]),
        ideas=_share(found[_What.IDEAS]),
        people=_share(found[_What.PEOPLE]),
        changes=changes_of({int(key): (now, before) for key, (now, before, *_) in found[_What.CHANGE].items()}),
    )


def _stages(active: Mapping[str, Sequence[Any]], still: Mapping[str, Sequence[Any]]) -> Iterator[StageCount]:
    for stage in Stage:
        every, standing = active.get(stage.value, (0,))[0], still.get(stage.value, (0,))[0]
        yield StageCount(stage=stage, moving=every - standing, still=standing)


def _share(rows: Mapping[str, Sequence[Any]]) -> Share:
    return next((Share(part or 0, whole) for part, whole, *_rest in rows.values()), Share())


def _late(department: str, numbers: Sequence[Any]) -> LateReports:
    most, unit_id, count, departments = numbers
    return LateReports(int(count), departments, unit_id, department, most)


@lru_cache
def _statement(reading: Reading, *, with_tasks: bool) -> CompoundSelect[Any]:
    """Select (what, key, four numbers)."""
    changed = (_row(_What.CHANGE, str(n), now, before) for n, (now, before) in enumerate(change_counts()))
    tasks = (_active(), _still(), _late_reports()) if with_tasks else ()
    return union_all(*changed, _ideas(), _people(), _obstacles(reading), *tasks)


def _row(what: _What, key: Any, *numbers: Any) -> AnySelect:  # noqa: ANN401  text or a column
    filled = (*numbers, *(literal(0) for _missing in range(4 - len(numbers))))
    named_key = literal(key, String) if isinstance(key, str) else key
    return select(literal(int(what), Integer), named_key, *filled)


def _ideas() -> AnySelect:
    adopted = func.count().filter(Issue.state == IssueState.ADOPTED)
    decided = Issue.decided_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
    return _row(_What.IDEAS, "", adopted, func.count()).select_from(Issue).where(decided)


def _people() -> AnySelect:
    """People of today's departments, and those of them who have earned anything this year, from the counters."""
    year = bindparam("year", type_=Integer)
    earned = and_(AccountYear.account_id == MileageAccount.id, AccountYear.year == year, AccountYear.earned > 0)
    there = [
        and_(first <= TODAY, or_(last.is_(None), last >= TODAY))
        for first, last in (
            (Membership.starts_on, Membership.ends_on),
            (Person.joined_on, Person.left_on),
            (Department.valid_from, Department.valid_until),
        )
    ]
    return (
        _row(_What.PEOPLE, "", func.count(AccountYear.account_id), func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Department, Department.id == Membership.department_id)
        .outerjoin(MileageAccount, MileageAccount.person_id == Person.id)
        .outerjoin(AccountYear, earned)
        .where(Department.kind != DepartmentKind.BUREAU, *there)
    )


def _obstacles(reading: Reading) -> AnySelect:
    late = func.count().filter(Obstacle.due_on < TODAY)
    found = _row(_What.OBSTACLES, "", late, func.count()).select_from(Obstacle)
    return found.where(visible_by(reading, ANYBODY), Obstacle.state.not_in(SETTLED))


def _active() -> AnySelect:
    return _row(_What.ACTIVE, cast(Task.stage, String), func.count()).where(IS_ACTIVE).group_by(Task.stage)


def _still() -> AnySelect:
    """Grouped by the stage as text: by the column itself SQLite would read the whole board in its order."""
    stage = cast(Task.stage, String)
    idle = is_idle(bindparam("before", type_=UtcDateTime))
    return _row(_What.STILL, stage, func.count()).where(IS_ACTIVE, idle).group_by(stage)


def _late_reports() -> AnySelect:
    """The department that owes most, beside the sums over all."""
    count = func.count()
    by_department = (
        _row(_What.LATE, Department.name, count, Department.id, func.sum(count).over(), func.count().over())
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(is_overdue_on(TODAY))
        .group_by(Department.id, Department.name)
        .order_by(count.desc(), Department.name)
        .limit(1)
    )
    return select(by_department.subquery())
