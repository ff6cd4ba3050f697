"""평가회차."""

from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Role
from app.core.messages import Message, _
from app.core.web import actor, require_recent_password, showing_refusal
from app.evaluation import policy
from app.evaluation.enums import GradeScheme, MissingRule, Permission, Phase, RoundingMode, RoundKind
from app.evaluation.forms.rounds import PhaseForm, RoundForm, filled_round
from app.evaluation.models import EvaluationRound
from app.evaluation.models.rounds import DEFAULT_GRADES
from app.evaluation.queries import rounds as queries
from app.evaluation.queries.calibration import session_was_held
from app.evaluation.queries.reopenings import live_reopening
from app.evaluation.queries.round_days import days_of
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services import rounds as services
from app.evaluation.services.checklists import checklist


@bp.get("/rounds")
def list_rounds() -> ResponseReturnValue:
    """List the rounds."""
    may_edit = policy.allows(Permission.ROUND_EDIT, actor())
    return render_template(
        "evaluation/rounds/list.html",
        rows=queries.round_rows(actor()),
        may_edit=may_edit,
        sees_all=policy.allows(Permission.CALIBRATION_READ, actor()),
    )


@bp.get("/rounds/new")
def new_round() -> ResponseReturnValue:
    """Offer an empty round."""
    year = clock.today().year
    form = RoundForm(
        year=Decimal(year),
        kind=RoundKind.FINAL,
        digits=Decimal(2),
        missing_rule=MissingRule.ZERO,
        rounding=RoundingMode.HALF_UP,
        grade_scheme=GradeScheme.QUOTA,
        grades="\n".join(f"{label}; {value}" for label, value in DEFAULT_GRADES),
    )
    return render_template("evaluation/rounds/edit.html", form=form, record=None)


@bp.post("/rounds")
def create_round() -> ResponseReturnValue:
    """Make a round."""
    form = RoundForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            record = services.open_round(actor=actor(), draft=form.draft())
            return redirect(url_for(".edit_setup", round_id=record.id))
    return render_template("evaluation/rounds/edit.html", form=form, record=None), 422


@bp.get("/rounds/<int:round_id>/edit")
def edit_round(round_id: int) -> ResponseReturnValue:
    """Offer a round in planning for changing."""
    record = queries.round_or_404(round_id)
    return render_template("evaluation/rounds/edit.html", form=RoundForm(data=filled_round(record)), record=record)


@bp.post("/rounds/<int:round_id>")
def update_round(round_id: int) -> ResponseReturnValue:
    """Change a round in planning."""
    record = queries.round_or_404(round_id)
    form = RoundForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.change_round(actor=actor(), record=record, draft=form.draft())
            return _shown(record, _("The round is saved."))
    return render_template("evaluation/rounds/edit.html", form=form, record=record), 422


@bp.get("/rounds/<int:round_id>")
def show_round(round_id: int) -> ResponseReturnValue:
    """Show where a round stands and what it needs next."""
    return _page(queries.round_or_404(round_id), PhaseForm())


@bp.post("/rounds/<int:round_id>/phase-changes")
def create_phase_change(round_id: int) -> ResponseReturnValue:
    """Move a round to another phase."""
    require_recent_password(back=url_for("evaluation.show_round", round_id=round_id))
    record = queries.round_or_404(round_id)
    form = PhaseForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.change_phase(actor=actor(), record=record, to=form.to.data, reason=form.reason.data or "")
            return _shown(record, _("The round is now in the phase “%(phase)s”.", phase=record.phase.label))
    return _page(record, form), 422


def _previous(record: EvaluationRound) -> Phase | None:
    """Return the phase the round may be reopened to; none once a calibration session was held."""
    fixed = record.phase is Phase.CALIBRATION and session_was_held(record.id)
    return None if fixed else phases.previous_phase(record.phase)


def _page(record: EvaluationRound, form: PhaseForm) -> str:
    who = actor()
    sees_all = policy.allows(Permission.RESULTS_PREVIEW, who)
    return render_template(
        "evaluation/rounds/show.html",
        record=record,
        form=form,
        line=_line(record.phase),
        items=checklist(record) if sees_all else (),
        changes=queries.phase_changes(record.id),
        days=days_of(record),
        reopening=live_reopening(record.id),
        progress=queries.department_progress(record.id),
        following=phases.next_phase(record.phase),
        previous=_previous(record),
        phases=Phase,
        may_edit=policy.allows(Permission.ROUND_EDIT, who),
        sees_all=sees_all,
        own_ids={*who.coordinated_department_ids, *who.headed_department_ids},
        is_evaluator=who.has(Role.EVALUATOR),
        results_open=phases.results_visible(record.phase),
    )


def _line(phase: Phase) -> list[dict[str, object]]:
    place = phases.ORDER.index(phase)
    status = ["done"] * place + ["current"] + ["todo"] * (len(phases.ORDER) - place - 1)
    return [
        {"number": number, "label": each.label, "status": state, "url": None}
        for number, (each, state) in enumerate(zip(phases.ORDER, status, strict=True), start=1)
    ]


def _shown(record: EvaluationRound, text: Message) -> ResponseReturnValue:
    flash(str(text), "success")
    return redirect(url_for(".show_round", round_id=record.id))
