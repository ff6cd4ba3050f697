"""공동과제."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.joint_leads import JointLeadForm, joint_defaults
from app.innovation.models import Task
from app.innovation.queries.joint_leads import lead_parts, possible_heads
from app.innovation.routes import bp
from app.innovation.routes.loading import task_for
from app.innovation.routes.tasks import done
from app.innovation.services.joint_leads import set_joint_lead
from app.organization.queries import departments_on


@bp.get("/tasks/<int:task_id>/joint-leads/new")
def new_joint_lead(task_id: int) -> ResponseReturnValue:
    """Show who leads the task now."""
    task = task_for(Permission.LEAD_SHARE_SET, task_id)
    present = joint_defaults(task.lead_department_id, task.responsible_head_id, lead_parts(task))
    return _page(task, _offered(JointLeadForm(data=present)))


@bp.post("/tasks/<int:task_id>/joint-leads")
def create_joint_lead(task_id: int) -> ResponseReturnValue:
    """Keep who leads the task together; without a share the task belongs to one department again."""
    task, form = task_for(Permission.LEAD_SHARE_SET, task_id), _offered(JointLeadForm())
    if form.validate_on_submit():
        with showing_refusal(form):
            set_joint_lead(
                actor=actor(),
                task=task,
                responsible_head_id=form.responsible.data,
                shares=form.shares(),
                reason=form.reason.data,
            )
            return done(task, _("The lead of the task was saved."))
    return _page(task, form), 422


def _offered(form: JointLeadForm) -> JointLeadForm:
    form.offer_records(possible_heads(), [(unit.id, unit.name) for unit in departments_on()])
    return form


def _page(task: Task, form: JointLeadForm) -> str:
    return render_template("innovation/tasks/joint_lead.html", task=task, form=form)
