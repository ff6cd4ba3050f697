"""조정회의."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, require_recent_password
from app.evaluation import policy
from app.evaluation.enums import CalibrationPreset, Permission
from app.evaluation.forms.calibration import BoundsForm, SessionForm
from app.evaluation.models import CalibrationSession, EvaluationRound
from app.evaluation.queries import calibration as queries
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.rules.calibration import PRESETS
from app.evaluation.services import calibration as services
from app.evaluation.services.calibration_agenda import AgendaCase, agenda
from app.evaluation.services.calibration_minutes import minutes_of


@bp.get("/rounds/<int:round_id>/calibration")
def show_calibration(round_id: int) -> ResponseReturnValue:
    """Show which cases are in conflict now, and the sessions of the round."""
    record = round_or_404(round_id)
    cases: Sequence[AgendaCase] = ()
    obstacle: Message | None = None
    if phases.may_calibrate(record.phase):
        try:
            cases = agenda(record)
        except Refused as refusal:
            obstacle = refusal.reason
    return render_template(
        "evaluation/calibration/show.html",
        record=record,
        cases=cases,
        obstacle=obstacle,
        sessions=queries.session_rows(record.id),
        bounds=queries.bounds_of(record),
        calibrating=phases.may_calibrate(record.phase),
        may_hold=policy.allows(Permission.CALIBRATE, actor()) and phases.may_calibrate(record.phase),
    )


@bp.get("/rounds/<int:round_id>/calibration-sessions/new")
def new_calibration_session(round_id: int) -> ResponseReturnValue:
    """Offer to begin a session with the present agenda."""
    return _session_page(round_or_404(round_id), SessionForm(held_on=clock.today(), chair=""))


@bp.post("/rounds/<int:round_id>/calibration-sessions")
def create_calibration_session(round_id: int) -> ResponseReturnValue:
    """Begin a session."""
    record = round_or_404(round_id)
    form = SessionForm()
    form.person_ids.choices = list(queries.offered_people())
    if form.validate_on_submit():
        with keeping_words(form):
            session = services.open_session(actor=actor(), record=record, draft=form.draft())
            flash(str(_("The session has begun. Decide its cases one by one.")), "success")
            return redirect(url_for(".show_calibration_session", session_id=session.id))
    return _session_page(record, form), code_of(form)


def _session_page(record: EvaluationRound, form: SessionForm) -> str:
    form.person_ids.choices = list(queries.offered_people())
    return render_template("evaluation/calibration/new.html", record=record, form=form)


@bp.get("/calibration-sessions/<int:session_id>")
def show_calibration_session(session_id: int) -> ResponseReturnValue:
    """Show the agenda of a session with what was decided, and grades and ranks as they move."""
    return _minutes("evaluation/calibration/session.html", queries.session_or_404(session_id))


@bp.get("/calibration-sessions/<int:session_id>/minutes")
def show_calibration_minutes(session_id: int) -> ResponseReturnValue:
    """Show the minutes for paper."""
    return _minutes("evaluation/calibration/minutes.html", queries.session_or_404(session_id))


def _minutes(template: str, session: CalibrationSession) -> str:
    record = round_or_404(session.round_id)
    is_open = session.closed_at is None and phases.may_calibrate(record.phase)
    return render_template(
        template,
        record=record,
        session=session,
        minutes=minutes_of(record, session),
        is_open=is_open,
        may_decide=is_open and policy.allows(Permission.CALIBRATE, actor()),
    )


@bp.post("/calibration-sessions/<int:session_id>/closings")
def create_calibration_closing(session_id: int) -> ResponseReturnValue:
    """Close a session; its minutes are fixed."""
    require_recent_password(back=url_for("evaluation.show_calibration_session", session_id=session_id))
    session = queries.session_or_404(session_id)
    services.close_session(actor=actor(), record=round_or_404(session.round_id), session=session)
    flash(str(_("The session is closed. Print its minutes for approval.")), "success")
    return redirect(url_for(".show_calibration_session", session_id=session_id))


@bp.get("/calibration-bounds")
def list_calibration_bounds() -> ResponseReturnValue:
    """Show from where on a case is in conflict, and how that changed."""
    rows = queries.bounds_rows()
    return _bounds_page(BoundsForm(obj=rows[0] if rows else queries.USUAL))


@bp.post("/calibration-bounds")
def create_calibration_bounds() -> ResponseReturnValue:
    """Set from where on a case is in conflict."""
    form = BoundsForm()
    if form.validate_on_submit():
        bounds = form.bounds()
        if bounds is None:
            form.preset.errors = [_("Choose a preset or type all three figures.")]
        else:
            with keeping_words(form):
                services.set_bounds(actor=actor(), bounds=bounds, reason=form.reason.data)
                flash(str(_("The bounds are set for rounds that calibrate from now on.")), "success")
                return redirect(url_for(".list_calibration_bounds"))
    return _bounds_page(form), code_of(form)


def _bounds_page(form: BoundsForm) -> str:
    rows = queries.bounds_rows()
    stands = queries.USUAL if not rows else rows[0]
    return render_template(
        "evaluation/calibration/bounds.html",
        form=form,
        rows=rows,
        stands=stands,
        presets=[(preset.label, PRESETS[preset]) for preset in CalibrationPreset],
        may_edit=policy.allows(Permission.CALIBRATE, actor()),
    )
