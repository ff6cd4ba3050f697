"""모니터링 의견: the form, a finding's page, and its answer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import allows
from app.core.forms import Form
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.findings import FindingAnswerForm, FindingForm
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries import findings as queries
from app.innovation.queries.findings import FindingRecord
from app.innovation.queries.plans import team_work
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.services import findings


@bp.get("/tasks/<int:task_id>/findings/new")
def new_finding(task_id: int) -> ResponseReturnValue:
    """Show an empty form."""
    return _form_page(_task_to_watch(task_id), FindingForm(found_on=clock.today()))


@bp.post("/tasks/<int:task_id>/findings")
def create_finding(task_id: int) -> ResponseReturnValue:
    """Record a finding."""
    task, form = _task_to_watch(task_id), FindingForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            finding = findings.record_finding(actor=actor(), task=task, content=form.content())
            return _done(finding.id, _("The finding was recorded. The lead department answers it."))
    return _form_page(task, form), 422


@bp.get("/findings/<int:finding_id>")
def show_finding(finding_id: int) -> ResponseReturnValue:
    """Show a finding with its answer."""
    return _page(queries.finding_or_404(finding_id, actor()))


@bp.post("/findings/<int:finding_id>/answers")
def create_finding_answer(finding_id: int) -> ResponseReturnValue:
    """Answer for the lead department."""
    record, form = queries.finding_or_404(finding_id, actor()), FindingAnswerForm()
    access.require(POLICY, Permission.FINDING_ANSWER, actor(), record.task)
    if form.validate_on_submit():
        with showing_refusal(form):
            findings.answer_finding(actor=actor(), task=record.task, finding=record.finding, answer=form.answer.data)
            return _done(finding_id, _("The finding is answered."))
    return _page(record, form), 422


def _task_to_watch(task_id: int) -> Task:
    task = task_or_404(task_id, actor())
    access.require(POLICY, Permission.FINDING_RECORD, actor(), team_work(task))
    return task


def _done(finding_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_finding", finding_id=finding_id))


def _form_page(task: Task, form: FindingForm) -> str:
    return render_template("innovation/findings/new.html", task=task, form=form)


def _page(record: FindingRecord, form: Form | None = None) -> str:
    unanswered = record.finding.answered_at is None
    return render_template(
        "innovation/findings/show.html",
        record=record,
        finding=record.finding,
        task=record.task,
        form=form or FindingAnswerForm(formdata=None),
        may_answer=unanswered and allows(POLICY, Permission.FINDING_ANSWER, actor(), record.task),
        may_hand_in=allows(POLICY, Permission.ISSUE_HAND_IN, actor()),
    )
