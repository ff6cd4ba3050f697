"""채점 진행과 평가표 작성 기준: for control tower and auditor."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.guests import SheetRulesForm
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring_progress import EvaluatorLine, SheetTerms, scoring_progress, sheet_terms
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.rules.sheets import NoteBounds
from app.evaluation.services.sheet_rules import set_note_bounds


@bp.get("/rounds/<int:round_id>/scoring-progress")
def show_scoring_progress(round_id: int) -> ResponseReturnValue:
    """Show who has scored what, who is late, what changed since and which conflicts were declared."""
    return _page(sheet_terms(round_id))


@bp.post("/rounds/<int:round_id>/sheet-rules")
def create_sheet_rules(round_id: int) -> ResponseReturnValue:
    """Set from which marks on a sheet asks for a note."""
    record, form = round_or_404(round_id), SheetRulesForm()
    if form.validate_on_submit():
        with keeping_words(form):
            low, high = form.bounds()
            set_note_bounds(actor=actor(), record=record, bounds=NoteBounds(low=low, high=high))
            flash(str(_("The rules of the sheets are set.")), "success")
            return redirect(url_for(".show_scoring_progress", round_id=record.id))
    return _page(sheet_terms(round_id), form), code_of(form)


def _wanted(lines: Sequence[EvaluatorLine]) -> Sequence[EvaluatorLine]:
    """Narrow to the evaluator in the address, or to those who have not handed in everything."""
    asked = request.args.get("evaluator", type=whole_number)
    if asked is not None:
        return [line for line in lines if line.person_id == asked]
    return [line for line in lines if not line.is_done] if request.args.get("open") == "1" else lines


def _page(terms: SheetTerms, form: SheetRulesForm | None = None) -> str:
    record, bounds, due_on = terms.record, terms.bounds, terms.due_on
    days_left = (due_on - clock.today()).days if due_on else None
    is_scoring = phases.may_score(record.phase)
    progress = scoring_progress(record)
    return render_template(
        "evaluation/panels/progress.html",
        record=record,
        form=form or SheetRulesForm(formdata=None, data={"low": bounds.low, "high": bounds.high}),
        progress=progress,
        lines=_wanted(progress.evaluators),
        is_narrowed=bool({"evaluator", "open"} & request.args.keys()),
        bounds=bounds,
        due_on=due_on,
        days_left=days_left,
        is_scoring=is_scoring,
        is_late=is_scoring and days_left is not None and days_left < 0,
        may_set=phases.may_edit_setup(record.phase) and policy.allows(Permission.ROUND_EDIT, actor()),
    )
