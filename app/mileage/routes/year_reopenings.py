"""마감 다시 열기."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries.seconds import people_apart
from app.core.access import allows, offices_of, require
from app.core.errors import Conflict, Missing
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words, require_recent_password, showing_refusal
from app.mileage.enums import Permission
from app.mileage.forms import ReasonForm
from app.mileage.forms.year_closings import ClosingConfirmationForm, ReopeningForm
from app.mileage.models import YearClosing, YearReopening
from app.mileage.policy import POLICY
from app.mileage.queries.year_reopenings import live_reopening
from app.mileage.routes import bp
from app.mileage.routes.year_closings import closing_page, readable_year
from app.mileage.services import year_reopenings as services


@bp.post("/mileage/closings/<int:year>/reopenings")
def create_reopening_proposal(year: int) -> ResponseReturnValue:
    """Propose to open a closed year again."""
    require_recent_password(back=url_for(".show_closing", year=year))
    closing, form = readable_year(year)[1], ReopeningForm()
    if closing is None:
        raise Conflict(_("This year is not closed."))
    offer(form.second_id, people_apart(offices_of(actor()), without=[actor().id]), blank=True)
    if form.validate_on_submit():
        with keeping_words(form):
            services.propose_reopening(
                actor=actor(), closing=closing, second_id=form.second_id.data, reason=form.reason.data
            )
            flash(str(_("Proposed. The year is opened when the second person agrees.")), "success")
            return redirect(url_for(".show_closing", year=year))
    return closing_page(year, closing, form), code_of(form)


@bp.post("/mileage/closings/<int:year>/reopening-agreements")
def create_reopening_agreement(year: int) -> ResponseReturnValue:
    """Agree as the second person: the year takes points again."""
    require_recent_password(back=url_for(".show_closing", year=year))
    closing, found = _waiting(year)
    form = ClosingConfirmationForm()
    with showing_refusal(form):
        services.agree_reopening(reopening=found, actor=actor())
        flash(str(_("The year is open again; what had expired is back.")), "success")
        return redirect(url_for(".show_closing", year=year))
    return closing_page(year, closing, form), 422


@bp.post("/mileage/closings/<int:year>/reopening-withdrawals")
def create_reopening_withdrawal(year: int) -> ResponseReturnValue:
    """Take a proposal back, or decline it as the second person."""
    closing, found = _waiting(year)
    form = ReasonForm()
    require(POLICY, Permission.REOPENING_WITHDRAW, actor(), found)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.withdraw_reopening(reopening=found, actor=actor(), reason=form.reason.data)
            flash(str(_("The proposal is withdrawn.")), "success")
            reads = allows(POLICY, Permission.ACCOUNT_LIST, actor())
            return redirect(url_for(".list_closings") if reads else url_for(".show_statement"))
    return closing_page(year, closing, form), 422


def _waiting(year: int) -> tuple[YearClosing | None, YearReopening]:
    closing, found = readable_year(year)[1], live_reopening(year)
    if found is None:
        raise Missing(_("Nobody has proposed to open this year again."))
    return closing, found
