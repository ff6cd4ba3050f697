"""성과표와 그 가중치."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, showing_refusal
from app.evaluation import policy
from app.evaluation.enums import Permission, Weighing
from app.evaluation.forms.scorecards import WeightSetForm, part_name, weight_set_form
from app.evaluation.queries import scorecards as queries
from app.evaluation.routes import bp
from app.evaluation.services.scorecards import decide_weights
from app.organization.queries import departments_on


@bp.get("/indicators/scorecard")
def show_scorecard() -> ResponseReturnValue:
    """Show the tree of the city, or of a department, with what its parts weigh on a day."""
    day = _day(request.args.get("on", ""))
    units = departments_on(day)
    chosen = request.args.get("department", type=whole_number)
    unit = next((unit for unit in units if unit.id == chosen), None)
    found = queries.round_of_unit(unit.id) if unit else None
    held = queries.weight_set_on(day)
    tree = queries.department_tree(unit.id, found, held) if unit else queries.city_tree(held)
    return render_template(
        "evaluation/scorecards/show.html",
        tree=tree,
        units=units,
        unit=unit,
        found=found,
        day=day,
        held=held,
        may_edit=policy.allows(Permission.SCORECARD_EDIT, actor()),
    )


def _day(text: str) -> date:
    """Read the day that was asked for; anything else is today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@bp.get("/indicators/weights")
def list_weight_sets() -> ResponseReturnValue:
    """List what perspectives or objectives weighed, and from when."""
    rows, today = queries.weight_sets(), clock.today()
    held = next((row.id for row in rows if row.valid_from <= today), None)
    names = {
        weighing: {part.id: part.name for part in queries.weighables(weighing)}
        for weighing in dict.fromkeys(row.weighing for row in rows)
    }
    return render_template(
        "evaluation/scorecards/weights.html",
        rows=rows,
        parts=queries.parts_of([row.id for row in rows]),
        names=names,
        held=held,
        today=today,
        may_edit=policy.allows(Permission.SCORECARD_EDIT, actor()),
    )


@bp.get("/indicators/weights/new")
def new_weight_set() -> ResponseReturnValue:
    """Offer the weights that hold today for changing."""
    weighing = _weighing(request.args.get("weighing", ""))
    parts, today = queries.weighables(weighing), clock.today()
    held = queries.weight_set_on(today)
    weights = queries.parts_of([held.id])[held.id] if held and held.weighing is weighing else {}
    given = {part_name(part.id): weights.get(part.id) for part in parts}
    return _page(weight_set_form(parts)(data={"weighing": weighing, "valid_from": today, **given}), parts)


@bp.post("/indicators/weights")
def create_weight_set() -> ResponseReturnValue:
    """Decide weights from a day on."""
    parts = queries.weighables(_weighing(request.form.get("weighing", "")))
    form = weight_set_form(parts)()
    if form.validate_on_submit():
        with showing_refusal(form):
            decide_weights(actor=actor(), draft=form.draft(parts))
            flash(str(_("The weights are decided.")), "success")
            return redirect(url_for(".list_weight_sets"))
    return _page(form, parts), 422


def _weighing(text: str) -> Weighing:
    return Weighing.PERSPECTIVE if text == Weighing.PERSPECTIVE.value else Weighing.OBJECTIVE


def _page(form: WeightSetForm, parts: Sequence[queries.Weighable]) -> str:
    return render_template(
        "evaluation/scorecards/edit_weights.html", form=form, parts=parts, part_name=part_name, kinds=tuple(Weighing)
    )
