"""조정회의 안건."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Refused
from app.core.forms import offer
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.calibration import DecisionForm
from app.evaluation.models import CalibrationCase, EvaluationRound
from app.evaluation.queries import calibration as queries
from app.evaluation.queries.panels import own_departments
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.rules.moves import Move
from app.evaluation.services import calibration as services
from app.evaluation.services.calibration_cases import CaseView, case_view, what_would_move


@bp.get("/calibration-cases/<int:case_id>")
def show_calibration_case(case_id: int) -> ResponseReturnValue:
    """Show a case with its marks and evidence; with `score` also what that score would move. Writes nothing."""
    case, record = _loaded(case_id)
    view = case_view(record, case)
    tried, refusal = _tried(record, case, view)
    form = DecisionForm(formdata=None, seen=str(len(view.decisions)), score=None)
    page = _page(record, case, view, form, tried=tried, refusal=refusal)
    return page, 422 if refusal else 200


@bp.post("/calibration-cases/<int:case_id>/decisions")
def create_calibration_decision(case_id: int) -> ResponseReturnValue:
    """Write down what the session decided about a case."""
    case, record = _loaded(case_id)
    form = DecisionForm()
    view = case_view(record, case)
    _offer(form, view)
    if form.validate_on_submit():
        with keeping_words(form):
            services.decide_case(actor=actor(), record=record, case=case, verdict=form.verdict())
            flash(str(_("The decision is written down.")), "success")
            return redirect(url_for(".show_calibration_session", session_id=case.session_id))
    if form.came_late:  # the page says so and shows what was decided meanwhile
        form.seen.data = str(len(view.decisions))
    return _page(record, case, view, form), code_of(form)


def _loaded(case_id: int) -> tuple[CalibrationCase, EvaluationRound]:
    case = queries.case_or_404(case_id)
    return case, round_or_404(queries.session_or_404(case.session_id).round_id)


def _tried(
    record: EvaluationRound, case: CalibrationCase, view: CaseView
) -> tuple[Sequence[Move] | None, Message | None]:
    form = DecisionForm(request.args)
    if not request.args.get("score", "").strip():
        return None, None
    _offer(form, view)
    if form.score.data is None or not form.score.validate(form) or not form.indicator_id.validate(form):
        return None, _("Type a score between 0 and 100.")
    try:
        return what_would_move(record, case, form.indicator_id.data, form.score.data), None
    except Refused as refusal:
        return None, refusal.reason


def _offer(form: DecisionForm, view: CaseView) -> None:
    offer(form.indicator_id, [(line.indicator_id, line.name) for line in view.lines], blank=True)


def _page(
    record: EvaluationRound,
    case: CalibrationCase,
    view: CaseView,
    form: DecisionForm,
    *,
    tried: Sequence[Move] | None = None,
    refusal: Message | None = None,
) -> str:
    _offer(form, view)
    is_open = view.session.closed_at is None and phases.may_calibrate(record.phase)
    return render_template(
        "evaluation/calibration/case.html",
        record=record,
        case=case,
        view=view,
        form=form,
        tried=tried,
        refusal=refusal,
        typed=request.args.get("score", ""),
        chosen=request.args.get("indicator_id", ""),
        may_decide=is_open and policy.allows(Permission.CALIBRATE, actor()),
        too_close=case.department_id in own_departments(record, actor().id),
    )
