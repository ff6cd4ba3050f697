"""회차 구성: departments and weights of a round in planning."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.rounds import SetupForm, setup_form, weight_name, weights_of
from app.evaluation.models import EvaluationRound, Indicator
from app.evaluation.queries.indicator_quality import offered_indicators
from app.evaluation.queries.round_copies import carried_targets
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring import compositions_of, eligible_members, members_of
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services import rounds as services
from app.evaluation.services.rounds import Share
from app.organization.models import PeerGroup
from app.organization.queries import peer_groups


@bp.get("/rounds/<int:round_id>/setup")
def edit_setup(round_id: int) -> ResponseReturnValue:
    """Show who takes part and what weighs how much; in planning as a form."""
    record = round_or_404(round_id)
    chosen = [member.department_id for member in members_of(record)]
    values: dict[str, Any] = {"department_ids": chosen, **weights_of(compositions_of(record.id))}
    indicators, groups = offered_indicators(record.id), peer_groups()
    form = setup_form(indicators, groups)(data=values)
    return _page(record, form, indicators, groups)


@bp.post("/rounds/<int:round_id>/setup")
def update_setup(round_id: int) -> ResponseReturnValue:
    """Set who takes part and what weighs how much."""
    record = round_or_404(round_id)
    indicators, groups = offered_indicators(record.id), peer_groups()
    form = setup_form(indicators, groups)()
    _offer(record, form)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.set_members(actor=actor(), record=record, department_ids=form.department_ids.data or [])
            services.set_composition(actor=actor(), record=record, shares=_shares(form, indicators, groups))
            flash(str(_("The set-up of the round is saved.")), "success")
            return redirect(url_for(".show_round", round_id=record.id))
    return _page(record, form, indicators, groups), 422


def _shares(form: SetupForm, indicators: Sequence[Indicator], groups: Sequence[PeerGroup]) -> list[Share]:
    return [
        Share(indicator=indicator, peer_group_id=group.id, weight=weight)
        for indicator in indicators
        for group in groups
        if (weight := form[weight_name(indicator.id, group.id)].data)
    ]


def _offer(record: EvaluationRound, form: SetupForm) -> None:
    members = eligible_members(record)
    form.department_ids.choices = [(m.department_id, f"{m.department} ({m.peer_group})") for m in members]


def _page(
    record: EvaluationRound, form: SetupForm, indicators: Sequence[Indicator], groups: Sequence[PeerGroup]
) -> str:
    _offer(record, form)
    sums = {
        group.id: sum(form[weight_name(indicator.id, group.id)].data or 0 for indicator in indicators)
        for group in groups
    }
    return render_template(
        "evaluation/rounds/setup.html",
        record=record,
        form=form,
        indicators=indicators,
        groups=groups,
        sums=sums,
        weight_name=weight_name,
        is_open=not phases.may_edit_setup(record.phase),
        carried=carried_targets(record),
        may_edit=policy.allows(Permission.ROUND_EDIT, actor()),
    )
