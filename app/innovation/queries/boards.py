"""보드: six columns of cards in one statement, and the same tasks as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    Subquery,
    and_,
    bindparam,
    cast,
    exists,
    false,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.core.pages import Keyset, Page, narrowed_by
from app.core.values import Value
from app.innovation.enums import Stage, TaskField, TaskKind, TaskState
from app.innovation.models import StageCounter, Task, TeamMember
from app.innovation.queries.idle_tasks import idle_before, is_idle
from app.innovation.queries.joint_leads import led_by, other_leads
from app.innovation.queries.tasks import reads_tasks
from app.organization.models import Department

CARDS = 20
"""Cards shown of each column; the rest is in the table."""

IS_ACTIVE: ColumnElement[bool] = Task.state == literal_column("'active'")
"""Written out, so that SQLite sees that the partial index of the board fits."""


class Card(NamedTuple):
    """One task on the board. `days` counts the days in the present stage."""

    id: int
    number: str
    title: str
    department: str
    other_leads: int
    is_strategic: bool
    days: int
    open_obstacles: int


@dataclass(frozen=True, kw_only=True)
class Column:
    """One stage of the board: how many tasks there are and the cards that moved last."""

    stage: Stage
    count: int
    cards: Sequence[Card]


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    """What the table is narrowed to; None and False do not narrow."""

    stage: Stage | None = None
    state: TaskState | None = None
    kind: TaskKind | None = None
    field: TaskField | None = None
    value: Value | None = None
    department_id: int | None = None
    bureau_id: int | None = None
    group_id: int | None = None
    still: int | None = None
    """Only active tasks in which nothing has moved for more than so many days."""
    mine: bool = False


class TaskRow(NamedTuple):
    """One line of the table."""

    id: int
    number: str
    title: str
    kind: TaskKind
    state: TaskState
    stage: Stage
    department: str
    leader: str | None
    open_obstacles: int
    other_leads: int
    days: int


def board(actor: Actor) -> Sequence[Column]:
    """Return the six columns: two statements, whatever the number of tasks."""
    counts, today = stage_counts(), clock.today()
    cards: dict[Stage, list[Card]] = {stage: [] for stage in Stage}
    for (
        task_id,
        number,
        title,
        stage,
        kind,
        _lead,
        entered,
        _updated,
        obstacles,
        others,
        department,
    ) in read(cards_statement(actor)):
        card = Card(
            id=task_id,
            number=number,
            title=title,
            department=department,
            other_leads=others,
            is_strategic=kind is TaskKind.STRATEGIC,
            days=days_between(entered, today),
            open_obstacles=obstacles,
        )
        cards[stage].append(card)
    return [Column(stage=stage, count=counts.get(stage, 0), cards=cards[stage]) for stage in Stage]


def cards_statement(actor: Actor) -> AnySelect:
    """Return the statement that reads the newest cards of all columns: one index range per column."""
    return _cards(readable=reads_tasks(actor))


@cache
def _cards(*, readable: bool) -> AnySelect:
    """Build the statement once: putting its six parts together costs more than running it."""
    newest = union_all(*(select(_newest(stage, readable=readable)) for stage in Stage)).subquery()
    return (
        select(newest, Department.name)
        .join(Department, Department.id == newest.c.lead_department_id)
        .order_by(newest.c.updated_at.desc(), newest.c.id.desc())
    )


def _newest(stage: Stage, *, readable: bool) -> Subquery:
    return (
        select(
            Task.id,
            Task.number,
            Task.title,
            Task.stage,
            Task.kind,
            Task.lead_department_id,
            Task.stage_entered_at,
            Task.updated_at,
            Task.open_obstacle_count,
            other_leads().label("other_leads"),
        )
        .where(IS_ACTIVE, Task.stage == stage, true() if readable else false())
        .order_by(Task.updated_at.desc(), Task.id.desc())
        .limit(CARDS)
        .subquery()
    )


def stage_counts() -> Mapping[Stage, int]:
    """Return how many active tasks stand in each stage; stages that never had one are left out."""
    return {row.stage: row.task_count for row in read(_COUNTS)}


_COUNTS = select(StageCounter.stage, StageCounter.task_count)


def days_since(moment: datetime) -> int:
    """Count the days in Seoul since a moment."""
    return days_between(moment, clock.today())


def days_between(moment: datetime, today: date) -> int:
    """Count the days in Seoul from a moment to today, for lists that ask once which day it is."""
    return (today - clock.to_seoul(moment).date()).days


def list_tasks(actor: Actor, wanted: TaskFilter, cursor: str | None = None) -> Page[TaskRow]:
    """Return one page of tasks as a table, the last changed first."""
    chosen = narrowed_by(wanted)
    given = {**chosen, "me": actor.id, "value": f'%"{wanted.value}"%', "department_id": [wanted.department_id]}
    if wanted.still is not None:
        given["before"] = idle_before(clock.today(), wanted.still)
    page = _table(reads_tasks(actor), frozenset(chosen)).page(cursor, given)
    today = clock.today()
    rows = [TaskRow._make((*plain, days_between(entered, today))) for *plain, entered in page.rows]
    return Page(rows, page.next_cursor)


ME = bindparam("me", type_=Integer)

NARROWINGS = {
    "stage": Task.stage == bindparam("stage"),
    "state": Task.state == bindparam("state"),
    "kind": Task.kind == bindparam("kind"),
    "field": Task.field == bindparam("field"),
    "value": cast(Task.values, String).like(bindparam("value")),
    "department_id": led_by(bindparam("department_id", expanding=True)),
    "bureau_id": Department.parent_id == bindparam("bureau_id"),
    "group_id": Department.peer_group_id == bindparam("group_id"),
    "still": and_(IS_ACTIVE, is_idle(bindparam("before", type_=UtcDateTime))),
    "mine": or_(
        Task.leader_id == ME,
        exists().where(TeamMember.task_id == Task.id, TeamMember.person_id == ME),
    ),
}
"""What each field of a filter asks of a task."""


@lru_cache(maxsize=256)
def _table(readable: bool, narrowings: frozenset[str]) -> Keyset:  # noqa: FBT001  a key of the cache
    """Put the statement of the table together once for each combination of filters in use."""
    statement = (
        select(
            Task.id,
            Task.number,
            Task.title,
            Task.kind,
            Task.state,
            Task.stage,
            Department.name,
            Person.name,
            Task.open_obstacle_count,
            other_leads(),
            Task.stage_entered_at,
        )
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(Person, Person.id == Task.leader_id)
        .where(true() if readable else false(), *(NARROWINGS[name] for name in sorted(narrowings)))
    )
    return Keyset(statement, keys=[Task.updated_at, Task.id])
