"""전년도 복사: looked at first, then taken over."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.evaluation.forms.round_copies import RoundCopyForm
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.round_copies import copy_sources
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services.round_copies import CopyPlan, copy_round, plan_copy
from app.organization.queries import peer_groups


@bp.get("/rounds/<int:round_id>/copies/new")
def new_round_copy(round_id: int) -> ResponseReturnValue:
    """Show what would be taken over from an earlier round: the one of last year unless another is asked for."""
    record = round_or_404(round_id)
    return _page(record, request.args.get("source", type=whole_number))


@bp.post("/rounds/<int:round_id>/copies")
def create_round_copy(round_id: int) -> ResponseReturnValue:
    """Take over what was seen."""
    record, form = round_or_404(round_id), RoundCopyForm()
    form.source_id.choices = [(row.id, row.name) for row in copy_sources(record)]
    if form.validate_on_submit():
        with keeping_words(form):
            source = round_or_404(form.source_id.data)
            plan = copy_round(actor=actor(), record=record, source=source, digest=form.digest.data or "")
            said = _(
                "%(count)s indicators are taken over from %(code)s, with %(results)s past results.",
                count=len(plan.lines),
                code=source.code,
                results=plan.results,
            )
            flash(str(said), "success")
            return redirect(url_for(".edit_setup", round_id=record.id))
    return _page(round_or_404(round_id), form.source_id.data, form), code_of(form)


def _page(record: EvaluationRound, chosen: int | None, form: RoundCopyForm | None = None) -> str:
    rows = copy_sources(record)
    source = _source(record, rows, chosen)
    plan, refusal = _seen(record, source)
    return render_template(
        "evaluation/rounds/copy.html",
        record=record,
        rows=rows,
        source=source,
        plan=plan,
        refusal=refusal,
        errors=form.form_errors if form else (),
        groups=peer_groups(),
        is_open=not phases.may_edit_setup(record.phase),
    )


def _source(record: EvaluationRound, rows: Sequence[EvaluationRound], chosen: int | None) -> EvaluationRound | None:
    """The round that was asked for; without one the newest of the year before, else the newest."""
    asked = next((row for row in rows if row.id == chosen), None)
    return asked or next((row for row in rows if row.year < record.year), rows[0] if rows else None)


def _seen(record: EvaluationRound, source: EvaluationRound | None) -> tuple[CopyPlan | None, Message | None]:
    if source is None:
        return None, None
    try:
        return plan_copy(record=record, source=source), None
    except Refused as refusal:
        return None, refusal.reason
