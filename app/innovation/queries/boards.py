"""보드: six columns of cards in one statement, and the same tasks as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Subquery, exists, false, literal_column, or_, select, true, union_all

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.pages import Page, keyset_page
from app.core.values import Value
from app.innovation.enums import Stage, TaskField, TaskKind, TaskState
from app.innovation.models import StageCounter, Task, TeamMember
from app.innovation.queries.issues import has_value
from app.innovation.queries.joint_leads import led_by, other_leads
from app.innovation.queries.tasks import reads_tasks, visible_to
from app.organization.models import Department

CARDS = 20
"""Cards shown of each column; the rest is in the table."""

COLUMNS = ("id", "number", "title", "kind", "state", "stage", "department", "leader", "open_obstacles", "other_leads")
"""Fields of a line of the table, in the order in which they are read."""

IS_ACTIVE: ColumnElement[bool] = Task.state == literal_column("'active'")
"""Written out, so that SQLite sees that the partial index of the board fits."""


@dataclass(frozen=True, kw_only=True)
class Card:
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
    mine: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One line of the table."""

    id: int
    number: str
    title: str
    kind: TaskKind
    state: TaskState
    stage: Stage
    department: str
    leader: str | None
    days: int
    open_obstacles: int
    other_leads: int


def board(actor: Actor) -> Sequence[Column]:
    """Return the six columns: two statements, whatever the number of tasks."""
    counts = stage_counts()
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
    ) in db.session.execute(cards_statement(actor)):
        card = Card(
            id=task_id,
            number=number,
            title=title,
            department=department,
            other_leads=others,
            is_strategic=kind is TaskKind.STRATEGIC,
            days=days_since(entered),
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
    rows = db.session.execute(select(StageCounter.stage, StageCounter.task_count))
    return {row.stage: row.task_count for row in rows}


def days_since(moment: datetime) -> int:
    """Count the days in Seoul since a moment."""
    return (clock.today() - clock.to_seoul(moment).date()).days


def is_of(actor: Actor) -> ColumnElement[bool]:
    """Tasks in whose team the actor is."""
    member = exists().where(TeamMember.task_id == Task.id, TeamMember.person_id == actor.id)
    return or_(Task.leader_id == actor.id, member)


def list_tasks(actor: Actor, wanted: TaskFilter, cursor: str | None = None) -> Page[TaskRow]:
    """Return one page of tasks as a table, the last changed first."""
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
        .where(visible_to(actor), *_conditions(wanted, actor))
    )
    page = keyset_page(statement, keys=[Task.updated_at, Task.id], cursor=cursor)
    return Page([_row(values) for values in page.rows], page.next_cursor)


def _conditions(wanted: TaskFilter, actor: Actor) -> list[ColumnElement[bool]]:
    columns = {"stage": Task.stage, "state": Task.state, "kind": Task.kind, "field": Task.field}
    conditions: list[ColumnElement[bool]] = [
        column == getattr(wanted, name) for name, column in columns.items() if getattr(wanted, name) is not None
    ]
    if wanted.department_id is not None:
        conditions.append(led_by([wanted.department_id]))
    if wanted.value is not None:
        conditions.append(has_value(Task.values, wanted.value))
    if wanted.mine:
        conditions.append(is_of(actor))
    return conditions


def _row(values: Sequence[Any]) -> TaskRow:
    *plain, entered_at = values
    return TaskRow(**dict(zip(COLUMNS, plain, strict=True)), days=days_since(entered_at))
