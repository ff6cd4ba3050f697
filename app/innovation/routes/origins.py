"""이어진 기록: what other rooms say about an issue or a task, on a page of its own that theirs fetch."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.web import actor
from app.innovation.origins import origins_of
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp


@bp.get("/issues/<int:issue_id>/origins")
def show_issue_origins(issue_id: int) -> ResponseReturnValue:
    """Show what is linked to an issue."""
    issue = issue_or_404(issue_id, actor())
    return render_template(
        "innovation/origins/show.html",
        title=f"{issue.number} {issue.title}",
        back=url_for("innovation.show_issue", issue_id=issue.id),
        origins=origins_of("issue", issue.id, actor()),
    )


@bp.get("/tasks/<int:task_id>/origins")
def show_task_origins(task_id: int) -> ResponseReturnValue:
    """Show what is linked to a task."""
    task = task_or_404(task_id, actor())
    return render_template(
        "innovation/origins/show.html",
        title=f"{task.number} {task.title}",
        back=url_for("innovation.show_task", task_id=task.id),
        origins=origins_of("task", task.id, actor()),
    )
