"""슬로건 공모: opened and changed by the control tower."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.core.i18n import format_day
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.forms.slogan_cycle import SloganCallForm
from app.innovation.models import SloganCall
from app.innovation.queries import slogans as queries
from app.innovation.routes import bp
from app.innovation.routes.slogans.gallery import year_or_404
from app.innovation.services import slogans as services


@bp.get("/slogans/calls/new")
def new_slogan_call() -> ResponseReturnValue:
    """Show an empty form for the call of a year."""
    return _page(SloganCallForm(), year=year_or_404())


@bp.post("/slogans/calls")
def create_slogan_call() -> ResponseReturnValue:
    """Call for the slogans of the year in the address."""
    year, form = year_or_404(), SloganCallForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.open_call(actor=actor(), year=year, content=form.content())
            return _done(year, _("The slogans are called for. Coordinators without a slogan see it under “My turn”."))
    return _page(form, year=year), 422


@bp.get("/slogans/calls/<int:call_id>/changes/new")
def edit_slogan_call(call_id: int) -> ResponseReturnValue:
    """Show the call as it stands."""
    call = queries.call_or_404(call_id)
    return _page(SloganCallForm(obj=call), year=call.year, call=call)


@bp.post("/slogans/calls/<int:call_id>/changes")
def create_slogan_call_change(call_id: int) -> ResponseReturnValue:
    """Keep the changed days or guidance."""
    call, form = queries.call_or_404(call_id), SloganCallForm()
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                seen = form.seen_version()
                services.change_call(actor=actor(), call=call, content=form.content(), seen_version=seen)
                return _done(call.year, _("The call was changed."))
        except Conflict as conflict:
            return _conflict_page(form, call, conflict.reason), 409
    return _page(form, year=call.year, call=call), 422


def _conflict_page(form: SloganCallForm, call: SloganCall, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now."""
    days = [(form[name].label.text, format_day(getattr(call, name))) for name in ("starts_on", "ends_on")]
    form.version.data, form.version.raw_data = str(call.version), None
    present = [*days, (form.guidance.label.text, call.guidance)]
    return _page(form, year=call.year, call=call, conflict=reason, present=present)


def _page(form: SloganCallForm, *, year: int, call: SloganCall | None = None, **more: Any) -> str:
    return render_template("innovation/slogans/call.html", form=form, year=year, call=call, **more)


def _done(year: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.list_slogans", year=year))
