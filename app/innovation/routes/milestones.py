"""이행 점검: the practice items of a task, and what has become of one of them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import allows
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.files.queries import evidence_of
from app.innovation.enums import TaskState
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.enums.permissions import Permission
from app.innovation.forms.milestones import MilestoneForm
from app.innovation.policy import POLICY
from app.innovation.queries.milestones import EVIDENCE, ItemRecord, item_or_404, milestones_of, results_of_item
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.services import milestones as services
from app.organization.queries import departments_on


@bp.get("/tasks/<int:task_id>/milestones")
def list_milestones(task_id: int) -> ResponseReturnValue:
    """Show the practice items of the valid plan with what has become of them."""
    task = task_or_404(task_id, actor())
    return render_template("innovation/milestones/list.html", task=task, rows=milestones_of(task))


@bp.get("/practice-items/<int:practice_item_id>")
def show_practice_item(practice_item_id: int) -> ResponseReturnValue:
    """Show a practice item with what was said about it, and the form to say what has become of it."""
    return _page(item_or_404(practice_item_id, actor()))


@bp.post("/practice-items/<int:practice_item_id>/results")
def create_milestone_result(practice_item_id: int) -> ResponseReturnValue:
    """Say that it is done, with evidence, or what holds it up."""
    record = item_or_404(practice_item_id, actor())
    access.require(POLICY, Permission.MILESTONE_RECORD, actor(), services.item_work(record.task, record.item))
    form = _offered(MilestoneForm())
    if form.validate_on_submit():
        with showing_refusal(form):
            _record(record, form)
            return redirect(url_for("innovation.show_practice_item", practice_item_id=practice_item_id))
    return _page(record, form), 422


def _record(record: ItemRecord, form: MilestoneForm) -> None:
    if form.outcome.data is MilestoneOutcome.DONE:
        services.record_done(actor=actor(), record=record, note=form.note.data, uploads=form.uploads())
        flash(str(_("The practice item is done.")), "success")
        return
    content = form.obstacle(department_id=record.task.lead_department_id, owner_id=record.item.owner_id)
    services.record_blocked(actor=actor(), record=record, obstacle=content)
    flash(str(_("The obstacle was reported. Who is asked sees it at once.")), "success")


def _offered(form: MilestoneForm) -> MilestoneForm:
    offer(form.asked_department_id, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    return form


def _page(record: ItemRecord, form: MilestoneForm | None = None) -> str:
    results = results_of_item(record)
    open_now = record.task.state is TaskState.ACTIVE and record.is_valid_plan
    open_now = open_now and record.latest is not MilestoneOutcome.DONE
    work = services.item_work(record.task, record.item)
    may_record = open_now and allows(POLICY, Permission.MILESTONE_RECORD, actor(), work)
    return render_template(
        "innovation/milestones/show.html",
        record=record,
        item=record.item,
        task=record.task,
        results=results,
        evidence=evidence_of(EVIDENCE, [result.id for result in results]),
        may_record=may_record,
        form=form or (_offered(MilestoneForm(formdata=None)) if may_record else None),
    )
