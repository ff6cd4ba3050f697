"""분류: the control tower's decisions about an issue, each a noun of its own."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.forms import offer
from app.core.messages import _
from app.core.values import Value
from app.core.web import actor, code_of, keeping_words
from app.innovation.enums import TaskKind
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import (
    AdoptionForm,
    JoiningForm,
    LinkForm,
    ReasonForm,
    RefusalForm,
    SupplementRequestForm,
)
from app.innovation.models import Issue
from app.innovation.queries.issues import issue_by_number
from app.innovation.queries.tasks import task_by_number
from app.innovation.routes import bp
from app.innovation.routes.issues import done, issue_page
from app.innovation.routes.loading import issue_for
from app.innovation.services import triage as services
from app.innovation.services.tasks import TaskContent, frame_task
from app.organization.queries import departments_on


@bp.post("/issues/<int:issue_id>/adoptions")
def create_adoption(issue_id: int) -> ResponseReturnValue:
    """Adopt the issue as a new task."""
    issue = issue_for(Permission.ISSUE_TRIAGE, issue_id)
    form = AdoptionForm(prefix="adoption-")
    offer(form.lead_department, [(unit.id, unit.name) for unit in departments_on()])
    if form.validate_on_submit():
        with keeping_words(form):
            task = frame_task(
                actor=actor(),
                content=_content(form, issue),
                issues=[issue],
                adoption_reason=form.reason.data,
            )
            return redirect(url_for("innovation.show_task", task_id=task.id))
    return issue_page(issue, adoption=form), code_of(form)


def _content(form: AdoptionForm, issue: Issue) -> TaskContent:
    kind: TaskKind = form.kind.data
    return TaskContent(
        title=form.title.data,
        summary=form.summary.data,
        kind=kind,
        lead_department_id=form.lead_department.data,
        values=tuple(map(Value, issue.values)),
    )


@bp.post("/issues/<int:issue_id>/joinings")
def create_joining(issue_id: int) -> ResponseReturnValue:
    """Adopt the issue into a task that exists already."""
    issue = issue_for(Permission.ISSUE_TRIAGE, issue_id)
    form = JoiningForm(prefix="joining-")
    if form.validate_on_submit():
        task = task_by_number(form.task_number.data, actor())
        if task is None:
            form.task_number.errors = [_("There is no task with this number.")]
            return issue_page(issue, joining=form), code_of(form)
        with keeping_words(form):
            services.adopt_issue(actor=actor(), issue=issue, task=task, reason=form.reason.data)
            return redirect(url_for("innovation.show_task", task_id=task.id))
    return issue_page(issue, joining=form), code_of(form)


@bp.post("/issues/<int:issue_id>/refusals")
def create_refusal(issue_id: int) -> ResponseReturnValue:
    """Do not adopt the issue."""
    issue = issue_for(Permission.ISSUE_TRIAGE, issue_id)
    form = RefusalForm(prefix="refusal-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.refuse_issue(actor=actor(), issue=issue, refusal=form.refusal.data, reason=form.reason.data)
            return done(issue, _("The issue was not adopted; its proposer reads the reason."))
    return issue_page(issue, refusal=form), code_of(form)


@bp.post("/issues/<int:issue_id>/links")
def create_issue_link(issue_id: int) -> ResponseReturnValue:
    """Link the issue to the same idea received earlier."""
    issue = issue_for(Permission.ISSUE_TRIAGE, issue_id)
    form = LinkForm(prefix="link-")
    if form.validate_on_submit():
        earlier = issue_by_number(form.earlier_number.data, actor())
        if earlier is None:
            form.earlier_number.errors = [_("There is no issue with this receipt number.")]
            return issue_page(issue, link=form), code_of(form)
        with keeping_words(form):
            services.link_issue(actor=actor(), issue=issue, earlier=earlier, reason=form.reason.data)
            return done(issue, _("The issue was linked to the earlier one."))
    return issue_page(issue, link=form), code_of(form)


@bp.post("/issues/<int:issue_id>/supplement-requests")
def create_supplement_request(issue_id: int) -> ResponseReturnValue:
    """Ask the proposer for more."""
    issue = issue_for(Permission.ISSUE_REVIEW, issue_id)
    form = SupplementRequestForm(prefix="supplement_request-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.ask_supplement(actor=actor(), issue=issue, reason=form.reason.data)
            return done(issue, _("The proposer was asked for a supplement."))
    return issue_page(issue, supplement_request=form), code_of(form)


@bp.post("/issues/<int:issue_id>/link-undoings")
def create_link_undoing(issue_id: int) -> ResponseReturnValue:
    """Undo the link to an earlier issue."""
    issue = issue_for(Permission.ISSUE_TRIAGE, issue_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.undo_link(actor=actor(), issue=issue, reason=form.reason.data)
            return done(issue, _("The link was undone; the issue is received again."))
    return issue_page(issue, link_undoing=form), code_of(form)
