"""회차 일정: the year's rounds from a calendar, and the planned days of one."""

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.evaluation.forms.round_days import FIRST_YEAR, LAST_YEAR, YearForm, days_form, typed_days
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.round_days import planned_days
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules.calendars import PRESETS, Preset
from app.evaluation.services import round_days as services


@bp.get("/rounds/years/new")
def new_year_of_rounds() -> ResponseReturnValue:
    """Show what each calendar would make for a year, with one button each."""
    year = request.args.get("year", type=whole_number) or clock.today().year + 1
    return _year_page(YearForm(formdata=None), min(max(year, FIRST_YEAR), LAST_YEAR))


@bp.post("/rounds/years")
def create_year_of_rounds() -> ResponseReturnValue:
    """Make the rounds of a year."""
    form = YearForm()
    if form.validate_on_submit():
        with keeping_words(form):
            made = services.make_year(actor=actor(), preset=form.preset.data, year=form.number)
            flash(str(_("%(count)s rounds are made, in planning.", count=len(made))), "success")
            return redirect(url_for(".list_rounds"))
    year = form.number if form.year.data and not form.year.errors else clock.today().year + 1
    return _year_page(form, year), code_of(form)


def _year_page(form: YearForm, year: int) -> str:
    missing = {preset: services.missing_rounds(preset, year) for preset in Preset}
    form.year.data = form.year.data or Decimal(year)
    return render_template("evaluation/rounds/years.html", form=form, year=year, presets=PRESETS, missing=missing)


@bp.get("/rounds/<int:round_id>/days")
def edit_round_days(round_id: int) -> ResponseReturnValue:
    """Offer the planned days of a round for changing."""
    record = round_or_404(round_id)
    values = {phase.value: day for phase, day in planned_days(record.id).items()}
    return _days_page(record, days_form()(formdata=None, data=values))


@bp.post("/rounds/<int:round_id>/days")
def update_round_days(round_id: int) -> ResponseReturnValue:
    """Set the planned days of a round."""
    record, form = round_or_404(round_id), days_form()()
    if form.validate_on_submit():
        with keeping_words(form):
            services.set_days(actor=actor(), record=record, days=typed_days(form))
            flash(str(_("The planned days are saved.")), "success")
            return redirect(url_for(".show_round", round_id=round_id))
    return _days_page(record, form), code_of(form)


def _days_page(record: EvaluationRound, form: Any) -> str:  # noqa: ANN401  a form made at run time
    return render_template("evaluation/rounds/days.html", record=record, form=form)
