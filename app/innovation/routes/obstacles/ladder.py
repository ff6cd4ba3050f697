"""조정 기한: the working days of each level of escalation."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.errors import Conflict
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.obstacles import EscalationDaysForm
from app.innovation.policy import POLICY
from app.innovation.queries import obstacles as queries
from app.innovation.routes import bp
from app.innovation.rules.obstacles import EscalationLadder
from app.innovation.services import obstacles as services


@bp.get("/obstacles/escalation-days")
def show_escalation_days() -> ResponseReturnValue:
    """Show the days of each level and why they are so."""
    return _page()


@bp.post("/obstacles/escalation-days")
def create_escalation_days() -> ResponseReturnValue:
    """Set other days."""
    form, code = EscalationDaysForm(), 422
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                _set(form)
                return redirect(url_for("innovation.show_escalation_days"))
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            code = 409
    return _page(form), code


def _set(form: EscalationDaysForm) -> None:
    seen = whole_number(form.seen_id.data) if form.seen_id.data else None
    services.set_escalation_days(actor=actor(), ladder=form.ladder(), reason=form.reason.data, seen_id=seen)
    flash(str(_("The days of the levels were set.")), "success")


def _page(form: EscalationDaysForm | None = None) -> str:
    changes = queries.ladder_changes()
    now = changes[0] if changes else EscalationLadder()
    if form is None:
        days = {name: getattr(now, name) for name in vars(EscalationLadder())}
        form = EscalationDaysForm(formdata=None, data=days)
    form.seen_id.data = str(changes[0].id) if changes else ""
    return render_template(
        "innovation/obstacles/ladder.html",
        now=now,
        changes=changes,
        form=form,
        may_set=allows(POLICY, Permission.OBSTACLE_LADDER_SET, actor()),
    )
