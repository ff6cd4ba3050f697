"""The loader is the check: what a route acts on is visible to the actor and may be acted on."""

from app.core import access
from app.core.messages import Labelled
from app.core.web import actor
from app.innovation.models import Issue, Task
from app.innovation.policy import POLICY
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.tasks import task_or_404


def issue_for(permission: Labelled, issue_id: int) -> Issue:
    """Return the issue: 404 if the actor may not see it, 403 if the actor may not act on it."""
    issue = issue_or_404(issue_id, actor())
    access.require(POLICY, permission, actor(), issue)
    return issue


def task_for(permission: Labelled, task_id: int) -> Task:
    """Return the task: 404 if the actor may not see it, 403 if the actor may not act on it."""
    task = task_or_404(task_id, actor())
    access.require(POLICY, permission, actor(), task)
    return task
