"""이행 점검: the practice items of the valid plan with what has become of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.enums import PlanState
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.models import MilestoneResult, Obstacle, Plan, PracticeItem, Task
from app.innovation.queries.tasks import visible_to

EVIDENCE = "milestone_result"
"""What the evidence store calls the result of a practice item."""


@dataclass(frozen=True, kw_only=True)
class MilestoneRow:
    """A practice item with its latest result. `days_left` is None once it is done."""

    id: int
    text: str
    owner: str | None
    starts_on: date | None
    ends_on: date | None
    outcome: MilestoneOutcome | None
    obstacle_id: int | None
    recorded_at: datetime | None
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class ItemRecord:
    """A practice item with its plan, its task and its owner; `latest` is the outcome that counts."""

    item: PracticeItem
    plan: Plan
    task: Task
    owner: str | None
    latest: MilestoneOutcome | None
    is_valid_plan: bool


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One result of a practice item."""

    id: int
    outcome: MilestoneOutcome
    note: str
    obstacle_id: int | None
    obstacle: str | None
    who: str
    when: datetime


def milestones_of(task: Task) -> Sequence[MilestoneRow]:
    """Return the practice items of the valid plan in their order, in one statement."""
    latest = aliased(MilestoneResult)
    statement = (
        select(
            PracticeItem.id,
            PracticeItem.text,
            Person.name,
            PracticeItem.starts_on,
            PracticeItem.ends_on,
            latest.outcome,
            latest.obstacle_id,
            latest.recorded_at,
        )
        .join(Plan, Plan.id == PracticeItem.plan_id)
        .outerjoin(Person, Person.id == PracticeItem.owner_id)
        .outerjoin(latest, latest.id == latest_result_id())
        .where(Plan.task_id == task.id, is_valid())
        .order_by(PracticeItem.position)
    )
    return [_row(row) for row in db.session.execute(statement).mappings()]


def _row(row: object) -> MilestoneRow:
    values = dict(row)  # type: ignore[call-overload]  # a mapping of the columns
    done = values["outcome"] is MilestoneOutcome.DONE
    due = values["ends_on"]
    return MilestoneRow(
        owner=values.pop("name"),
        days_left=None if done or due is None else (due - clock.today()).days,
        **values,
    )


def latest_result_id() -> ColumnElement[int | None]:
    """The latest result of the `PracticeItem` and `Plan` of the statement; an unchanged item keeps it over versions."""
    return (
        select(func.max(MilestoneResult.id))
        .where(MilestoneResult.task_id == Plan.task_id, MilestoneResult.text == PracticeItem.text)
        .correlate(Plan, PracticeItem)
        .scalar_subquery()
    )


def is_valid() -> ColumnElement[bool]:
    """Whether the `Plan` of the statement is the valid version of its task."""
    other = aliased(Plan)
    newest = (
        select(func.max(other.number))
        .where(other.task_id == Plan.task_id, other.state == PlanState.APPROVED)
        .correlate(Plan)
        .scalar_subquery()
    )
    return and_(Plan.state == PlanState.APPROVED, Plan.number == newest)


def item_or_404(practice_item_id: int, actor: Actor) -> ItemRecord:
    """Return a practice item of an approved plan. `Missing` if there is none or the actor may not read its task."""
    latest = aliased(MilestoneResult)
    statement = (
        select(PracticeItem, Plan, Task, Person.name, latest.outcome, is_valid())
        .join(Plan, Plan.id == PracticeItem.plan_id)
        .join(Task, Task.id == Plan.task_id)
        .outerjoin(Person, Person.id == PracticeItem.owner_id)
        .outerjoin(latest, latest.id == latest_result_id())
        .where(PracticeItem.id == practice_item_id, Plan.state == PlanState.APPROVED, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such practice item."))
    item, plan, task, owner, outcome, valid = row
    return ItemRecord(item=item, plan=plan, task=task, owner=owner, latest=outcome, is_valid_plan=bool(valid))


def results_of_item(record: ItemRecord) -> Sequence[ResultRow]:
    """Return what was said about a practice item, the last first, in one statement."""
    rows = db.session.execute(
        _results().where(MilestoneResult.task_id == record.task.id, MilestoneResult.text == record.item.text)
    )
    return [
        ResultRow(
            id=result.id,
            outcome=result.outcome,
            note=result.note,
            obstacle_id=result.obstacle_id,
            obstacle=obstacle,
            who=who,
            when=result.recorded_at,
        )
        for result, obstacle, who in rows
    ]


def _results() -> AnySelect:
    return (
        select(MilestoneResult, Obstacle.title, Person.name)
        .join(Person, Person.id == MilestoneResult.recorded_by_id)
        .outerjoin(Obstacle, Obstacle.id == MilestoneResult.obstacle_id)
        .order_by(MilestoneResult.id.desc())
    )


def may_see_result(actor: Actor, result_id: int) -> bool:
    """Whoever may read the task may read the evidence of its practice items."""
    statement = (
        select(MilestoneResult.id)
        .join(Task, Task.id == MilestoneResult.task_id)
        .where(MilestoneResult.id == result_id, visible_to(actor))
    )
    return db.session.scalar(statement) is not None
