"""칭찬 기준."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.mileage.enums import Permission
from app.mileage.forms.thanks import ThanksLimitsForm
from app.mileage.policy import POLICY
from app.mileage.queries.thanks_limits import limits_history, limits_on
from app.mileage.routes import bp
from app.mileage.rules.thanks import next_month
from app.mileage.services import thanks as services


@bp.get("/mileage/thanks/limits")
def show_thanks_limits() -> ResponseReturnValue:
    """Show what everybody may give in a month, and how that came about."""
    return _page(None)


@bp.post("/mileage/thanks/limits")
def create_thanks_limits() -> ResponseReturnValue:
    """Set other limits from next month on."""
    form = ThanksLimitsForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.set_limits(actor=actor(), limits=form.limits())
            flash(str(_("The new limits hold from next month.")), "success")
            return redirect(url_for(".show_thanks_limits"))
    return _page(form), 422


def _page(form: ThanksLimitsForm | None) -> str:
    today = clock.today()
    coming = limits_on(next_month(today))
    return render_template(
        "mileage/thanks/limits.html",
        now=limits_on(today),
        coming=coming,
        from_day=next_month(today),
        history=limits_history(),
        form=form or ThanksLimitsForm(formdata=None, data=vars(coming)),
        may_set=access.allows(POLICY, Permission.THANKS_LIMIT, actor()),
    )
