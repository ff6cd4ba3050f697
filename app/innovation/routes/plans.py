"""실행계획: the form, a version's page, and the way to its approval."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import Actor, allows
from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums import PlanState, Stage, TaskState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.plans import PlanForm, plan_defaults
from app.innovation.forms.rows import BUTTON
from app.innovation.models import Plan, Task
from app.innovation.policy import POLICY
from app.innovation.policy.plans import TeamWork
from app.innovation.queries import plans as queries
from app.innovation.queries.plans import PlanRecord, team_work
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.documents import take
from app.innovation.routes.plan_differences import compare_fields, compare_tables, rows_of_draft
from app.innovation.routes.tabs import TAB_CONTEXTS
from app.innovation.rules.plans import EDITABLE, check_editing, missing_fields
from app.innovation.services import plan_approvals, plans
from app.innovation.services.plans import PlanDraft, check_writing_stage, draft_of

WAITING = frozenset({PlanState.SUBMITTED, PlanState.HEAD_APPROVED})


@bp.get("/tasks/<int:task_id>/plans/new")
def new_plan(task_id: int) -> ResponseReturnValue:
    """Show the empty standard form."""
    return _form_page(_task_to_plan(task_id), PlanForm(data=plan_defaults(PlanDraft())))


@bp.post("/tasks/<int:task_id>/plans")
def create_plan(task_id: int) -> ResponseReturnValue:
    """Save the first version as a draft, or add and remove rows."""
    task, form = _task_to_plan(task_id), PlanForm()
    if _is_whole(form, task):
        with showing_refusal(form):
            plan = plans.write_plan(actor=actor(), task=task, draft=form.draft())
            return _done(plan.id, _("The draft was saved."))
    return _form_page(task, form), 422


@bp.get("/plans/<int:plan_id>")
def show_plan(plan_id: int) -> ResponseReturnValue:
    """Show a version with its approvals and history."""
    return _page(queries.plan_or_404(plan_id, actor()))


@bp.get("/plans/<int:plan_id>/edit")
def edit_plan(plan_id: int) -> ResponseReturnValue:
    """Show the form of a draft or returned version; one that is no longer in its author's hands shows itself."""
    record = _plan_to_write(plan_id)
    try:
        check_editing(record.plan.state)
    except Refused as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("innovation.show_plan", plan_id=plan_id))
    defaults = plan_defaults(draft_of(record.plan, queries.rows_of(plan_id)))
    form = PlanForm(data={**defaults, "version": record.plan.version})
    return _form_page(record.task, form, record.plan)


@bp.post("/plans/<int:plan_id>")
def update_plan(plan_id: int) -> ResponseReturnValue:
    """Save the draft, or add and remove rows."""
    record, form = _plan_to_write(plan_id), PlanForm()
    if _is_whole(form, record.task):
        if form.is_stale(record.plan.version):
            return _both_texts(record, form), 409
        with showing_refusal(form):
            plans.rewrite_plan(actor=actor(), task=record.task, plan=record.plan, draft=form.draft())
            return _done(plan_id, _("The draft was saved."))
    return _form_page(record.task, form, record.plan), 422


@bp.post("/plans/<int:plan_id>/submissions")
def create_plan_submission(plan_id: int) -> ResponseReturnValue:
    """Hand the version to its approvers."""
    sentence = _("The plan was submitted. The department head approves it next.")
    return _take(_plan_to_write(plan_id), plans.submit_plan, sentence)


@bp.post("/plans/<int:plan_id>/head-approvals")
def create_plan_head_approval(plan_id: int) -> ResponseReturnValue:
    """Approve as head."""
    record = queries.plan_or_404(plan_id, actor())
    return _take(record, plan_approvals.approve_as_head, _("Approved. The control tower decides next."))


@bp.post("/plans/<int:plan_id>/tower-approvals")
def create_plan_tower_approval(plan_id: int) -> ResponseReturnValue:
    """Approve as control tower."""
    record = queries.plan_or_404(plan_id, actor())
    sentence = _("Approved. This version is frozen and the reporting calendar has begun.")
    return _take(record, plan_approvals.approve_as_control_tower, sentence)


@bp.post("/plans/<int:plan_id>/returns")
def create_plan_return(plan_id: int) -> ResponseReturnValue:
    """Send the version back to its authors."""
    record, form = queries.plan_or_404(plan_id, actor()), ReasonForm()
    plan_approvals.check_may_return(actor(), record.task)
    if form.validate_on_submit():
        with showing_refusal(form):
            plan_approvals.return_plan(actor=actor(), task=record.task, plan=record.plan, reason=form.reason.data)
            return _done(plan_id, _("The plan was returned to its authors."))
    return _page(record, returning=form), 422


@bp.post("/plans/<int:plan_id>/versions")
def create_plan_version(plan_id: int) -> ResponseReturnValue:
    """Start the next version as a copy."""
    record, form = _plan_to_write(plan_id), ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            copy = plans.start_version(actor=actor(), task=record.task, plan=record.plan, reason=form.reason.data)
            return _done(copy.id, _("A new version was started. The approved one stays valid until it is approved."))
    return _page(record, versioning=form), 422


def _task_to_plan(task_id: int) -> Task:
    task = task_or_404(task_id, actor())
    access.require(POLICY, Permission.PLAN_WRITE, actor(), team_work(task))
    check_writing_stage(task)
    return task


def _plan_to_write(plan_id: int) -> PlanRecord:
    record = queries.plan_or_404(plan_id, actor())
    access.require(POLICY, Permission.PLAN_WRITE, actor(), team_work(record.task))
    return record


def _is_whole(form: PlanForm, task: Task) -> bool:
    """Whether the form is to be saved. Adding a row answers 422 too: nothing is saved, so its key is not used up."""
    if form.change_rows(request.form.get(BUTTON)):
        return False
    form.offer_owners(queries.possible_owners(task))
    return bool(form.validate_on_submit())


def _take(record: PlanRecord, verb: Callable[..., None], sentence: Message) -> ResponseReturnValue:
    return take(
        lambda: verb(actor=actor(), task=record.task, plan=record.plan),
        done=lambda: _done(record.plan.id, sentence),
        page=lambda form: _page(record, refused=form),
    )


def _done(plan_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_plan", plan_id=plan_id))


def _form_page(task: Task, form: PlanForm, plan: Plan | None = None, **changes: Any) -> str:
    form.offer_owners(queries.possible_owners(task))
    return render_template("innovation/plans/form.html", task=task, plan=plan, form=form, **changes)


def _both_texts(record: PlanRecord, form: PlanForm) -> str:
    """Show what somebody else has saved in the meantime beside what was typed, which stays in the form."""
    rows, typed = queries.rows_of(record.plan.id), form.draft()
    typed_rows = rows_of_draft(typed, dict(queries.possible_owners(record.task)))
    return _form_page(
        record.task,
        form,
        record.plan,
        saved_by=record.author,
        fields=compare_fields(draft_of(record.plan, rows), typed),
        tables=compare_tables(rows, typed_rows),
    )


def _page(record: PlanRecord, **sent: Any) -> str:
    plan, rows = record.plan, queries.rows_of(record.plan.id)
    return render_template(
        "innovation/plans/show.html",
        record=record,
        plan=plan,
        task=record.task,
        rows=rows,
        missing=missing_fields(queries.content_of(plan, rows)) if plan.state in EDITABLE else (),
        steps=queries.steps_of(plan.id),
        sent=sent,
        **_actions(record, team_work(record.task)),
    )


def _actions(record: PlanRecord, work: TeamWork) -> dict[str, bool]:
    """Return what the actor may do with the version now."""
    who, task, plan = actor(), record.task, record.plan
    active = task.state is TaskState.ACTIVE
    writes = active and allows(POLICY, Permission.PLAN_WRITE, who, work)
    heads = active and allows(POLICY, Permission.PLAN_APPROVE_HEAD, who, work)
    decides = active and allows(POLICY, Permission.PLAN_APPROVE_TOWER, who, work)
    wrote = plan.state in WAITING and who.id in {plan.author_id, *queries.writer_ids(plan.id)}
    return {
        "may_edit": writes and plan.state in EDITABLE,
        "may_approve_as_head": heads and not wrote and plan.state is PlanState.SUBMITTED,
        "may_approve_as_tower": decides
        and not wrote
        and plan.state is PlanState.HEAD_APPROVED
        and who.id != plan.head_approver_id,
        "may_return": (heads or decides) and plan.state in WAITING,
        "may_start_version": writes and plan.state is PlanState.APPROVED,
        "tower_stands_in": active and plan.state is PlanState.SUBMITTED and work.heads_are_members,
    }


def _tab(task: Task, who: Actor) -> dict[str, Any]:
    """Return the versions for the tab of stage 4."""
    versions, work = queries.versions_of(task, who)
    writes = task.state is TaskState.ACTIVE and allows(POLICY, Permission.PLAN_WRITE, who, work)
    reached = task.stage.number >= Stage.PLAN.number
    return {"versions": versions, "may_write_plan": writes and reached and not versions}


TAB_CONTEXTS[Stage.PLAN] = _tab
