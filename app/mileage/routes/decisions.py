"""적립신청의 제출·확인·검증·반려·철회."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words
from app.mileage import services
from app.mileage.forms import ReasonForm
from app.mileage.models import Claim
from app.mileage.queries.claims import claim_or_404
from app.mileage.routes import bp
from app.mileage.routes.claims import claim_page
from app.mileage.services.decisions import require_return


@bp.post("/mileage/claims/<int:claim_id>/submissions")
def create_submission(claim_id: int) -> ResponseReturnValue:
    """Hand a claim in."""
    claim, form = claim_or_404(claim_id, actor()), ReasonForm()
    with keeping_words(form):
        services.submit_claim(claim=claim, actor=actor())
        return _done(claim, _("The claim is handed in."))
    return claim_page(claim, form, asked=request.path), code_of(form)


@bp.post("/mileage/claims/<int:claim_id>/confirmations")
def create_confirmation(claim_id: int) -> ResponseReturnValue:
    """Confirm as head."""
    claim, form = claim_or_404(claim_id, actor()), ReasonForm()
    with keeping_words(form):
        services.confirm_claim(claim=claim, actor=actor())
        return _done(claim, _("The claim is confirmed; the control tower verifies it next."))
    return claim_page(claim, form, asked=request.path), code_of(form)


@bp.post("/mileage/claims/<int:claim_id>/verifications")
def create_verification(claim_id: int) -> ResponseReturnValue:
    """Verify as control tower; the points are posted. A claim that looks like a posted one needs a reason."""
    claim, form = claim_or_404(claim_id, actor()), ReasonForm()
    with keeping_words(form):
        services.verify_claim(claim=claim, actor=actor(), reason=form.reason.data or "")
        return _done(claim, _("The claim is verified and posted."))
    return claim_page(claim, form, asked=request.path), code_of(form)


@bp.post("/mileage/claims/<int:claim_id>/returns")
def create_return(claim_id: int) -> ResponseReturnValue:
    """Send the claim back with a reason."""
    claim, form = claim_or_404(claim_id, actor()), ReasonForm()
    require_return(claim, actor())
    if form.validate_on_submit():
        with keeping_words(form):
            services.return_claim(claim=claim, actor=actor(), reason=form.reason.data)
            return _done(claim, _("The claim is returned to the claimant."))
    return claim_page(claim, form, asked=request.path), code_of(form)


@bp.post("/mileage/claims/<int:claim_id>/withdrawals")
def create_withdrawal(claim_id: int) -> ResponseReturnValue:
    """Take one's own claim back."""
    claim, form = claim_or_404(claim_id, actor()), ReasonForm()
    with keeping_words(form):
        services.withdraw_claim(claim=claim, actor=actor())
        return _done(claim, _("The claim is withdrawn."))
    return claim_page(claim, form, asked=request.path), code_of(form)


def _done(claim: Claim, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for(".show_claim", claim_id=claim.id))
