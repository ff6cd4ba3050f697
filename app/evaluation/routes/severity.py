"""평가위원 성향과 위원회 규칙."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import MarkRule, Permission, Phase
from app.evaluation.forms.raters import PanelRuleForm
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.make_up import committee_warnings
from app.evaluation.queries.panel_marks import panel_rule_of
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.severity import panel_fairness
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.rules.balancing import FEWEST_EVALUATORS, FEWEST_MARKS, FEWEST_PER_SUBJECT
from app.evaluation.services import panel_rules as services


@bp.get("/rounds/<int:round_id>/severity")
def show_severity(round_id: int) -> ResponseReturnValue:
    """Show how strict each evaluator was, and the scores on raw and on balanced marks, once scoring is closed."""
    record = round_or_404(round_id)
    return render_template(
        "evaluation/raters/severity.html",
        record=record,
        panels=panel_fairness(record),
        is_closed=phases.marks_visible(record.phase),
        is_balanced=panel_rule_of(record.id)[0] is MarkRule.BALANCED,
    )


@bp.get("/rounds/<int:round_id>/panel-rules")
def show_panel_rule(round_id: int) -> ResponseReturnValue:
    """Show which marks count, what the panel is by law and what speaks against its make-up."""
    record = round_or_404(round_id)
    return _page(record)


@bp.post("/rounds/<int:round_id>/panel-rules")
def update_panel_rule(round_id: int) -> ResponseReturnValue:
    """Say which marks count and what the panel is by law."""
    record = round_or_404(round_id)
    form = PanelRuleForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.set_panel_rule(
                actor=actor(), record=record, mark_rule=form.mark_rule.data, committee=form.committee.data
            )
            flash(str(_("The rules of the panel are saved.")), "success")
            return redirect(url_for(".show_panel_rule", round_id=round_id))
    return _page(record, form), code_of(form)


def _page(record: EvaluationRound, form: PanelRuleForm | None = None) -> str:
    mark_rule, committee = panel_rule_of(record.id)
    form = form or PanelRuleForm(formdata=None, data={"mark_rule": mark_rule, "committee": committee})
    return render_template(
        "evaluation/raters/rules.html",
        record=record,
        form=form,
        mark_rule=mark_rule,
        committee=committee,
        warnings=committee_warnings(record, committee),
        bounds={"evaluators": FEWEST_EVALUATORS, "marks": FEWEST_MARKS, "per_subject": FEWEST_PER_SUBJECT},
        is_planning=record.phase is Phase.PLANNING,
        may_edit=policy.allows(Permission.ROUND_EDIT, actor()) and not phases.marks_visible(record.phase),
    )
