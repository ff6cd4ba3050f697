"""이름 확인: asked for on a form, answered and read on the request's own page."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries.actors import actor_of_person
from app.core import access, clock
from app.core.database import transaction
from app.core.errors import Refused
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.web import actor, address, own_transactions, require_recent_password, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.enums.proposals import UnmaskingState
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.proposals import UnmaskingForm
from app.innovation.models import Issue, Unmasking
from app.innovation.policy import POLICY
from app.innovation.queries.proposers import ProposerRow
from app.innovation.queries.unmaskings import UnmaskingView, seconds_for, unmasking_or_404
from app.innovation.routes import bp
from app.innovation.routes.loading import issue_for
from app.innovation.rules.proposals import check_hidden, read_until
from app.innovation.services import unmaskings as services


@bp.get("/issues/<int:issue_id>/unmaskings/new")
def new_unmasking(issue_id: int) -> ResponseReturnValue:
    """Show the form."""
    issue = _blind_issue(issue_id)
    return _form_page(issue, UnmaskingForm())


@bp.post("/issues/<int:issue_id>/unmaskings")
def create_unmasking(issue_id: int) -> ResponseReturnValue:
    """Ask a second person to read the names together."""
    issue = _blind_issue(issue_id)
    require_recent_password(back=url_for("innovation.new_unmasking", issue_id=issue_id))
    form = UnmaskingForm()
    offer(form.second, seconds_for(actor()), blank=True)
    second = actor_of_person(form.second.data) if form.validate_on_submit() else None
    if second is not None:
        with showing_refusal(form):
            asked = services.ask_unmasking(actor=actor(), issue=issue, second=second, reason=form.reason.data)
            return _done(asked.id, _("The second person was asked. The names stay hidden until they agree."))
    return _form_page(issue, form), 422


@bp.get("/issues/unmaskings/<int:unmasking_id>")
@own_transactions
def show_unmasking(unmasking_id: int) -> ResponseReturnValue:
    """Show the request to the two it concerns; once agreed, with the names. Each look is remembered."""
    view = unmasking_or_404(unmasking_id, actor())
    if view.unmasking.state is not UnmaskingState.AGREED:
        return _page(view)
    try:
        services.check_readable(view.unmasking, view.issue)
    except Refused as refusal:
        return _page(view, closed=refusal.reason)
    require_recent_password()
    with transaction():
        view = unmasking_or_404(unmasking_id, actor())
        rows = services.read_names(actor=actor(), unmasking=view.unmasking, issue=view.issue, address=address())
    return _page(view, rows=rows)


@bp.post("/issues/unmaskings/<int:unmasking_id>/agreements")
def create_unmasking_agreement(unmasking_id: int) -> ResponseReturnValue:
    """Agree as the second person."""
    view = unmasking_or_404(unmasking_id, actor())
    require_recent_password(back=url_for("innovation.show_unmasking", unmasking_id=unmasking_id))
    services.agree_unmasking(actor=actor(), unmasking=view.unmasking)
    return _done(unmasking_id, _("You have agreed. Both of you can now read the names here."))


@bp.post("/issues/unmaskings/<int:unmasking_id>/refusals")
def create_unmasking_refusal(unmasking_id: int) -> ResponseReturnValue:
    """Decline as the second person."""
    view, form = unmasking_or_404(unmasking_id, actor()), ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.decline_unmasking(actor=actor(), unmasking=view.unmasking, reason=form.reason.data)
            return _done(unmasking_id, _("You have declined. The names stay hidden."))
    return _page(view, refusal=form), 422


def _blind_issue(issue_id: int) -> Issue:
    issue = issue_for(Permission.UNMASKING_ASK, issue_id)
    check_hidden(blind=issue.blind)
    return issue


def _done(unmasking_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_unmasking", unmasking_id=unmasking_id))


def _form_page(issue: Issue, form: UnmaskingForm) -> str:
    offer(form.second, seconds_for(actor()), blank=True)
    return render_template("innovation/unmaskings/new.html", issue=issue, form=form)


def _until(unmasking: Unmasking) -> date | None:
    """Return the last day on which the names may be read, once the second person has agreed."""
    if unmasking.state is not UnmaskingState.AGREED or unmasking.answered_at is None:
        return None
    return read_until(clock.to_seoul(unmasking.answered_at).date())


def _page(
    view: UnmaskingView,
    *,
    rows: Sequence[ProposerRow] = (),
    refusal: Form | None = None,
    closed: Message | None = None,
) -> str:
    waits = view.unmasking.state is UnmaskingState.ASKED and actor().id == view.unmasking.second_id
    return render_template(
        "innovation/unmaskings/show.html",
        view=view,
        unmasking=view.unmasking,
        issue=view.issue,
        rows=rows,
        until=_until(view.unmasking),
        closed=closed,
        may_answer=waits and access.allows(POLICY, Permission.UNMASKING_ANSWER, actor(), view.unmasking),
        refusal=refusal,
    )
