"""확산: the list, recommending a result, answering and reporting its adoption."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import allows
from app.core.forms import offer
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.enums.spreads import SpreadState
from app.innovation.forms.spreads import AdoptionForm, SpreadAnswer, SpreadAnswerForm, SpreadForm
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries import spreads as queries
from app.innovation.queries.spreads import SpreadFilter, SpreadRecord
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url, record_id
from app.innovation.routes.loading import task_for
from app.innovation.services import spreads as services
from app.organization.queries import departments_on


@bp.get("/tasks/spreads")
def list_spreads() -> ResponseReturnValue:
    """Show which results are recommended to whom, and what became of it."""
    wanted = wanted_spreads()
    page = queries.list_spreads(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/spreads/list.html",
        page=page,
        wanted=wanted,
        counts=queries.spread_counts(actor()),
        states=SpreadState,
        departments=departments_on(),
        next_url=page_url("innovation.list_spreads", page.next_cursor),
        first_url=first_url("innovation.list_spreads"),
    )


def wanted_spreads() -> SpreadFilter:
    """Return the filters in the address."""
    return SpreadFilter(
        state=member(SpreadState, "state"), department_id=record_id("department"), origin_id=record_id("origin")
    )


@bp.get("/tasks/<int:task_id>/spreads/new")
def new_spread(task_id: int) -> ResponseReturnValue:
    """Show the form that recommends the result of a task."""
    task = task_for(Permission.SPREAD_RECOMMEND, task_id)
    return _form_page(task, _offered(SpreadForm(), task))


@bp.post("/tasks/<int:task_id>/spreads")
def create_spread(task_id: int) -> ResponseReturnValue:
    """Recommend the result."""
    task = task_for(Permission.SPREAD_RECOMMEND, task_id)
    form = _offered(SpreadForm(), task)
    if form.validate_on_submit():
        with showing_refusal(form):
            made = services.recommend_spread(
                actor=actor(),
                task=task,
                department_ids=form.department_ids(),
                note=form.note.data,
                due_on=form.due_on.data,
            )
            flash(str(_("Recommended to %(count)s departments.", count=len(made))), "success")
            return redirect(url_for("innovation.list_spreads", origin=task.lead_department_id))
    return _form_page(task, form), 422


@bp.get("/spreads/<int:spread_id>")
def show_spread(spread_id: int) -> ResponseReturnValue:
    """Show a recommendation with what became of it."""
    return _page(queries.spread_or_404(spread_id, actor()))


@bp.post("/spreads/<int:spread_id>/answers")
def create_spread_answer(spread_id: int) -> ResponseReturnValue:
    """Accept or decline for the department."""
    record, form = queries.spread_or_404(spread_id, actor()), SpreadAnswerForm(prefix="answer-")
    access.require(POLICY, Permission.SPREAD_ANSWER, actor(), record.spread)
    if form.validate_on_submit():
        with showing_refusal(form):
            accepts = form.answer.data is SpreadAnswer.ACCEPT
            services.answer_spread(
                actor=actor(), task=record.task, spread=record.spread, accepts=accepts, reason=form.reason.data or ""
            )
            return _done(spread_id, _("Your department has answered."))
    return _page(record, answer=form), 422


@bp.post("/spreads/<int:spread_id>/adoptions")
def create_spread_adoption(spread_id: int) -> ResponseReturnValue:
    """Report that the result was put to work."""
    record, form = queries.spread_or_404(spread_id, actor()), AdoptionForm(prefix="adoption-")
    access.require(POLICY, Permission.SPREAD_REPORT, actor(), record.spread)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.report_adoption(
                actor=actor(),
                task=record.task,
                spread=record.spread,
                adopted_on=form.adopted_on.data,
                result=form.result.data,
            )
            return _done(spread_id, _("The adoption was reported."))
    return _page(record, adoption=form), 422


def _done(spread_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_spread", spread_id=spread_id))


def _offered(form: SpreadForm, task: Task) -> SpreadForm:
    """Offer the departments of today that were not asked and do not lead the task."""
    asked = services.departments_asked(task)
    offer(form.departments, [(unit.id, unit.name) for unit in departments_on() if unit.id not in asked])
    return form


def _form_page(task: Task, form: SpreadForm) -> str:
    return render_template("innovation/spreads/new.html", task=task, form=form)


def _page(record: SpreadRecord, **sent: Any) -> str:
    spread, who = record.spread, actor()
    answers = spread.state is SpreadState.RECOMMENDED and allows(POLICY, Permission.SPREAD_ANSWER, who, spread)
    reports = spread.state is SpreadState.ACCEPTED and allows(POLICY, Permission.SPREAD_REPORT, who, spread)
    if (answers or reports) and not services.may_act_for_receiver(who, record.task):
        answers = reports = False
    return render_template(
        "innovation/spreads/show.html",
        record=record,
        spread=spread,
        task=record.task,
        answer_form=sent.get("answer") or (SpreadAnswerForm(prefix="answer-", formdata=None) if answers else None),
        adoption_form=sent.get("adoption") or (AdoptionForm(prefix="adoption-", formdata=None) if reports else None),
    )
