"""제안과 이슈: the list, the form, the page of one, and what its proposer does."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Actor, allows
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.values import Value
from app.core.web import actor, showing_refusal
from app.files.queries import evidence_of
from app.files.services import store_uploads
from app.innovation.enums import IssueKind, IssueSource, IssueState, ObstacleSubject
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import (
    AdoptionForm,
    IssueForm,
    JoiningForm,
    LinkForm,
    ReasonForm,
    RefusalForm,
    SupplementForm,
    SupplementRequestForm,
)
from app.innovation.models import Issue
from app.innovation.policy import POLICY
from app.innovation.queries import issues as queries
from app.innovation.queries.issue_history import history_of
from app.innovation.queries.issues import IssueFilter
from app.innovation.queries.people import colleagues
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, is_ticked, member, page_url, record_id
from app.innovation.routes.loading import issue_for
from app.innovation.routes.obstacles.tabs import listed_obstacles
from app.innovation.rules.issues import UNDECIDED, allowed_decisions
from app.innovation.services import issues as services
from app.organization.queries import departments_on

EVIDENCE = "issue"


@bp.get("/issues")
def list_issues() -> ResponseReturnValue:
    """Show issues, narrowed by what the address says."""
    wanted = IssueFilter(
        state=member(IssueState, "state"),
        kind=member(IssueKind, "kind"),
        value=member(Value, "value"),
        department_id=record_id("department"),
        mine=is_ticked("mine"),
        undecided=is_ticked("undecided"),
    )
    page = queries.list_issues(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/issues/list.html",
        page=page,
        wanted=wanted,
        departments=departments_on(),
        vocabularies={"state": IssueState, "kind": IssueKind, "value": Value},
        next_url=page_url("innovation.list_issues", page.next_cursor),
        first_url=first_url("innovation.list_issues"),
        may_hand_in=allows(POLICY, Permission.ISSUE_HAND_IN, actor()),
    )


@bp.get("/issues/new")
def new_issue() -> ResponseReturnValue:
    """Show an empty form; `?origin_task=12` marks it as feedback from that task."""
    origin = record_id("origin_task")
    defaults = {"origin_task": origin, "source": IssueSource.FEEDBACK} if origin else {}
    return _form_page(IssueForm(**defaults))


@bp.post("/issues")
def create_issue() -> ResponseReturnValue:
    """Take in an issue with its co-proposers and files."""
    form = IssueForm()
    _offer_origin(form)
    if form.validate_on_submit():
        with showing_refusal(form):
            issue = services.receive_issue(actor=actor(), content=form.content(), shares=form.shares_with(actor().id))
            _store_files(issue)
            flash(str(_("Received. The receipt number is %(number)s.", number=issue.number)), "success")
            return redirect(url_for("innovation.show_issue", issue_id=issue.id))
    return _form_page(form), 422


@bp.get("/issues/<int:issue_id>")
def show_issue(issue_id: int) -> ResponseReturnValue:
    """Show one issue with its history and what the actor may do."""
    return issue_page(queries.issue_or_404(issue_id, actor()))


@bp.post("/issues/<int:issue_id>/supplements")
def create_issue_supplement(issue_id: int) -> ResponseReturnValue:
    """Add what the control tower has asked for."""
    issue = issue_for(Permission.ISSUE_OWN, issue_id)
    form = SupplementForm(prefix="supplement-")
    if form.validate_on_submit():
        with showing_refusal(form):
            services.supplement_issue(actor=actor(), issue=issue, text=form.text.data)
            return done(issue, _("Your supplement was received."))
    return issue_page(issue, supplement=form), 422


@bp.post("/issues/<int:issue_id>/withdrawals")
def create_issue_withdrawal(issue_id: int) -> ResponseReturnValue:
    """Take the issue back."""
    issue = issue_for(Permission.ISSUE_OWN, issue_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.withdraw_issue(actor=actor(), issue=issue, reason=form.reason.data)
            return done(issue, _("The issue was withdrawn."))
    return issue_page(issue, withdrawal=form), 422


@bp.post("/issues/<int:issue_id>/reexaminations")
def create_reexamination(issue_id: int) -> ResponseReturnValue:
    """Ask to look again at a refused issue."""
    issue = issue_for(Permission.ISSUE_OWN, issue_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.ask_reexamination(actor=actor(), issue=issue, reason=form.reason.data)
            return done(issue, _("The issue will be examined again."))
    return issue_page(issue, reexamination=form), 422


def done(issue: Issue, sentence: Message) -> ResponseReturnValue:
    """Say what has happened and return to the issue."""
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_issue", issue_id=issue.id))


def issue_page(issue: Issue, **sent: Form) -> str:
    """Render the page of an issue; `sent` are forms that were refused and keep what was typed."""
    who = actor()
    due_on = queries.running_due(issue.state, issue.decision_due_on)
    return render_template(
        "innovation/issues/show.html",
        issue=issue,
        details=queries.issue_details(issue),
        history=history_of(issue),
        evidence=evidence_of(EVIDENCE, [issue.id])[issue.id],
        values=[Value(value) for value in issue.values],
        due_on=due_on,
        days_to_decision=(due_on - clock.today()).days if due_on else None,
        **listed_obstacles(ObstacleSubject.ISSUE, issue.id, who),
        **_actions(issue, who, sent),
    )


def _actions(issue: Issue, who: Actor, sent: dict[str, Form]) -> dict[str, Any]:
    """Return the forms of exactly what the actor may do with the issue now."""
    triages = allows(POLICY, Permission.ISSUE_TRIAGE, who, issue)
    owns = allows(POLICY, Permission.ISSUE_OWN, who, issue)
    decisions = set(allowed_decisions(issue.state)) if triages else set()
    return {
        "decisions": decisions,
        "forms": _triage_forms(issue, sent) if decisions else {},
        "sent": sent,
        "supplement_form": sent.get("supplement") or SupplementForm(prefix="supplement-", formdata=None),
        "may_supplement": owns and issue.state is IssueState.SUPPLEMENT_ASKED,
        "may_withdraw": owns and issue.state in UNDECIDED,
        "may_ask_again": owns and issue.state is IssueState.REFUSED,
        "may_undo_link": triages and issue.state is IssueState.MERGED,
    }


def _triage_forms(issue: Issue, sent: dict[str, Form]) -> dict[str, Form]:
    forms: dict[str, Any] = {
        "adoption": AdoptionForm(
            prefix="adoption-",
            formdata=None,
            data={"title": issue.title, "summary": issue.idea, "lead_department": issue.department_id},
        ),
        "joining": JoiningForm(prefix="joining-", formdata=None),
        "refusal": RefusalForm(prefix="refusal-", formdata=None),
        "link": LinkForm(prefix="link-", formdata=None),
        "supplement_request": SupplementRequestForm(prefix="supplement_request-", formdata=None),
    }
    forms |= {name: form for name, form in sent.items() if name in forms}
    offer(forms["adoption"].lead_department, [(unit.id, unit.name) for unit in departments_on()])
    return forms


def _form_page(form: IssueForm) -> str:
    _offer_origin(form)
    return render_template("innovation/issues/new.html", form=form, people=colleagues(actor().department_id))


def _offer_origin(form: IssueForm) -> None:
    """Offer only the task the issue comes from; without one the field is left out."""
    raw = request.form.get("origin_task", type=whole_number) or record_id("origin_task")
    pairs = []
    if raw:
        task = task_or_404(raw, actor())
        pairs = [(task.id, f"{task.number} {task.title}")]
    offer(form.origin_task, pairs, blank=True)


def _store_files(issue: Issue) -> None:
    uploads = [upload for upload in request.files.getlist("files") if upload.filename]
    store_uploads(uploads=uploads, subject_type=EVIDENCE, subject_id=issue.id, actor=actor())
