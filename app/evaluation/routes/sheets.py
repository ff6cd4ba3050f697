"""평가표."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Denied, Missing
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.evaluation.forms.sheets import AbstentionForm, mark_name, marks, sheet_form
from app.evaluation.queries import sheets as queries
from app.evaluation.queries.measures import measure_rows
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.sheets import SheetPlace
from app.evaluation.routes import bp
from app.evaluation.services import evidence
from app.evaluation.services import panels as services


@bp.get("/rounds/<int:round_id>/sheets")
def list_sheets(round_id: int) -> ResponseReturnValue:
    """List what the actor was asked to score, with what is done."""
    record = round_or_404(round_id)
    return render_template("evaluation/panels/list.html", record=record, rows=queries.sheet_rows(record, actor().id))


@bp.get("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>")
def show_sheet(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Show a sheet: evidence left, criteria right, progress below."""
    place = _place(round_id, indicator_id, department_id)
    criteria = services.criteria_of(indicator_id)
    values: dict[str, Any] = {}
    if place.sheet is not None:
        given = services.marks_of(place.sheet)
        values = {mark_name(row.id): given.get(row.id) for row in criteria} | {"note": place.sheet.note}
    return _page(place, sheet_form(criteria)(data=values))


@bp.post("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>")
def create_sheet(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Keep a sheet, or hand it in, and go on to the next one."""
    place = _place(round_id, indicator_id, department_id)
    criteria = services.criteria_of(indicator_id)
    form = sheet_form(criteria)()
    if form.validate_on_submit():
        with showing_refusal(form):
            sheet = services.save_sheet(
                actor=actor(),
                record=place.record,
                indicator_id=indicator_id,
                department_id=department_id,
                marks=marks(form, criteria),
                note=form.note.data or "",
            )
            return _after(place, sheet)
    return _page(place, form), 422


@bp.post("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>/abstentions")
def create_abstention(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Abstain from scoring a department, with a reason."""
    place = _place(round_id, indicator_id, department_id)
    form = AbstentionForm()
    if not form.validate_on_submit():
        return _page(place, sheet_form(services.criteria_of(indicator_id))(formdata=None), abstention=form), 422
    services.abstain(
        actor=actor(),
        record=place.record,
        indicator_id=indicator_id,
        department_id=department_id,
        reason=form.reason.data,
    )
    flash(str(_("Your abstention is kept.")), "success")
    return redirect(_next_url(place))


def _place(round_id: int, indicator_id: int, department_id: int) -> SheetPlace:
    place = queries.sheet_place(round_or_404(round_id), actor().id, indicator_id, department_id)
    if place is None:
        raise Missing(_("This is not among what you were asked to score."))
    if place.is_own:
        raise Denied(_("You belong to this department, or did since the round began: you cannot score it."))
    return place


def _after(place: SheetPlace, sheet: Any) -> ResponseReturnValue:  # noqa: ANN401  a ScoreSheet
    if request.form.get("intent") == "submit":
        services.submit_sheet(actor=actor(), record=place.record, sheet=sheet)
        flash(str(_("The sheet is handed in.")), "success")
        return redirect(_next_url(place))
    flash(str(_("The sheet is kept as a draft.")), "success")
    if request.form.get("intent") == "next":
        return redirect(_next_url(place))
    return redirect(
        url_for(
            ".show_sheet",
            round_id=place.record.id,
            indicator_id=place.indicator_id,
            department_id=place.department_id,
        )
    )


def _next_url(place: SheetPlace) -> str:
    following = queries.next_open(place, actor().id)
    if following is None:
        return url_for(".list_sheets", round_id=place.record.id)
    return url_for(".show_sheet", round_id=place.record.id, indicator_id=following[0], department_id=following[1])


def _page(place: SheetPlace, form: Any, abstention: AbstentionForm | None = None) -> str:  # noqa: ANN401  a form made at run time
    criteria = services.criteria_of(place.indicator_id)
    return render_template(
        "evaluation/panels/sheet.html",
        place=place,
        form=form,
        abstention=abstention or AbstentionForm(formdata=None),
        criteria=criteria,
        mark_name=mark_name,
        measures=measure_rows(place.record, place.member),
        files=evidence.files_of(place.member),
        progress=queries.own_progress(place.record, actor().id),
        peers=queries.peer_marks(place, actor().id),
    )
