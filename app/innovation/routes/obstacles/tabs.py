"""The obstacles of a task, an issue or a slogan, on its page."""

from typing import Any

from flask import url_for

from app.core.access import Actor, allows
from app.innovation.enums import ObstacleSubject, Stage, TaskState
from app.innovation.enums.permissions import Permission
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries.obstacles import obstacles_of
from app.innovation.routes.tabs import OBSTACLE_CONTEXTS


def listed_obstacles(subject: ObstacleSubject, subject_id: int, actor: Actor) -> dict[str, Any]:
    """Load what `innovation/obstacles/_listed.html` shows, in one statement. The address is None for readers."""
    named: dict[str, Any] = {subject.value: subject_id}
    may_report = allows(POLICY, Permission.OBSTACLE_REPORT, actor)
    return {
        "listed_obstacles": obstacles_of(subject, subject_id, actor),
        "report_obstacle_url": url_for("innovation.new_obstacle", **named) if may_report else None,
    }


def obstacles_tab(task: Task, actor: Actor) -> dict[str, Any]:
    """Load the obstacles for the tab of a stage; a task that has ended gets no new ones."""
    found = listed_obstacles(ObstacleSubject.TASK, task.id, actor)
    return found if task.state is TaskState.ACTIVE else {**found, "report_obstacle_url": None}


OBSTACLE_CONTEXTS.update(dict.fromkeys((Stage.PLAN, Stage.MANAGEMENT, Stage.MONITORING), obstacles_tab))
