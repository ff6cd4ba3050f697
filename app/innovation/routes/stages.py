"""단계: advances, returns and waivers of a task."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums import GateCode, Stage
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.tasks import StageAdvanceForm, StageReturnForm
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.loading import task_for
from app.innovation.routes.tasks import done, task_page
from app.innovation.rules.stages import previous_stages
from app.innovation.services import stages as services


@bp.post("/tasks/<int:task_id>/stage-advances")
def create_stage_advance(task_id: int) -> ResponseReturnValue:
    """Let the task through its gate."""
    task = _task_to_advance(task_id)
    form = StageAdvanceForm(prefix="advance-")
    if form.validate_on_submit():
        with showing_refusal(form):
            advance = services.advance_task(actor=actor(), task=task, note=form.note.data or "")
            return done(task, _("The task is now in the stage: %(stage)s.", stage=advance.to_stage.label))
    return task_page(task.id, advance=form), 422


def _task_to_advance(task_id: int) -> Task:
    task = task_or_404(task_id, actor())
    framed = task.stage is Stage.FRAMING
    permission = Permission.STAGE_ADVANCE_FRAMED if framed else Permission.STAGE_ADVANCE
    access.require(POLICY, permission, actor(), task)
    return task


@bp.post("/tasks/<int:task_id>/stage-returns")
def create_stage_return(task_id: int) -> ResponseReturnValue:
    """Send the task back to an earlier stage."""
    task = task_for(Permission.STAGE_RETURN, task_id)
    form = StageReturnForm(prefix="return-")
    form.to_stage.choices = [(stage.value, stage.label) for stage in previous_stages(task.stage)]
    if form.validate_on_submit():
        with showing_refusal(form):
            services.return_task(actor=actor(), task=task, to_stage=form.to_stage.data, reason=form.reason.data)
            return done(task, _("The task was sent back."))
    return task_page(task.id, going_back=form), 422


@bp.post("/tasks/<int:task_id>/gate-items/<code>/waivers")
def create_gate_waiver(task_id: int, code: str) -> ResponseReturnValue:
    """Let an open item of the gate go."""
    task = task_for(Permission.GATE_WAIVE, task_id)
    if code not in set(GateCode):
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.waive_gate_item(actor=actor(), task=task, code=GateCode(code), reason=form.reason.data)
            return done(task, _("The gate item was waived."))
    return task_page(task.id, waiver=form, waiver_code=code), 422
