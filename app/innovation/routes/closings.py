"""과제 종료: the form, a closing's page, and the decision of the control tower."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import Actor, allows
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums import Stage, TaskState
from app.innovation.enums.closings import ClosingState
from app.innovation.enums.measures import MeasureKind
from app.innovation.enums.permissions import Permission
from app.innovation.forms.closings import ClosingForm, closing_defaults
from app.innovation.forms.issues import ReasonForm
from app.innovation.models import Closing, Task
from app.innovation.policy import POLICY
from app.innovation.policy.cases import CaseOf
from app.innovation.queries import closings as queries
from app.innovation.queries.cases_in_hand import cases_of_task
from app.innovation.queries.closings import ClosingRecord
from app.innovation.queries.findings import findings_of
from app.innovation.queries.gains import gains_of_closing
from app.innovation.queries.plans import approved_plan, team_work
from app.innovation.queries.reports import ValueRow
from app.innovation.queries.spreads import spreads_of
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.documents import take
from app.innovation.routes.tabs import TAB_CONTEXTS
from app.innovation.rules.gains import totals
from app.innovation.rules.spreads import SPREADING
from app.innovation.services import closings
from app.innovation.services.closings import EDITABLE, check_editable


@bp.get("/tasks/<int:task_id>/closings/new")
def new_closing(task_id: int) -> ResponseReturnValue:
    """Show the empty form with the measures of the valid plan."""
    task, form = _task_to_close(task_id), ClosingForm()
    form.values.show(_empty_results(task))
    return _form_page(task, form)


@bp.post("/tasks/<int:task_id>/closings")
def create_closing(task_id: int) -> ResponseReturnValue:
    """Save the closing as a draft."""
    task, form = _task_to_close(task_id), ClosingForm()
    form.values.show(_empty_results(task))
    if form.validate_on_submit():
        with showing_refusal(form):
            closing = closings.write_closing(actor=actor(), task=task, draft=form.draft())
            return _done(closing.id, _("The draft was saved."))
    return _form_page(task, form), 422


@bp.get("/closings/<int:closing_id>")
def show_closing(closing_id: int) -> ResponseReturnValue:
    """Show a closing with its results and history."""
    return _page(queries.closing_or_404(closing_id, actor()))


@bp.get("/closings/<int:closing_id>/edit")
def edit_closing(closing_id: int) -> ResponseReturnValue:
    """Show the form of a draft or returned closing."""
    record = _closing_to_write(closing_id)
    check_editable(record.closing)
    form = ClosingForm(data=closing_defaults(record.closing))
    form.values.show(queries.results_of(record.closing))
    return _form_page(record.task, form, record.closing)


@bp.post("/closings/<int:closing_id>")
def update_closing(closing_id: int) -> ResponseReturnValue:
    """Save the draft."""
    record, form = _closing_to_write(closing_id), ClosingForm()
    form.values.show(queries.results_of(record.closing))
    if form.validate_on_submit():
        with showing_refusal(form):
            closings.rewrite_closing(actor=actor(), task=record.task, closing=record.closing, draft=form.draft())
            return _done(closing_id, _("The draft was saved."))
    return _form_page(record.task, form, record.closing), 422


@bp.post("/closings/<int:closing_id>/submissions")
def create_closing_submission(closing_id: int) -> ResponseReturnValue:
    """Hand the closing in, as head."""
    record = queries.closing_or_404(closing_id, actor())
    return _take(record, closings.submit_closing, _("The closing was submitted. The control tower decides next."))


@bp.post("/closings/<int:closing_id>/returns")
def create_closing_return(closing_id: int) -> ResponseReturnValue:
    """Send the closing back."""
    record, form = queries.closing_or_404(closing_id, actor()), ReasonForm()
    access.require(POLICY, Permission.CLOSING_DECIDE, actor(), team_work(record.task))
    if form.validate_on_submit():
        with showing_refusal(form):
            closings.return_closing(actor=actor(), task=record.task, closing=record.closing, reason=form.reason.data)
            return _done(closing_id, _("The closing was returned to the department."))
    return _page(record, returning=form), 422


@bp.post("/closings/<int:closing_id>/task-ends")
def create_task_end(closing_id: int) -> ResponseReturnValue:
    """Close the task."""
    record = queries.closing_or_404(closing_id, actor())
    return _take(record, closings.close_task, _("The task is closed."))


def _task_to_close(task_id: int) -> Task:
    task = task_or_404(task_id, actor())
    access.require(POLICY, Permission.CLOSING_WRITE, actor(), team_work(task))
    return task


def _closing_to_write(closing_id: int) -> ClosingRecord:
    record = queries.closing_or_404(closing_id, actor())
    access.require(POLICY, Permission.CLOSING_WRITE, actor(), team_work(record.task))
    return record


def _empty_results(task: Task) -> Sequence[ValueRow]:
    plan = approved_plan(task.id)
    return queries.empty_results(plan.id) if plan else ()


def _take(record: ClosingRecord, verb: Any, sentence: Message) -> ResponseReturnValue:  # noqa: ANN401  a service
    return take(
        lambda: verb(actor=actor(), task=record.task, closing=record.closing),
        done=lambda: _done(record.closing.id, sentence),
        page=lambda form: _page(record, refused=form),
    )


def _done(closing_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_closing", closing_id=closing_id))


def _form_page(task: Task, form: ClosingForm, closing: Closing | None = None) -> str:
    return render_template("innovation/closings/form.html", task=task, closing=closing, form=form)


def _page(record: ClosingRecord, **sent: Any) -> str:
    closing, who = record.closing, actor()
    active = record.task.state is TaskState.ACTIVE
    work = team_work(record.task)
    decides = active and allows(POLICY, Permission.CLOSING_DECIDE, who, work)
    editable = active and closing.state in EDITABLE
    waiting = closing.state is ClosingState.SUBMITTED
    closed = record.task.state is TaskState.COMPLETED
    results = queries.results_of(closing)
    gains = [row for row in gains_of_closing(results) if row.gain.kind is not MeasureKind.OTHER]
    return render_template(
        "innovation/closings/show.html",
        record=record,
        closing=closing,
        task=record.task,
        results=results,
        gains=gains,
        spreads=spreads_of(record.task) if closed else (),
        cases=() if active else cases_of_task(record.task.id, who),
        may_write_case=not active and allows(POLICY, Permission.CASE_START, who, CaseOf(who.department_id or 0)),
        may_recommend=closed
        and closing.spread in SPREADING
        and allows(POLICY, Permission.SPREAD_RECOMMEND, who, record.task),
        totals=totals(row.gain for row in gains),
        steps=queries.steps_of(closing.id),
        sent=sent,
        may_edit=editable and allows(POLICY, Permission.CLOSING_WRITE, who, work),
        may_submit=editable and allows(POLICY, Permission.CLOSING_SUBMIT, who, record.task),
        may_return=decides and waiting,
        may_close=decides and waiting and who.id not in {closing.author_id, closing.submitter_id},
        may_hand_in=allows(POLICY, Permission.ISSUE_HAND_IN, who),
    )


def _tab(task: Task, who: Actor) -> dict[str, Any]:
    """Return findings and closing for the tab of stage 6."""
    active = task.state is TaskState.ACTIVE
    closing, work = queries.closing_and_team(task, who)
    writes = active and allows(POLICY, Permission.CLOSING_WRITE, who, work)
    return {
        "closing": closing,
        "findings": findings_of(task),
        "may_record_finding": active and allows(POLICY, Permission.FINDING_RECORD, who, work),
        "may_write_closing": writes and closing is None,
        "may_hand_in": allows(POLICY, Permission.ISSUE_HAND_IN, who),
    }


TAB_CONTEXTS[Stage.MONITORING] = _tab
