"""장애요인 등록."""

from typing import Any, NoReturn

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Missing
from app.core.forms import offer
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, showing_refusal
from app.innovation.enums import ObstacleSubject, TaskState
from app.innovation.forms.obstacles import ObstacleForm
from app.innovation.queries.boards import TaskFilter, list_tasks
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.milestones import item_or_404
from app.innovation.queries.obstacles import possible_owners
from app.innovation.queries.slogans import slogan_or_404
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.obstacles.pages import subject_url
from app.innovation.services import obstacles as services
from app.organization.queries import departments_on

LOADERS = {
    ObstacleSubject.TASK: lambda subject_id: task_or_404(subject_id, actor()).title,
    ObstacleSubject.ISSUE: lambda subject_id: issue_or_404(subject_id, actor()).title,
    ObstacleSubject.SLOGAN: lambda subject_id: slogan_or_404(subject_id, actor()).text,
    ObstacleSubject.PRACTICE_ITEM: lambda subject_id: item_or_404(subject_id, actor()).item.text,
}
"""What an obstacle can be reported on: the name of its id in the address, and what the actor sees of it."""


@bp.get("/obstacles/new")
def new_obstacle() -> ResponseReturnValue:
    """Show an empty form for `?task=12`, `?issue=3` or `?slogan=5`; without one, let the actor choose a task."""
    found = _asked_subject()
    if found is None:
        return _choice_page()
    form = ObstacleForm(data={"suffering_department_id": actor().department_id})
    return _form_page(form, *found)


@bp.post("/obstacles")
def create_obstacle() -> ResponseReturnValue:
    """Report an obstacle on what the address names."""
    subject, subject_id = _asked_subject() or _refuse()
    LOADERS[subject](subject_id)
    form = ObstacleForm()
    _offer(form)
    if form.validate_on_submit():
        with showing_refusal(form):
            obstacle = services.report_obstacle(
                actor=actor(), subject=subject, subject_id=subject_id, content=form.content()
            )
            flash(str(_("The obstacle was reported. Who is asked sees it at once.")), "success")
            return redirect(url_for("innovation.show_obstacle", obstacle_id=obstacle.id))
    return _form_page(form, subject, subject_id), 422


def _refuse() -> NoReturn:
    raise Missing(_("Say what the obstacle stands in the way of."))


def _asked_subject() -> tuple[ObstacleSubject, int] | None:
    found = [(kind, request.args.get(kind.value, type=whole_number)) for kind in LOADERS]
    named = [(kind, subject_id) for kind, subject_id in found if subject_id is not None]
    return named[0] if len(named) == 1 else None


def _form_page(form: ObstacleForm, subject: ObstacleSubject, subject_id: int) -> str:
    _offer(form)
    named: dict[str, Any] = {subject.value: subject_id}
    return render_template(
        "innovation/obstacles/new.html",
        form=form,
        subject=subject,
        subject_title=LOADERS[subject](subject_id),
        action=url_for("innovation.create_obstacle", **named),
        back=subject_url(subject, subject_id),
    )


def _choice_page() -> str:
    own = TaskFilter(state=TaskState.ACTIVE, department_id=actor().department_id)
    return render_template("innovation/obstacles/choose.html", tasks=list_tasks(actor(), own).rows)


def _offer(form: ObstacleForm) -> None:
    units = [(unit.id, unit.name) for unit in departments_on()]
    offer(form.suffering_department_id, units)
    offer(form.asked_department_id, units, blank=True)
    offer(form.owner_id, possible_owners([actor().department_id or 0]), blank=True)
