"""입력 결과: a table of figures from outside, typed here and decided by somebody else."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.errors import Denied
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.permissions import Permission
from app.voice.forms.surveys import EntryForm
from app.voice.models import Survey, SurveyWave
from app.voice.policy import POLICY
from app.voice.queries.survey_results import entry_or_404, wave_and_survey
from app.voice.routes import bp
from app.voice.routes.customer_groups import writable_units
from app.voice.routes.survey_waves import wave_page
from app.voice.services import survey_entries as services

REASON = 10


@bp.get("/voice/survey-waves/<int:wave_id>/entries/new")
def new_survey_entry(wave_id: int) -> ResponseReturnValue:
    """Ask for a table."""
    wave, survey = _enterable(wave_id)
    return _form_page(EntryForm(data={"day": wave.last_day}), wave, survey)


@bp.post("/voice/survey-waves/<int:wave_id>/entries")
def create_survey_entry(wave_id: int) -> ResponseReturnValue:
    """Keep a table until a second person confirms it."""
    wave, survey = _enterable(wave_id)
    form = EntryForm()
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            services.enter_table(actor=actor(), wave=wave, content=form.content())
            flash(str(_("The table is kept and waits for a second person of the control tower.")), "success")
            return redirect(url_for(".show_survey_wave", wave_id=wave.id))
    return _form_page(form, wave, survey), code_of(form)


@bp.post("/voice/survey-entries/<int:entry_id>/confirmations")
def create_survey_entry_confirmation(entry_id: int) -> ResponseReturnValue:
    """Confirm a table somebody else has typed."""
    entry = entry_or_404(entry_id)
    services.decide_table(actor=actor(), entry=entry, confirmed=True)
    flash(str(_("The table is confirmed.")), "success")
    return redirect(url_for(".show_survey_wave", wave_id=entry.wave_id))


@bp.post("/voice/survey-entries/<int:entry_id>/rejections")
def create_survey_entry_rejection(entry_id: int) -> ResponseReturnValue:
    """Refuse a table, with a reason."""
    entry, reason = entry_or_404(entry_id), request.form.get("reason", "").strip()
    if len(reason) < REASON:
        error = str(_("Write a reason of at least %(count)s characters.", count=REASON))
        return wave_page(*wave_and_survey(entry.wave_id), error=error), 422
    services.decide_table(actor=actor(), entry=entry, confirmed=False, reason=reason)
    flash(str(_("The table is not used. It stays to be read.")), "success")
    return redirect(url_for(".show_survey_wave", wave_id=entry.wave_id))


def _enterable(wave_id: int) -> tuple[SurveyWave, Survey]:
    wave, survey = wave_and_survey(wave_id)
    if not allows(POLICY, Permission.SURVEY_ENTER, actor(), survey):
        raise Denied(_("You may not do this."))
    return wave, survey


def _offer(form: EntryForm) -> None:
    offer(form.department_id, writable_units(actor()), blank=True)


def _form_page(form: EntryForm, wave: SurveyWave, survey: Survey) -> str:
    _offer(form)
    return render_template("voice/survey_waves/entry.html", form=form, wave=wave, survey=survey)
