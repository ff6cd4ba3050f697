"""통장·현황판 기준."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.messages import _
from app.core.web import actor, code_of, showing_refusal
from app.mileage.enums import Permission
from app.mileage.forms.objections import MileageTermsForm
from app.mileage.policy import POLICY
from app.mileage.queries.mileage_terms import terms_history, terms_now
from app.mileage.routes import bp
from app.mileage.services import mileage_terms as services


@bp.get("/mileage/terms")
def show_terms() -> ResponseReturnValue:
    """Show how long one may object and whether people are shown on a board, and how that came about."""
    return _page(None)


@bp.post("/mileage/terms")
def create_terms() -> ResponseReturnValue:
    """Set other terms."""
    form = MileageTermsForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.set_terms(actor=actor(), terms=form.terms(), reason=form.reason.data)
            flash(str(_("Set. It holds for what is handed in from now on.")), "success")
            return redirect(url_for(".show_terms"))
    return _page(form), code_of(form)


def _page(form: MileageTermsForm | None) -> str:
    now = terms_now()
    return render_template(
        "mileage/objections/terms.html",
        now=now,
        history=terms_history(),
        form=form or MileageTermsForm(formdata=None, data=vars(now)),
        may_set=access.allows(POLICY, Permission.TERMS_SET, actor()),
    )
