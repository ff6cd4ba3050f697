"""협업방: the opinions of the cooperating departments beside the parts of the plan they speak about."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.errors import Missing
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums import TaskState
from app.innovation.enums.cooperation import PlanPart
from app.innovation.enums.permissions import Permission
from app.innovation.forms.cooperations import ReminderForm
from app.innovation.forms.teams import OpinionAnswerForm
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries.cooperations import CooperationFilter, list_cooperations
from app.innovation.queries.joint_leads import lead_ids
from app.innovation.queries.plans import latest_plan, rows_of
from app.innovation.queries.tasks import task_with_names
from app.innovation.queries.teams import opinion_or_404, opinions_of
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, is_ticked, page_url, record_id
from app.innovation.routes.loading import task_for
from app.innovation.services.teams import remind_of_opinion
from app.organization.queries import departments_on


@bp.get("/tasks/cooperations", endpoint="list_cooperations")
def list_cooperation_projects() -> ResponseReturnValue:
    """Show the collaboration projects."""
    wanted = wanted_cooperations()
    page = list_cooperations(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/cooperations/list.html",
        page=page,
        wanted=wanted,
        departments=departments_on(),
        next_url=page_url("innovation.list_cooperations", page.next_cursor),
        first_url=first_url("innovation.list_cooperations"),
    )


def wanted_cooperations() -> CooperationFilter:
    """Return the filters in the address."""
    return CooperationFilter(department_id=record_id("department"), waiting=is_ticked("waiting"))


@bp.get("/tasks/<int:task_id>/cooperation")
def show_cooperation(task_id: int) -> ResponseReturnValue:
    """Show the collaboration room of a task."""
    return cooperation_page(task_id)


@bp.post("/tasks/<int:task_id>/opinions/<int:opinion_id>/reminders")
def create_opinion_reminder(task_id: int, opinion_id: int) -> ResponseReturnValue:
    """Remind a department of its answer."""
    task = task_for(Permission.OPINION_ASK, task_id)
    opinion, form = opinion_or_404(task, opinion_id), ReminderForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            remind_of_opinion(actor=actor(), task=task, opinion=opinion, note=form.note.data or "")
            flash(str(_("The department was reminded.")), "success")
            return redirect(url_for("innovation.show_cooperation", task_id=task_id))
    return cooperation_page(task_id, reminder=form), 422


def _answering(task: Task) -> tuple[int, ...]:
    """Return the departments the actor answers for: none where the actor heads one that leads the task."""
    headed = actor().headed_department_ids
    return () if set(headed) & lead_ids(task) else headed


def cooperation_page(task_id: int, **sent: Any) -> str:
    """Render the room; `sent` are forms that were refused and keep what was typed."""
    task, names = task_with_names(task_id, actor())
    opinions = opinions_of(task)
    if task.cooperation_number is None and not opinions:
        raise Missing(_("No department has been asked to cooperate with this task."))
    plan = latest_plan(task)
    active = task.state is TaskState.ACTIVE
    return render_template(
        "innovation/cooperations/show.html",
        task=task,
        names=names,
        plan=plan,
        rows=rows_of(plan.id) if plan else None,
        plan_parts=list(PlanPart),
        opinions=opinions,
        answer_form=sent.get("answer") or OpinionAnswerForm(formdata=None),
        may_ask=active and allows(POLICY, Permission.OPINION_ASK, actor(), task),
        headed_departments=_answering(task) if active else (),
        sent=sent,
    )
