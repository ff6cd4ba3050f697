"""가점·감점."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.access import offices_of
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, code_of, showing_refusal
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.adjustments import AdjustmentForm
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.adjustments import adjustment_rows
from app.evaluation.queries.calibration import session_was_held
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring import compositions_of, members_of
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services import adjustments as services


@bp.get("/rounds/<int:round_id>/adjustments")
def list_adjustments(round_id: int) -> ResponseReturnValue:
    """List bonus and penalty points of a round."""
    return _page(round_or_404(round_id), AdjustmentForm())


@bp.post("/rounds/<int:round_id>/adjustments")
def create_adjustment(round_id: int) -> ResponseReturnValue:
    """Enter bonus or penalty points."""
    record = round_or_404(round_id)
    form = AdjustmentForm()
    _offer(record, form)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.adjust_points(actor=actor(), record=record, draft=form.draft())
            flash(str(_("The points are entered.")), "success")
            return redirect(url_for(".list_adjustments", round_id=round_id))
    return _page(record, form), code_of(form)


def _offer(record: EvaluationRound, form: AdjustmentForm) -> None:
    own = offices_of(actor())
    members = [(m.department_id, m.department) for m in members_of(record) if m.department_id not in own]
    offer(form.department_id, members, blank=True)
    codes = {row.code: f"{row.code} {row.name}" for row in compositions_of(record.id)}
    form.inside.choices = [("", _("(none)")), *codes.items()]


def _page(record: EvaluationRound, form: AdjustmentForm) -> str:
    _offer(record, form)
    return render_template(
        "evaluation/adjustments/list.html",
        record=record,
        form=form,
        rows=adjustment_rows(record.id),
        may_edit=policy.allows(Permission.ROUND_EDIT, actor())
        and not phases.results_visible(record.phase)
        and not session_was_held(record.id),
    )
