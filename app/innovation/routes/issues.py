"""제안과 이슈: the list, the form, the page of one, and what its proposer does."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Actor, allows
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.values import Value
from app.core.web import actor, code_of, keeping_words
from app.files.queries import evidence_of
from app.innovation.enums import IssueKind, IssueState, ObstacleSubject, TriageDecision
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import (
    AdoptionForm,
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
from app.innovation.queries.issue_clock import clock_of_issue
from app.innovation.queries.issue_history import history_of
from app.innovation.queries.issues import IssueFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, is_ticked, member, page_url, record_id, year_named, years_to_choose
from app.innovation.routes.issue_actions import answering
from app.innovation.routes.issue_words import left_over, typed_in
from app.innovation.routes.loading import issue_for
from app.innovation.routes.obstacles.tabs import listed_obstacles
from app.innovation.routes.proposal_parts import proposal_parts
from app.innovation.rules.issues import UNDECIDED, allowed_decisions
from app.innovation.services import issues as services
from app.innovation.services.issue_clocks import may_ask_supplement, reexamination_day
from app.innovation.services.issues import EVIDENCE
from app.organization.queries import Unit, departments_on


@bp.get("/issues")
def list_issues() -> ResponseReturnValue:
    """Show issues, narrowed by what the address says."""
    wanted = wanted_issues()
    page = queries.list_issues(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/issues/list.html",
        page=page,
        wanted=wanted,
        departments=departments_on(),
        vocabularies={"state": IssueState, "kind": IssueKind, "value": Value},
        years=years_to_choose(wanted.year),
        next_url=page_url("innovation.list_issues", page.next_cursor),
        first_url=first_url("innovation.list_issues"),
        may_hand_in=allows(POLICY, Permission.ISSUE_HAND_IN, actor()),
    )


def wanted_issues() -> IssueFilter:
    """Return the filters in the address."""
    return IssueFilter(
        state=member(IssueState, "state"),
        kind=member(IssueKind, "kind"),
        value=member(Value, "value"),
        department_id=record_id("department"),
        year=year_named("year"),
        mine=is_ticked("mine"),
        undecided=is_ticked("undecided"),
        overdue=is_ticked("overdue"),
    )


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
        with keeping_words(form):
            services.supplement_issue(actor=actor(), issue=issue, text=form.text.data)
            return done(issue, _("Your supplement was received."))
    return issue_page(issue, supplement=form), code_of(form)


@bp.post("/issues/<int:issue_id>/withdrawals")
def create_issue_withdrawal(issue_id: int) -> ResponseReturnValue:
    """Take the issue back."""
    issue = issue_for(Permission.ISSUE_OWN, issue_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.withdraw_issue(actor=actor(), issue=issue, reason=form.reason.data)
            return done(issue, _("The issue was withdrawn."))
    return issue_page(issue, withdrawal=form), code_of(form)


@bp.post("/issues/<int:issue_id>/reexaminations")
def create_reexamination(issue_id: int) -> ResponseReturnValue:
    """Ask to look again at a refused issue."""
    issue = issue_for(Permission.ISSUE_OWN, issue_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.ask_reexamination(actor=actor(), issue=issue, reason=form.reason.data)
            return done(issue, _("The issue will be examined again."))
    return issue_page(issue, reexamination=form), code_of(form)


def done(issue: Issue, sentence: Message) -> ResponseReturnValue:
    """Say what has happened and return to the issue."""
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_issue", issue_id=issue.id))


def issue_page(issue: Issue, **sent: Form) -> str:
    """Render the page of an issue; `sent` are forms that were refused and keep what was typed."""
    who = actor()
    typed = {name: typed_in(form) for name, form in sent.items()}
    details = queries.issue_details(issue, who)
    proposal = proposal_parts(issue, who, sent)
    apart = who.id not in {row.person_id for row in proposal["proposers"]}
    units = _units(issue, who) if apart else ()
    page = {
        **proposal,
        **_actions(issue, who, sent, units, apart=apart),
        **answering(issue, details, who, sent=sent, units=units, apart=apart),
    }
    return render_template(
        "innovation/issues/show.html",
        issue=issue,
        details=details,
        left_over=left_over(typed, page, who),
        history=history_of(issue, who),
        evidence=evidence_of(EVIDENCE, [issue.id])[issue.id] if details.file_count else (),
        values=[Value(value) for value in issue.values],
        clock=clock_of_issue(issue),
        **listed_obstacles(ObstacleSubject.ISSUE, issue.id, who),
        **page,
    )


def _units(issue: Issue, who: Actor) -> Sequence[Unit]:
    """Return the departments of today, for those who may choose one."""
    return departments_on() if issue.state in UNDECIDED and allows(POLICY, Permission.ISSUE_REVIEW, who, issue) else ()


def _actions(issue: Issue, who: Actor, sent: dict[str, Form], units: Sequence[Unit], *, apart: bool) -> dict[str, Any]:
    """Return the forms of exactly what the actor may do with the issue now. `apart`: without a share in it."""
    triages = apart and allows(POLICY, Permission.ISSUE_TRIAGE, who, issue)
    owns = allows(POLICY, Permission.ISSUE_OWN, who, issue)
    decisions = _decisions(issue, who, triages=triages) if apart else set()
    return {
        "decisions": decisions,
        "forms": _triage_forms(issue, sent, units) if decisions else {},
        "sent": sent,
        "supplement_form": sent.get("supplement") or SupplementForm(prefix="supplement-", formdata=None),
        "may_supplement": owns and issue.state is IssueState.SUPPLEMENT_ASKED,
        "may_withdraw": owns and issue.state in UNDECIDED,
        "ask_again_until": _ask_again_until(issue) if owns else None,
        "may_undo_link": triages and issue.state is IssueState.MERGED,
    }


def _decisions(issue: Issue, who: Actor, *, triages: bool) -> set[TriageDecision]:
    """Return what can be decided now: the control tower all of it, a reviewing department a supplement."""
    decisions = set(allowed_decisions(issue.state)) if allows(POLICY, Permission.ISSUE_REVIEW, who, issue) else set()
    if not triages:
        decisions &= {TriageDecision.SUPPLEMENT}
    if TriageDecision.SUPPLEMENT in decisions and not may_ask_supplement(issue):
        decisions.remove(TriageDecision.SUPPLEMENT)
    return decisions


def _ask_again_until(issue: Issue) -> date | None:
    """Return the last day for asking again, as long as it has not passed."""
    last_day = reexamination_day(issue) if issue.state is IssueState.REFUSED else None
    return last_day if last_day and clock.today() <= last_day else None


def _triage_forms(issue: Issue, sent: dict[str, Form], units: Sequence[Unit]) -> dict[str, Form]:
    forms: dict[str, Any] = {
        "adoption": AdoptionForm(
            prefix="adoption-",
            formdata=None,
            data={
                "title": issue.title,
                "summary": issue.idea,
                "lead_department": None if issue.blind else issue.department_id,
            },
        ),
        "joining": JoiningForm(prefix="joining-", formdata=None),
        "refusal": RefusalForm(prefix="refusal-", formdata=None),
        "link": LinkForm(prefix="link-", formdata=None),
        "supplement_request": SupplementRequestForm(prefix="supplement_request-", formdata=None),
    }
    forms |= {name: form for name, form in sent.items() if name in forms}
    offer(forms["adoption"].lead_department, [(unit.id, unit.name) for unit in units], blank=issue.blind)
    return forms
