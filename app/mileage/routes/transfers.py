"""이체 한 건과 그 취소."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.i18n import language
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.mileage import services
from app.mileage.enums import Permission, TransferKind
from app.mileage.forms import ReversalForm
from app.mileage.policy import POLICY
from app.mileage.queries.mileage_terms import terms_for
from app.mileage.queries.objections import objections_to
from app.mileage.queries.provenance import provenance_of
from app.mileage.queries.transfers import TransferView, transfer_or_404
from app.mileage.routes import bp
from app.mileage.routes.links import explain_transfer, source_link
from app.mileage.rules.objections import last_day
from app.mileage.titles import titles_of


@bp.get("/mileage/transfers/<int:transfer_id>")
def show_transfer(transfer_id: int) -> ResponseReturnValue:
    """Show one transfer and why it is what it is."""
    return _page(transfer_or_404(transfer_id, actor()), ReversalForm())


@bp.post("/mileage/transfers/<int:transfer_id>/reversals")
def create_reversal(transfer_id: int) -> ResponseReturnValue:
    """Take the transfer back."""
    view, form = transfer_or_404(transfer_id, actor()), ReversalForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            reversal = services.reverse_transfer(
                transfer=view.transfer, actor=actor(), reason_code=form.reason_code.data, reason=form.reason.data
            )
            flash(str(_("The transfer is reversed.")), "success")
            return redirect(url_for(".show_transfer", transfer_id=reversal.id))
    return _page(view, form), 422


def _page(view: TransferView, form: ReversalForm) -> str:
    fixed = {TransferKind.REVERSAL, TransferKind.REWARD}
    open_row = view.reversed_by_id is None and view.transfer.kind not in fixed
    source = view.transfer.source
    who = actor()
    link = source_link(source, titles_of([source], who))
    objection = objections_to([view.transfer.id], view.earner.id).get(view.transfer.id)
    until = last_day(clock.to_seoul(view.transfer.posted_at).date(), terms_for(who.id))
    owns, heard = access.allows(POLICY, Permission.OBJECTION_WRITE, who, view.earner), {TransferKind.DEDUCTION}
    return render_template(
        "mileage/transfers/show.html",
        view=view,
        form=form,
        source=link,
        explanation=explain_transfer(view, link, owns=view.earner.person_id == who.id),
        may_reverse=open_row and access.allows(POLICY, Permission.TRANSFER_REVERSE, who),
        provenance=provenance_of(view.transfer, who),
        objection=objection,
        may_object=owns and objection is None and clock.today() <= until and view.transfer.kind not in heard,
        until=until,
        today=clock.today(),
        reader=language(),
    )
