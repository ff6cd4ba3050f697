"""The obstacles of a task, under the tabs of the stages in which work is planned and done."""

from typing import Any

from app.core.access import Actor, allows
from app.innovation.enums import Stage
from app.innovation.enums.permissions import Permission
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries.obstacles import obstacles_of_task
from app.innovation.routes.tabs import OBSTACLE_CONTEXTS


def obstacles_tab(task: Task, actor: Actor) -> dict[str, Any]:
    """Load what `innovation/obstacles/_of_task.html` shows, in one statement."""
    return {
        "obstacles_of_task": obstacles_of_task(task.id, actor),
        "may_report_obstacle": allows(POLICY, Permission.OBSTACLE_REPORT, actor),
    }


OBSTACLE_CONTEXTS.update(dict.fromkeys((Stage.PLAN, Stage.MANAGEMENT, Stage.MONITORING), obstacles_tab))
