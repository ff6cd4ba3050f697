"""결합점수."""

from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import Permission, RoundingMode
from app.evaluation.forms.combinations import CombinationForm
from app.evaluation.queries import combinations as queries
from app.evaluation.queries.sources import published_rounds
from app.evaluation.routes import bp
from app.evaluation.services import combinations as services


@bp.get("/combined-scores")
def list_combinations() -> ResponseReturnValue:
    """List the combined scores."""
    parts: dict[int, list[queries.PartRow]] = {}
    for part in queries.parts_of():
        parts.setdefault(part.combination_id, []).append(part)
    return render_template(
        "evaluation/combinations/list.html",
        rows=queries.combination_rows(),
        parts=parts,
        may_edit=policy.allows(Permission.RESULTS_PUBLISH, actor()),
        sees_all=policy.allows(Permission.CALIBRATION_READ, actor()),
    )


@bp.get("/combined-scores/new")
def new_combination() -> ResponseReturnValue:
    """Offer an empty combination."""
    return _page(CombinationForm(digits=Decimal(2), rounding=RoundingMode.HALF_UP))


@bp.post("/combined-scores")
def create_combination() -> ResponseReturnValue:
    """Combine published rounds."""
    form = CombinationForm()
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            made = services.combine_rounds(actor=actor(), draft=form.draft())
            flash(str(_("The combined score is made.")), "success")
            return redirect(url_for(".show_combination", combination_id=made.id))
    return _page(form), code_of(form)


@bp.get("/combined-scores/<int:combination_id>")
def show_combination(combination_id: int) -> ResponseReturnValue:
    """Show every department with the formula of its score: all of them, or the own one."""
    record = queries.combination_or_404(combination_id)
    parts = queries.parts_of(record.id)
    rows = queries.combined_rows(record, parts)
    if not policy.allows(Permission.RESULTS_READ_ALL, actor()):
        rows = [row for row in rows if row.department_id == actor().department_id]
    return render_template("evaluation/combinations/show.html", record=record, parts=parts, rows=rows)


def _offer(form: CombinationForm) -> None:
    form.offer([(row.round_id, f"{row.code} {row.name}") for row in published_rounds()])


def _page(form: CombinationForm) -> str:
    _offer(form)
    return render_template("evaluation/combinations/edit.html", form=form)
