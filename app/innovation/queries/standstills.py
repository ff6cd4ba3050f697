"""정체 목록: active tasks that have been in their stage for longer than its limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, Role
from app.core.pages import Page, keyset_page
from app.innovation.enums import Stage, TaskKind
from app.innovation.models import Task
from app.innovation.queries.boards import IS_ACTIVE, days_since
from app.innovation.queries.joint_leads import led_by
from app.innovation.queries.stage_limits import cutoffs
from app.organization.models import Department

COLUMNS = (
    "id",
    "number",
    "title",
    "kind",
    "stage",
    "department",
    "leader",
    "returns",
    "open_obstacles",
    "updated_at",
)
"""Fields of a line, in the order in which they are read."""


@dataclass(frozen=True, kw_only=True)
class StandstillFilter:
    """What the list is narrowed to and how it is ordered; None does not narrow."""

    stage: Stage | None = None
    kind: TaskKind | None = None
    department_id: int | None = None
    latest_first: bool = False


@dataclass(frozen=True, kw_only=True)
class StandstillRow:
    """One task that stands still: days in the stage, the stage's limit in working days, and the last change."""

    id: int
    number: str
    title: str
    kind: TaskKind
    stage: Stage
    department: str
    leader: str | None
    days: int
    limit: int
    returns: int
    open_obstacles: int
    updated_at: datetime


def standstills(
    actor: Actor, wanted: StandstillFilter, limits: Mapping[Stage, int], cursor: str | None = None
) -> Page[StandstillRow]:
    """Return one page of the tasks the actor answers for that stand still, the longest first: two statements."""
    statement = (
        select(
            Task.id,
            Task.number,
            Task.title,
            Task.kind,
            Task.stage,
            Department.name,
            Person.name,
            Task.return_count,
            Task.open_obstacle_count,
            Task.updated_at,
            Task.stage_entered_at,
        )
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(Person, Person.id == Task.leader_id)
        .where(_answered_for(actor), stands_still(cutoffs(limits)), *_conditions(wanted))
    )
    keys = [Task.stage_entered_at, Task.id]
    page = keyset_page(statement, keys=keys, cursor=cursor, smallest_first=not wanted.latest_first)
    return Page([_row(limits, values) for values in page.rows], page.next_cursor)


def stands_still(entered_before: Mapping[Stage, date]) -> ColumnElement[bool]:
    """Whether the active `Task` of the statement entered its stage before the day of that stage."""
    late = (
        and_(Task.stage == stage, Task.stage_entered_at < clock.start_of_day(day))
        for stage, day in entered_before.items()
    )
    return and_(IS_ACTIVE, or_(*late))


def _answered_for(actor: Actor) -> ColumnElement[bool]:
    """Control tower and auditors see every task, a head those of the own department and of its bureau's."""
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return IS_ACTIVE
    headed = list(actor.headed_department_ids)
    if not headed:
        return false()
    below = select(Department.id).where(Department.parent_id.in_(headed))
    return or_(led_by(headed), Task.lead_department_id.in_(below), Task.responsible_head_id == actor.id)


def _conditions(wanted: StandstillFilter) -> list[ColumnElement[bool]]:
    pairs = (
        (Task.stage, wanted.stage),
        (Task.kind, wanted.kind),
        (Task.lead_department_id, wanted.department_id),
    )
    return [column == value for column, value in pairs if value is not None]


def _row(limits: Mapping[Stage, int], values: Sequence[Any]) -> StandstillRow:
    *plain, entered_at = values
    row = dict(zip(COLUMNS, plain, strict=True))
    return StandstillRow(**row, days=days_since(entered_at), limit=limits[row["stage"]])
