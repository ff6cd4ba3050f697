"""공동제안자의 몫: confirmed or declined by each, set anew by the lead."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Denied
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.proposals import SharesForm
from app.innovation.models import Issue
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.people import colleagues
from app.innovation.queries.proposers import ProposerRow, proposers_of
from app.innovation.routes import bp
from app.innovation.routes.issues import done, issue_page
from app.innovation.services import shares


@bp.post("/issues/<int:issue_id>/share-confirmations")
def create_share_confirmation(issue_id: int) -> ResponseReturnValue:
    """Agree to the own share."""
    issue = issue_or_404(issue_id, actor())
    shares.confirm_share(actor=actor(), issue=issue)
    return done(issue, _("Your share is confirmed."))


@bp.post("/issues/<int:issue_id>/share-refusals")
def create_share_refusal(issue_id: int) -> ResponseReturnValue:
    """Decline the own share."""
    issue, form = issue_or_404(issue_id, actor()), ReasonForm()
    if form.validate_on_submit():
        with keeping_words(form):
            shares.decline_share(actor=actor(), issue=issue, reason=form.reason.data)
            return done(issue, _("You have declined. The lead proposer sets the shares anew."))
    _require_own(issue)
    return issue_page(issue, share_refusal=form), code_of(form)


@bp.get("/issues/<int:issue_id>/share-settings/new")
def new_share_setting(issue_id: int) -> ResponseReturnValue:
    """Show the present shares, to be set anew."""
    issue, rows = _issue_to_share(issue_id)
    form = SharesForm()
    form.fill({row.person_id: row.share for row in rows if row.person_id != actor().id and row.is_here})
    return _form_page(issue, form, rows)


@bp.post("/issues/<int:issue_id>/share-settings")
def create_share_setting(issue_id: int) -> ResponseReturnValue:
    """Set the shares anew."""
    (issue, rows), form = _issue_to_share(issue_id), SharesForm()
    if form.validate_on_submit():
        with keeping_words(form):
            given = form.shares_with(actor().id)
            shares.set_shares(actor=actor(), issue=issue, shares=given, reason=form.reason.data)
            return done(issue, _("The shares are set anew. Whose share has changed is asked to confirm it."))
    return _form_page(issue, form, rows), code_of(form)


def _issue_to_share(issue_id: int) -> tuple[Issue, Sequence[ProposerRow]]:
    issue = issue_or_404(issue_id, actor())
    rows = proposers_of(issue)
    if not shares.may_set_shares(actor(), rows):
        raise Denied(_("Only the lead proposer sets the shares."))
    return issue, rows


def _require_own(issue: Issue) -> None:
    if actor().id not in {row.person_id for row in proposers_of(issue) if not row.is_lead}:
        raise Denied(_("You may not do this."))


def _form_page(issue: Issue, form: SharesForm, rows: Sequence[ProposerRow]) -> str:
    return render_template(
        "innovation/shares/new.html",
        issue=issue,
        form=form,
        proposers=rows,
        people=colleagues(actor().department_id),
    )
