"""과제: setting one, framing it, and its page."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import Actor, Role, allows, offices_of
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.web import actor, showing_refusal
from app.innovation.enums import Stage, TaskState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.tasks import FramingForm, StageAdvanceForm, StageReturnForm, TaskForm, framing_defaults
from app.innovation.forms.teams import OpinionAnswerForm
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries.gates import gate_items_of
from app.innovation.queries.task_page import TaskPage, task_page_of
from app.innovation.queries.tasks import history_of, stays_of, waived_now
from app.innovation.routes import bp
from app.innovation.routes.gate_links import gate_lines
from app.innovation.routes.loading import task_for
from app.innovation.routes.tabs import TAB_CONTEXTS, TAB_TEMPLATES, tab_context
from app.innovation.rules.stages import next_stage, previous_stages, unmet
from app.innovation.services import tasks as services
from app.organization.queries import departments_on

__all__ = ["TAB_CONTEXTS", "done", "task_page"]


@bp.get("/tasks/new")
def new_task() -> ResponseReturnValue:
    """Show an empty form."""
    return _form_page(TaskForm())


@bp.post("/tasks")
def create_task() -> ResponseReturnValue:
    """Set a task."""
    form = TaskForm()
    _offer_departments(form, actor())
    if form.validate_on_submit():
        with showing_refusal(form):
            task = services.frame_task(actor=actor(), content=form.content())
            return done(task, _("The task has the number %(number)s.", number=task.number))
    return _form_page(form), 422


@bp.get("/tasks/<int:task_id>")
def show_task(task_id: int) -> ResponseReturnValue:
    """Show a task; `?stage=4` opens the tab of that stage, else the present one is open."""
    return task_page(task_id)


@bp.get("/tasks/<int:task_id>/framings/new")
def new_framing(task_id: int) -> ResponseReturnValue:
    """Show the framing as it stands."""
    task = task_for(Permission.TASK_EDIT_FRAMING, task_id)
    return render_template("innovation/tasks/framing.html", task=task, form=FramingForm(data=framing_defaults(task)))


@bp.post("/tasks/<int:task_id>/framings")
def create_framing(task_id: int) -> ResponseReturnValue:
    """Keep field, ratings and wording."""
    task = task_for(Permission.TASK_EDIT_FRAMING, task_id)
    form = FramingForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.edit_framing(actor=actor(), task=task, framing=form.framing())
            return done(task, _("The framing was saved."))
    return render_template("innovation/tasks/framing.html", task=task, form=form), 422


def done(task: Task, sentence: Message, *, stage: Stage | None = None) -> ResponseReturnValue:
    """Say what has happened and return to the task, to the tab of a stage if one is named."""
    flash(str(sentence), "success")
    number = stage.number if stage else None
    return redirect(url_for("innovation.show_task", task_id=task.id, stage=number))


def task_page(task_id: int, *, opened: Stage | None = None, **sent: Any) -> str:
    """Render the page of a task; `sent` are forms that were refused and keep what was typed."""
    page = task_page_of(task_id, actor())
    task = page.task
    stage = opened or _asked_stage() or task.stage
    moves = history_of(task)
    stays = stays_of(task, moves)
    items = gate_items_of(task, waived_now(task, moves)) if task.state is TaskState.ACTIVE else ()
    return render_template(
        "innovation/tasks/show.html",
        task=task,
        page=page,
        names=page.names,
        opened=stage,
        stages=list(Stage),
        days={stay.stage: stay.days for stay in stays},
        stays=stays,
        moves=moves,
        items=gate_lines(page, items, actor()),
        open_items={item.code for item in unmet(items)},
        next_stage=next_stage(task.stage),
        tab_template=TAB_TEMPLATES[stage],
        sent=sent,
        **_actions(page, actor(), sent),
        **tab_context(stage, task, actor()),
    )


def _actions(page: TaskPage, who: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what the actor may do with the task now, and the forms for it."""
    task, leads = page.task, {part.department_id for part in page.parts}
    active = task.state is TaskState.ACTIVE
    headed = who.headed_department_ids
    apart = not offices_of(who) & leads and task.responsible_head_id != who.id
    earlier = previous_stages(task.stage)
    advance = Permission.STAGE_ADVANCE_FRAMED if task.stage is Stage.FRAMING else Permission.STAGE_ADVANCE
    may = {
        "may_advance": active and next_stage(task.stage) is not None and allows(POLICY, advance, who, task),
        "may_return": active and bool(earlier) and allows(POLICY, Permission.STAGE_RETURN, who, task),
        "may_waive": active and apart and allows(POLICY, Permission.GATE_WAIVE, who, task),
        "may_lead_jointly": active and allows(POLICY, Permission.LEAD_SHARE_SET, who, task),
        "may_edit": active and allows(POLICY, Permission.TASK_EDIT_FRAMING, who, task),
        "headed_departments": headed if active and not set(headed) & {task.lead_department_id, *leads} else (),
    }
    return {**may, **_forms(sent, may, earlier)}


def _forms(sent: dict[str, Any], may: dict[str, Any], earlier: Sequence[Stage]) -> dict[str, Any]:
    """Return the forms of what the actor may do, and those that were sent and refused."""
    going_back = sent.get("going_back") or (
        StageReturnForm(prefix="return-", formdata=None) if may["may_return"] else None
    )
    if going_back is not None:
        going_back.to_stage.choices = [(stage.value, stage.label) for stage in earlier]
    advance, answer = sent.get("advance"), sent.get("answer")
    return {
        "advance_form": advance or (StageAdvanceForm(prefix="advance-", formdata=None) if may["may_advance"] else None),
        "return_form": going_back,
        "answer_form": answer or (OpinionAnswerForm(formdata=None) if may["headed_departments"] else None),
        "waiver_form": sent.get("waiver") or (ReasonForm(formdata=None) if may["may_waive"] else None),
    }


def _asked_stage() -> Stage | None:
    number = request.args.get("stage", type=whole_number)
    if number is None:
        return None
    if not 1 <= number <= len(Stage):
        abort(404)
    return Stage.of_number(number)


def _form_page(form: Form) -> str:
    _offer_departments(form, actor())
    return render_template("innovation/tasks/new.html", form=form)


def _offer_departments(form: Any, who: Actor) -> None:  # noqa: ANN401  a form's fields are untyped
    """Offer every department to the control tower, the own ones to head and coordinator."""
    form.offer_kinds(strategic=who.has(Role.CONTROL_TOWER))
    own = {*who.headed_department_ids, *who.coordinated_department_ids}
    everywhere = who.has(Role.CONTROL_TOWER)
    offer(form.lead_department, [(unit.id, unit.name) for unit in departments_on() if everywhere or unit.id in own])
