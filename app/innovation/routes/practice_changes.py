"""2진1퇴."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.practice_changes import PracticeChangeForm
from app.innovation.models import Task
from app.innovation.queries.practice_changes import practice_change_of
from app.innovation.routes import bp
from app.innovation.routes.loading import task_for
from app.innovation.routes.tasks import done
from app.innovation.services.practice_changes import set_practice_change


@bp.get("/tasks/<int:task_id>/practice-changes/new")
def new_practice_change(task_id: int) -> ResponseReturnValue:
    """Show the practices as far as they are named."""
    task = task_for(Permission.PRACTICE_CHANGE_SET, task_id)
    return _page(task, PracticeChangeForm(obj=practice_change_of(task)))


@bp.post("/tasks/<int:task_id>/practice-changes")
def create_practice_change(task_id: int) -> ResponseReturnValue:
    """Keep the practices."""
    task, form = task_for(Permission.PRACTICE_CHANGE_SET, task_id), PracticeChangeForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            set_practice_change(actor=actor(), task=task, practices=form.practices())
            return done(task, _("The practices were saved."))
    return _page(task, form), 422


def _page(task: Task, form: PracticeChangeForm) -> str:
    return render_template("innovation/tasks/practice_change.html", task=task, form=form)
