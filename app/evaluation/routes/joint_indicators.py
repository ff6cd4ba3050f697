"""공동지표: who shares one value of a round."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Missing
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.joint_indicators import JointForm, joint_form, offer_leads, share_name
from app.evaluation.models import Composition, EvaluationRound
from app.evaluation.queries.joint_indicators import joint_views
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring import compositions_of, members_of
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services import joint_indicators as services


@bp.get("/rounds/<int:round_id>/joint-indicators")
def list_joint_indicators(round_id: int) -> ResponseReturnValue:
    """List the joint indicators of a round with their shares, and what could become one."""
    record = round_or_404(round_id)
    rows = {row.indicator_id: row for row in compositions_of(record.id)}
    found = joint_views(record.id)
    is_open = not phases.may_edit_setup(record.phase)
    return render_template(
        "evaluation/joint/list.html",
        record=record,
        joint=[(rows.get(indicator_id), view) for indicator_id, view in found.items()],
        others=[row for row in rows.values() if row.indicator_id not in found and row.has_typed_value],
        is_open=is_open,
        may_edit=policy.allows(Permission.ROUND_EDIT, actor()) and not is_open,
    )


@bp.get("/rounds/<int:round_id>/joint-indicators/<int:indicator_id>/edit")
def edit_joint_indicator(round_id: int, indicator_id: int) -> ResponseReturnValue:
    """Offer the shares for changing."""
    record = round_or_404(round_id)
    row, departments = _row_or_404(record, indicator_id)
    kept = joint_views(record.id).get(indicator_id)
    given = {share_name(part.department_id): part.share for part in kept.parts} if kept else {}
    form = joint_form(departments)(data={"lead_id": kept.lead_id if kept else None, **given})
    return _page(record, row, departments, form)


@bp.post("/rounds/<int:round_id>/joint-indicators/<int:indicator_id>")
def update_joint_indicator(round_id: int, indicator_id: int) -> ResponseReturnValue:
    """Say who shares the value."""
    record = round_or_404(round_id)
    row, departments = _row_or_404(record, indicator_id)
    form = joint_form(departments)()
    offer_leads(form, departments)
    if form.validate_on_submit():
        with keeping_words(form):
            services.set_joint_indicator(
                actor=actor(),
                record=record,
                indicator_id=indicator_id,
                lead=form.lead_id.data,
                shares=form.shares(departments),
            )
            flash(str(_("The shares are saved.")), "success")
            return redirect(url_for(".list_joint_indicators", round_id=round_id))
    return _page(record, row, departments, form), code_of(form)


@bp.post("/rounds/<int:round_id>/joint-indicators/<int:indicator_id>/removals")
def create_joint_indicator_removal(round_id: int, indicator_id: int) -> ResponseReturnValue:
    """Let every department have its own value again."""
    services.drop_joint_indicator(actor=actor(), record=round_or_404(round_id), indicator_id=indicator_id)
    flash(str(_("Every department has its own value again.")), "success")
    return redirect(url_for(".list_joint_indicators", round_id=round_id))


def _row_or_404(record: EvaluationRound, indicator_id: int) -> tuple[Composition, Mapping[int, str]]:
    rows = compositions_of(record.id)
    row = next((row for row in rows if row.indicator_id == indicator_id), None)
    if row is None:
        raise Missing(_("The round has no such indicator."))
    return row, services.measured_by(rows, members_of(record), indicator_id)


def _page(record: EvaluationRound, row: Composition, departments: Mapping[int, str], form: JointForm) -> str:
    offer_leads(form, departments)
    return render_template(
        "evaluation/joint/edit.html",
        record=record,
        row=row,
        departments=departments,
        form=form,
        share_name=share_name,
        sum=sum(form[share_name(id_)].data or 0 for id_ in departments),
    )
