"""장애요인 현황판: one page of obstacles, the last reported first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect
from app.core.pages import Page, keyset_page
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleSeverity, ObstacleState, ObstacleSubject
from app.innovation.models import Issue, Obstacle, Slogan, Task
from app.innovation.queries.issues import visible_to as issue_visible_to
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.queries.slogans.gallery import visible_to as slogan_visible_to
from app.innovation.rules.obstacles import SETTLED, should_escalate
from app.organization.models import Department

COLUMNS = (
    "id",
    "title",
    "kind",
    "severity",
    "state",
    "level",
    "subject",
    "subject_title",
    "department",
    "asked",
    "owner",
    "due_on",
)
"""What the statement selects, in its order; the days it is counted from follow."""

Suffering = aliased(Department, name="suffering")
Asked = aliased(Department, name="asked")


@dataclass(frozen=True, kw_only=True)
class ObstacleFilter:
    """What the wall is narrowed to; None and False do not narrow. Settled ones are left out unless asked for."""

    level: ObstacleLevel | None = None
    state: ObstacleState | None = None
    kind: ObstacleKind | None = None
    department_id: int | None = None
    asked_department_id: int | None = None
    recurrence: str | None = None
    words: str = ""
    late: bool = False
    with_settled: bool = False


@dataclass(frozen=True, kw_only=True)
class ObstacleRow:
    """One line of the wall. `days_left` is None once it is settled; `should_rise`: its level's days are over."""

    id: int
    title: str
    kind: ObstacleKind
    severity: ObstacleSeverity
    state: ObstacleState
    level: ObstacleLevel
    subject: ObstacleSubject
    subject_title: str | None
    department: str
    asked: str
    owner: str | None
    due_on: date
    days_open: int
    days_left: int | None
    should_rise: bool


def list_obstacles(actor: Actor, wanted: ObstacleFilter, cursor: str | None = None) -> Page[ObstacleRow]:
    """Return one page of the wall in one statement."""
    statement = _statement(actor).where(visible_to(actor), *_conditions(wanted))
    page = keyset_page(statement, keys=[Obstacle.reported_at, Obstacle.id], cursor=cursor)
    today = clock.today()
    return Page([_row(today, values) for values in page.rows], page.next_cursor)


def _statement(actor: Actor) -> AnySelect:
    return (
        select(
            Obstacle.id,
            Obstacle.title,
            Obstacle.kind,
            Obstacle.severity,
            Obstacle.state,
            Obstacle.level,
            Obstacle.subject,
            func.coalesce(Task.title, Issue.title, Slogan.text),
            Suffering.name,
            func.coalesce(Asked.name, Obstacle.asked_body),
            Person.name,
            Obstacle.due_on,
            Obstacle.reported_at,
            Obstacle.closed_on,
            Obstacle.level_due_on,
        )
        .join(Suffering, Suffering.id == Obstacle.suffering_department_id)
        .outerjoin(Asked, Asked.id == Obstacle.asked_department_id)
        .outerjoin(Person, Person.id == Obstacle.owner_id)
        .outerjoin(Task, Task.id == Obstacle.task_id)
        .outerjoin(Issue, (Issue.id == Obstacle.issue_id) & issue_visible_to(actor))
        .outerjoin(Slogan, (Slogan.id == Obstacle.slogan_id) & slogan_visible_to(actor))
    )


def _conditions(wanted: ObstacleFilter) -> list[ColumnElement[bool]]:
    exact: list[tuple[Any, object]] = [
        (Obstacle.level, wanted.level),
        (Obstacle.state, wanted.state),
        (Obstacle.kind, wanted.kind),
        (Obstacle.suffering_department_id, wanted.department_id),
        (Obstacle.asked_department_id, wanted.asked_department_id),
        (Obstacle.recurrence, wanted.recurrence),
    ]
    conditions = [column == value for column, value in exact if value is not None]
    conditions += [Obstacle.title.icontains(word, autoescape=True) for word in wanted.words.split()]
    if wanted.late:
        conditions += [Obstacle.due_on < clock.today(), Obstacle.state.not_in(SETTLED)]
    if wanted.state is None and not wanted.with_settled:
        conditions.append(Obstacle.state.not_in(SETTLED))
    return conditions


def _row(today: date, values: Sequence[Any]) -> ObstacleRow:
    *plain, reported_at, closed_on, level_due_on = values
    row = dict(zip(COLUMNS, plain, strict=True))
    state = row["state"]
    return ObstacleRow(
        **row,
        days_open=days_open(reported_at, closed_on),
        days_left=None if state in SETTLED else (row["due_on"] - today).days,
        should_rise=should_escalate(state, row["level"], level_due_on, today),
    )


def days_open(reported_at: datetime, closed_on: date | None) -> int:
    """Count the days in Seoul from the report to the day of closing, or to today."""
    return ((closed_on or clock.today()) - clock.to_seoul(reported_at).date()).days
