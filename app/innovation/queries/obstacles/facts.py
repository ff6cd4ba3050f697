"""What the gates and the pages of tasks, issues and slogans need to know of their obstacles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.innovation.enums import ObstacleLevel, ObstacleState, ObstacleSubject
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.models import Obstacle, ObstacleMove
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.rules.obstacles import SETTLED
from app.organization.models import Department

SUBJECT_COLUMNS = {
    ObstacleSubject.TASK: Obstacle.task_id,
    ObstacleSubject.ISSUE: Obstacle.issue_id,
    ObstacleSubject.SLOGAN: Obstacle.slogan_id,
    ObstacleSubject.PRACTICE_ITEM: Obstacle.practice_item_id,
}


def obstacle_facts(task_id: int) -> tuple[int, int]:
    """Return how many obstacles of the task have no owner, and how many are neither closed nor taken over."""
    unsettled = Obstacle.state.not_in(SETTLED)
    statement = select(
        func.count().filter(and_(unsettled, Obstacle.owner_id.is_(None))),
        func.count().filter(and_(unsettled, ~is_taken_over())),
    ).where(Obstacle.task_id == task_id)
    without_owner, open_here = db.session.execute(statement).one()
    return int(without_owner), int(open_here)


def is_taken_over() -> ColumnElement[bool]:
    """Whether the `Obstacle` of the statement was handed over and its new owner has taken it up since."""
    taken_up = exists().where(
        ObstacleMove.obstacle_id == Obstacle.id,
        ObstacleMove.step == ObstacleStep.TAKE_UP,
        ObstacleMove.moved_by_id == Obstacle.owner_id,
        ObstacleMove.moved_at >= Obstacle.handed_over_at,
    )
    return and_(Obstacle.handed_over_at.is_not(None), taken_up)


@dataclass(frozen=True, kw_only=True)
class ListedObstacle:
    """One obstacle on the page of what it stands in the way of. `days_left` is None once it is settled."""

    id: int
    title: str
    state: ObstacleState
    level: ObstacleLevel
    asked: str
    owner: str | None
    due_on: date
    days_left: int | None


def obstacles_of(subject: ObstacleSubject, subject_id: int, actor: Actor) -> Sequence[ListedObstacle]:
    """Return the obstacles of a task, issue or slogan the actor may read, unsettled first, in one statement."""
    statement = (
        select(
            Obstacle.id,
            Obstacle.title,
            Obstacle.state,
            Obstacle.level,
            func.coalesce(Department.name, Obstacle.asked_body),
            Person.name,
            Obstacle.due_on,
        )
        .outerjoin(Department, Department.id == Obstacle.asked_department_id)
        .outerjoin(Person, Person.id == Obstacle.owner_id)
        .where(SUBJECT_COLUMNS[subject] == subject_id, visible_to(actor))
        .order_by(Obstacle.state.in_(SETTLED), Obstacle.due_on, Obstacle.id)
    )
    today = clock.today()
    return [
        ListedObstacle(
            id=obstacle_id,
            title=title,
            state=state,
            level=level,
            asked=asked,
            owner=owner,
            due_on=due_on,
            days_left=None if state in SETTLED else (due_on - today).days,
        )
        for obstacle_id, title, state, level, asked, owner, due_on in db.session.execute(statement)
    ]
