"""이슈의 뒷일: the yearly follow-up, and refused ideas that are carried out after all."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.innovation.enums.permissions import Permission
from app.innovation.forms.answers import (
    Credit,
    FollowUpForm,
    RevivalClaimForm,
    RevivalDecisionForm,
    RevivalForm,
)
from app.innovation.models import Issue, Revival
from app.innovation.policy import POLICY
from app.innovation.queries.issue_answers import revival_or_404
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.tasks import task_by_number
from app.innovation.routes import bp
from app.innovation.routes.issues import done, issue_page
from app.innovation.routes.loading import issue_for
from app.innovation.services import issue_aftermath as services


@bp.post("/issues/<int:issue_id>/follow-ups")
def create_follow_up(issue_id: int) -> ResponseReturnValue:
    """Write the yearly record of an adopted idea."""
    issue = issue_for(Permission.ISSUE_FOLLOW_UP, issue_id)
    form = FollowUpForm(prefix="follow_up-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.record_follow_up(actor=actor(), issue=issue, result=form.result.data, words=form.words.data)
            return done(issue, _("The record of the year was kept."))
    return issue_page(issue, follow_up=form), code_of(form)


@bp.get("/issues/<int:issue_id>/revivals/new")
def new_revival(issue_id: int) -> ResponseReturnValue:
    """Show the form; `?task=T2026-001` names the task."""
    issue = issue_for(Permission.REVIVAL_RECORD, issue_id)
    return _revival_page(issue, RevivalForm(task_number=request.args.get("task", "")))


@bp.post("/issues/<int:issue_id>/revivals")
def create_revival(issue_id: int) -> ResponseReturnValue:
    """Record that a task carries the refused idea out."""
    issue = issue_for(Permission.REVIVAL_RECORD, issue_id)
    form = RevivalForm()
    if form.validate_on_submit():
        task = task_by_number(form.task_number.data, actor())
        if task is None:
            form.task_number.errors = [_("There is no task with this number.")]
            return _revival_page(issue, form), 422
        with keeping_words(form):
            services.record_revival(actor=actor(), issue=issue, task=task, likeness=form.likeness.data)
            return done(issue, _("Recorded. The proposer and the control tower see it in their turns."))
    return _revival_page(issue, form), code_of(form)


@bp.post("/issues/<int:issue_id>/revivals/<int:revival_id>/claims")
def create_revival_claim(issue_id: int, revival_id: int) -> ResponseReturnValue:
    """Claim the credit as the proposer."""
    issue, revival = _revival_for(Permission.ISSUE_OWN, issue_id, revival_id)
    form = RevivalClaimForm(prefix="claim-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.claim_revival(actor=actor(), issue=issue, revival=revival, words=form.words.data)
            return done(issue, _("Claimed. The control tower decides."))
    return issue_page(issue, claim=form), code_of(form)


@bp.post("/issues/<int:issue_id>/revivals/<int:revival_id>/decisions")
def create_revival_decision(issue_id: int, revival_id: int) -> ResponseReturnValue:
    """Credit the proposers, or say why not."""
    issue, revival = _revival_for(Permission.REVIVAL_DECIDE, issue_id, revival_id)
    form = RevivalDecisionForm(prefix="credit-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.decide_revival(
                actor=actor(),
                issue=issue,
                revival=revival,
                credited=form.credited.data is Credit.YES,
                words=form.words.data,
            )
            return done(issue, _("The decision about the credit was kept."))
    return issue_page(issue, credit=form), code_of(form)


def _revival_for(permission: Permission, issue_id: int, revival_id: int) -> tuple[Issue, Revival]:
    issue = issue_or_404(issue_id, actor())
    revival = revival_or_404(issue, revival_id)
    access.require(POLICY, permission, actor(), issue)
    return issue, revival


def _revival_page(issue: Issue, form: RevivalForm) -> str:
    return render_template("innovation/revivals/new.html", issue=issue, form=form)
