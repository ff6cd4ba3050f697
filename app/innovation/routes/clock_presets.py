"""기한 설정: the periods of proposals and all their versions."""

from dataclasses import asdict
from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.errors import Conflict
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.answers import ClockPresetForm
from app.innovation.policy import POLICY
from app.innovation.queries.clock_presets import clock_from, latest_preset_id, list_presets
from app.innovation.routes import bp
from app.innovation.rules.clocks import IssueClock
from app.innovation.services import clock_presets as services


@bp.get("/issues/clock-presets")
def list_clock_presets() -> ResponseReturnValue:
    """Show the periods that hold, all versions, and to the control tower the form."""
    return _page(None)


@bp.post("/issues/clock-presets")
def create_clock_preset() -> ResponseReturnValue:
    """Set other periods."""
    form = ClockPresetForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with showing_refusal(form):
            services.set_clock_preset(
                actor=actor(),
                periods=form.periods(),
                valid_from=form.valid_from.data,
                reason=form.reason.data,
                read_id=form.read_id(),
            )
            flash(str(_("The periods were set.")), "success")
            return redirect(url_for("innovation.list_clock_presets"))
    except Conflict as conflict:
        form.form_errors.append(conflict.reason)
        form.read_preset.data = latest_preset_id() or ""
        return _page(form), 409
    return _page(form), 422


def _page(sent: ClockPresetForm | None) -> str:
    rows = list_presets(clock.today())
    current = next((row.preset for row in rows if row.is_current), None)
    may_set = allows(POLICY, Permission.CLOCK_PRESET_SET, actor())
    return render_template(
        "innovation/issues/clock_presets.html",
        rows=rows,
        periods=clock_from(current),
        regulation=IssueClock(),
        form=sent or (_filled(clock_from(current)) if may_set else None),
    )


def _filled(periods: IssueClock) -> ClockPresetForm:
    counts = {name: Decimal(value) if isinstance(value, int) else value for name, value in asdict(periods).items()}
    return ClockPresetForm(
        formdata=None, data={**counts, "valid_from": clock.today(), "read_preset": latest_preset_id() or ""}
    )
