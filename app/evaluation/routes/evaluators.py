"""평가위원 위촉."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries.roles import with_department
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.rounds import EvaluatorForm
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.make_up import law_warnings
from app.evaluation.queries.panels import Panel, assigned_rows, panel_progress, panels_of
from app.evaluation.queries.raters import Candidate, people_for_panels
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.services import panels as services
from app.evaluation.services.raters import BEFORE_SCORING


@bp.get("/rounds/<int:round_id>/evaluators")
def list_evaluators(round_id: int) -> ResponseReturnValue:
    """List who scores what, and how far they are."""
    return _page(round_or_404(round_id), EvaluatorForm())


@bp.post("/rounds/<int:round_id>/evaluators")
def create_evaluator(round_id: int) -> ResponseReturnValue:
    """Ask somebody to score an indicator."""
    record = round_or_404(round_id)
    form = EvaluatorForm()
    _offer(record, form)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.assign_evaluator(
                actor=actor(),
                record=record,
                indicator_id=form.indicator_id.data,
                evaluator_id=form.evaluator_id.data,
            )
            flash(str(_("The evaluator is named.")), "success")
            return redirect(url_for(".list_evaluators", round_id=round_id))
    return _page(record, form), 422


def _offer(record: EvaluationRound, form: EvaluatorForm) -> Mapping[int, Panel]:
    panels = panels_of(record.id)
    offer(form.indicator_id, [(key, panel.name) for key, panel in panels.items() if panel.is_scored])
    people = people_for_panels(record)
    offer(form.evaluator_id, [(one.person_id, _offered(one)) for one in people], blank=True)
    return panels


def _offered(one: Candidate) -> str:
    return f"{one.name} · {one.place}" if one.is_invited else with_department(one.name, one.place)


def _page(record: EvaluationRound, form: EvaluatorForm) -> str:
    panels, rows = _offer(record, form), assigned_rows(record)
    return render_template(
        "evaluation/panels/evaluators.html",
        record=record,
        form=form,
        names={key: panel.name for key, panel in panels.items() if panel.is_scored},
        lines=panel_progress(record, rows, panels),
        warnings=law_warnings(record, rows) if record.phase in BEFORE_SCORING else (),
        may_edit=policy.allows(Permission.ROUND_EDIT, actor()),
    )
