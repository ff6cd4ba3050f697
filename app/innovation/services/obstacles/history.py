"""What every move of an obstacle leaves behind: the changed record, a row of history, the task's count."""

from typing import Any

from sqlalchemy import func, select

from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.innovation.enums import ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.models import Obstacle, ObstacleMove, Task
from app.innovation.rules.obstacles import SETTLED
from app.innovation.services.tasks import count_open_obstacles


def move(
    obstacle: Obstacle,
    step: ObstacleStep,
    *,
    actor: Actor | None,
    note: str,
    state: ObstacleState | None = None,
    department_id: int | None = None,
    **values: Any,
) -> None:
    """Change the obstacle, and its state if one is given, and keep who did it. `Conflict` if somebody was faster.

    `department_id` is the department the actor acts for, where it is not the actor's own.
    """
    before = obstacle.state
    change_state(obstacle, state=state or before, **values)
    keep(obstacle, step, actor=actor, note=note, before=before, department_id=department_id)
    if (before in SETTLED) != (obstacle.state in SETTLED):
        recount(obstacle)


def keep(
    obstacle: Obstacle,
    step: ObstacleStep,
    *,
    actor: Actor | None,
    note: str,
    before: ObstacleState | None,
    department_id: int | None = None,
) -> None:
    """Write the row of history; without an actor it was the timetable."""
    db.session.add(
        ObstacleMove(
            obstacle_id=obstacle.id,
            step=step,
            from_state=before,
            to_state=obstacle.state,
            level=obstacle.level,
            note=note,
            moved_by_id=actor.id if actor else None,
            moved_by_department_id=department_id or (actor.department_id if actor else None),
            moved_at=clock.now(),
        )
    )
    db.session.flush()


def recount(obstacle: Obstacle) -> None:
    """Tell the task how many of its obstacles are open; its row is locked first, so that two at once both count."""
    if obstacle.task_id is None:
        return
    task = db.session.get(Task, obstacle.task_id, with_for_update=True, populate_existing=True)
    assert task is not None
    unsettled = select(func.count()).where(Obstacle.task_id == task.id, Obstacle.state.not_in(SETTLED))
    count_open_obstacles(task=task, count=db.session.execute(unsettled).scalar_one())
