"""심의: its terms, its members and their votes. The panel itself stands on the page of its claim."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.i18n import language
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.mileage import services
from app.mileage.enums import Permission
from app.mileage.forms import ReasonForm
from app.mileage.forms.claim_panels import PanelForm, PanelTermsForm, PanelVoteForm
from app.mileage.models import Claim
from app.mileage.policy import POLICY
from app.mileage.queries import claim_panels as queries
from app.mileage.queries.claims import claim_or_404
from app.mileage.queries.items import claimable_items
from app.mileage.routes import bp
from app.mileage.routes.claims import claim_page


@bp.get("/mileage/claim-panels/terms")
def show_panel_terms() -> ResponseReturnValue:
    """Show the terms, with the form for the control tower."""
    now = queries.terms_in_force()
    data = {"is_on": now.is_on, "above_points": now.above_points, "item_codes": now.item_codes, "days": now.days}
    return _terms_page(PanelTermsForm(formdata=None, data=data))


@bp.post("/mileage/claim-panels/terms")
def create_panel_terms() -> ResponseReturnValue:
    """Set the terms from now on."""
    form = PanelTermsForm()
    _offer_items(form)
    if form.validate_on_submit():
        with keeping_words(form):
            services.set_panel_terms(actor=actor(), terms=form.terms(), reason=form.reason.data)
            flash(str(_("The terms of panels are set.")), "success")
            return redirect(url_for(".show_panel_terms"))
    return _terms_page(form), code_of(form)


@bp.post("/mileage/claims/<int:claim_id>/panels")
def create_claim_panel(claim_id: int) -> ResponseReturnValue:
    """Name the members of the panel."""
    claim, form = claim_or_404(claim_id, actor()), PanelForm()
    access.require(POLICY, Permission.PANEL_CONVENE, actor(), claim)
    if form.validate_on_submit():
        with keeping_words(form):
            services.convene_panel(claim=claim, actor=actor(), numbers=form.members())
            flash(str(_("The panel is named. Each member finds it among their tasks.")), "success")
            return redirect(url_for(".show_claim", claim_id=claim.id))
    return claim_page(claim, ReasonForm(formdata=None), convening=form), code_of(form)


@bp.post("/mileage/claim-panels/<int:panel_id>/votes")
def create_panel_vote(panel_id: int) -> ResponseReturnValue:
    """Vote about the claim."""
    panel, form = queries.panel_or_404(panel_id, actor()), PanelVoteForm()
    claim: Claim = claim_or_404(panel.claim_id, actor())
    if form.validate_on_submit():
        with keeping_words(form):
            services.vote_on_claim(panel=panel, actor=actor(), vote=form.vote.data, reason=form.reason.data)
            flash(
                str(_("Your vote is given. It stays sealed until all have voted or the last day is over.")), "success"
            )
            return redirect(url_for(".show_claim", claim_id=claim.id))
    return claim_page(claim, ReasonForm(formdata=None), voting=form), code_of(form)


def _offer_items(form: PanelTermsForm) -> None:
    reader = language()
    form.offer_items(
        [(item.code, f"{item.code} {item.name(reader)}") for item in claimable_items(with_departments=True)]
    )


def _terms_page(form: PanelTermsForm) -> str:
    _offer_items(form)
    return render_template(
        "mileage/claim_panels/terms.html",
        form=form,
        rows=queries.terms_rows(),
        may_set=access.allows(POLICY, Permission.PANEL_TERMS, actor()),
        asked=request.method == "POST",
    )
