"""What the tabs of the task page need beyond the task: one function per stage, registered by its noun's module."""

from collections.abc import Callable
from typing import Any

from app.core.access import Actor
from app.core.values import Value
from app.innovation.enums import Stage
from app.innovation.models import Task
from app.innovation.queries.tasks import source_issues
from app.innovation.queries.teams import opinions_of, team_of

Context = Callable[[Task, Actor], dict[str, Any]]


def _collection(task: Task, _actor: Actor) -> dict[str, Any]:
    return {"sources": source_issues(task)}


def _framing(task: Task, _actor: Actor) -> dict[str, Any]:
    return {"sources": source_issues(task), "values": [Value(value) for value in task.values]}


def _team(task: Task, _actor: Actor) -> dict[str, Any]:
    return {"team": team_of(task), "opinions": opinions_of(task)}


TAB_CONTEXTS: dict[Stage, Context] = {
    Stage.COLLECTION: _collection,
    Stage.FRAMING: _framing,
    Stage.TEAM: _team,
}
"""The main content of each tab. Modules of later stages add theirs when they are imported."""

OBSTACLE_CONTEXTS: dict[Stage, Context] = {}
"""The obstacles shown on a tab, under its main content; registered by the obstacles' module."""

TAB_TEMPLATES: dict[Stage, str] = {
    Stage.COLLECTION: "innovation/tasks/_sources.html",
    Stage.FRAMING: "innovation/tasks/_framing.html",
    Stage.TEAM: "innovation/teams/_tab.html",
    Stage.PLAN: "innovation/plans/_tab.html",
    Stage.MANAGEMENT: "innovation/reports/_tab.html",
    Stage.MONITORING: "innovation/closings/_tab.html",
}


def tab_context(stage: Stage, task: Task, actor: Actor) -> dict[str, Any]:
    """Load what the open tab shows; a tab nobody registered shows nothing of its own."""
    context: dict[str, Any] = {}
    for contexts in (TAB_CONTEXTS, OBSTACLE_CONTEXTS):
        load = contexts.get(stage)
        if load is not None:
            context |= load(task, actor)
    return context
