"""담당자 지정과 인계: who sees to an obstacle."""

from datetime import date

from sqlalchemy import select

from app.accounts.models import Person
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.enums.permissions import Permission
from app.innovation.events import ObstacleHandedOver, ObstacleOwnerAssigned
from app.innovation.models import Obstacle, Task
from app.innovation.policy import POLICY
from app.innovation.rules.common import check_reason
from app.innovation.rules.obstacles import SETTLED
from app.innovation.rules.stages import check_active
from app.innovation.services.obstacles.history import move


def assign_owner(*, obstacle: Obstacle, actor: Actor, owner_id: int, due_on: date, note: str = "") -> None:
    """Name who sees to the obstacle, and until when. An owner of the lead department ends a handover."""
    access.require(POLICY, Permission.OBSTACLE_ASSIGN, actor, obstacle)
    department_id, task = _check(obstacle, owner_id, due_on), _task_of(obstacle)
    comes_back = task is not None and department_id == task.lead_department_id
    move(
        obstacle,
        ObstacleStep.OWNER_ASSIGNMENT,
        actor=actor,
        note=note,
        owner_id=owner_id,
        due_on=due_on,
        handed_over_at=None if comes_back else obstacle.handed_over_at,
    )
    publish(ObstacleOwnerAssigned(actor_id=actor.id, obstacle_id=obstacle.id, owner_id=owner_id))


def hand_over(*, obstacle: Obstacle, actor: Actor, owner_id: int, due_on: date, note: str) -> None:
    """Give the obstacle to somebody outside the lead department; once they take it up the task may close without it."""
    access.require(POLICY, Permission.OBSTACLE_ASSIGN, actor, obstacle)
    department_id = _check(obstacle, owner_id, due_on)
    check_reason(note)
    task = _task_of(obstacle)
    if task is None:
        raise Refused(_("Only an obstacle of a task can be handed over."))
    check_active(task.state)
    if department_id == task.lead_department_id:
        raise Refused(_("An obstacle is handed over to another department than the one that leads the task."))
    move(
        obstacle,
        ObstacleStep.HANDOVER,
        actor=actor,
        note=note,
        state=ObstacleState.OPEN,
        owner_id=owner_id,
        due_on=due_on,
        handed_over_at=clock.now(),
    )
    publish(ObstacleHandedOver(actor_id=actor.id, obstacle_id=obstacle.id, owner_id=owner_id, reason=FreeText(note)))


def _task_of(obstacle: Obstacle) -> Task | None:
    return db.session.get(Task, obstacle.task_id) if obstacle.task_id else None


def _check(obstacle: Obstacle, owner_id: int, due_on: date) -> int:
    """Return the department of the owner. Refused for a settled obstacle, a past day or somebody who has left."""
    if obstacle.state in SETTLED or obstacle.state is ObstacleState.REMOVAL_CLAIMED:
        raise Refused(_("This obstacle is closed or waits for confirmation."))
    if due_on < clock.today():
        raise Invalid(_("Please check what you entered."), fields={"due_on": [_("The day lies in the past.")]})
    present = select(Person.department_id).where(
        Person.id == owner_id, Person.left_on.is_(None) | (Person.left_on >= clock.today())
    )
    department_id = db.session.scalar(present)
    if department_id is None:
        raise Invalid(_("Please check what you entered."), fields={"owner_id": [_("Choose somebody who works here.")]})
    return department_id
