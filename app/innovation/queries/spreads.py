"""확산: recommendations with their answers and adoptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.innovation.enums import SpreadDecision
from app.innovation.enums.spreads import SpreadState
from app.innovation.models import Closing, Spread, Task
from app.innovation.queries.tasks import visible_to
from app.organization.models import Department

Origin = aliased(Department, name="origin")


@dataclass(frozen=True, kw_only=True)
class SpreadFilter:
    """What the list is narrowed to; None does not narrow."""

    state: SpreadState | None = None
    department_id: int | None = None
    origin_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SpreadRow:
    """One recommendation. `days_left` is None once it is answered."""

    id: int
    task_id: int
    number: str
    title: str
    origin: str
    department: str
    state: SpreadState
    due_on: date
    adopted_on: date | None
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class SpreadRecord:
    """A recommendation with its task and the names around it."""

    spread: Spread
    task: Task
    origin: str
    department: str
    recommender: str
    answerer: str | None
    reporter: str | None


@dataclass(frozen=True, kw_only=True)
class SpreadCounts:
    """How the recommendations the reader sees in the list stand."""

    recommended: int
    accepted: int
    declined: int
    adopted: int


COLUMNS = ("id", "task_id", "number", "title", "origin", "department", "state", "due_on", "adopted_on")


def list_spreads(actor: Actor, wanted: SpreadFilter, cursor: str | None = None) -> Page[SpreadRow]:
    """Return one page of recommendations, the newest first, in one statement."""
    statement = _rows().where(visible_to(actor))
    pairs = (
        (Spread.state, wanted.state),
        (Spread.department_id, wanted.department_id),
        (Task.lead_department_id, wanted.origin_id),
    )
    statement = statement.where(*(column == value for column, value in pairs if value is not None))
    page = keyset_page(statement, keys=[Spread.id], cursor=cursor)
    return Page([_row(values) for values in page.rows], page.next_cursor)


def spreads_of(task: Task) -> Sequence[SpreadRow]:
    """Return the recommendations of a task in the order of the organization chart, in one statement."""
    statement = _rows().where(Spread.task_id == task.id).order_by(Department.position, Department.id)
    return [_row(tuple(values)) for values in db.session.execute(statement)]


def _rows() -> AnySelect:
    return (
        select(
            Spread.id,
            Task.id,
            Task.number,
            Task.title,
            Origin.name,
            Department.name,
            Spread.state,
            Spread.due_on,
            Spread.adopted_on,
        )
        .join(Task, Task.id == Spread.task_id)
        .join(Origin, Origin.id == Task.lead_department_id)
        .join(Department, Department.id == Spread.department_id)
    )


def _row(values: Sequence[Any]) -> SpreadRow:
    row = dict(zip(COLUMNS, values, strict=True))
    waiting = row["state"] is SpreadState.RECOMMENDED
    return SpreadRow(**row, days_left=(row["due_on"] - clock.today()).days if waiting else None)


def spread_counts(actor: Actor) -> SpreadCounts:
    """Count the recommendations by state, in one statement."""
    statement = (
        select(Spread.state, func.count())
        .join(Task, Task.id == Spread.task_id)
        .where(visible_to(actor))
        .group_by(Spread.state)
    )
    found = {state.value: count for state, count in db.session.execute(statement)}
    return SpreadCounts(**{state.value: found.get(state.value, 0) for state in SpreadState})


def spread_or_404(spread_id: int, actor: Actor) -> SpreadRecord:
    """Return a recommendation. `Missing` if there is none or the actor may not read its task."""
    recommender, answerer, reporter = aliased(Person), aliased(Person), aliased(Person)
    statement = (
        select(Spread, Task, Origin.name, Department.name, recommender.name, answerer.name, reporter.name)
        .join(Task, Task.id == Spread.task_id)
        .join(Origin, Origin.id == Task.lead_department_id)
        .join(Department, Department.id == Spread.department_id)
        .join(recommender, recommender.id == Spread.recommended_by_id)
        .outerjoin(answerer, answerer.id == Spread.answered_by_id)
        .outerjoin(reporter, reporter.id == Spread.reported_by_id)
        .where(Spread.id == spread_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such recommendation."))
    spread, task, origin, department, *names = row
    return SpreadRecord(
        spread=spread,
        task=task,
        origin=origin,
        department=department,
        recommender=names[0],
        answerer=names[1],
        reporter=names[2],
    )


def spread_decision(task: Task) -> SpreadDecision | None:
    """Return what the closing of the task decided about its spread."""
    return db.session.scalar(select(Closing.spread).where(Closing.task_id == task.id))


def answered_on(moment: datetime | None) -> date:
    """Return the day in Seoul of an answer."""
    return clock.to_seoul(moment).date() if moment else clock.today()
