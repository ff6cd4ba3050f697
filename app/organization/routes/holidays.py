"""휴일."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, showing_refusal
from app.organization import queries, services
from app.organization.enums import HolidayKind
from app.organization.forms import HolidayForm, HolidaySeedForm
from app.organization.routes import bp


@bp.get("/admin/holidays")
def list_holidays() -> ResponseReturnValue:
    """Show the days off of a year."""
    year = request.args.get("year", type=whole_number) or clock.today().year
    return _page(min(max(year, 1), 9998), HolidayForm(formdata=None, kind=HolidayKind.OWN))


@bp.post("/admin/holidays")
def create_holiday() -> ResponseReturnValue:
    """Enter a day off."""
    form = HolidayForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.add_holiday(day=form.day.data, name=form.name.data, kind=form.kind.data, actor=actor())
    if form.errors:
        return _page(form.day.data.year if form.day.data else clock.today().year, form), 422
    flash(str(_("The day is off.")), "success")
    return redirect(url_for("organization.list_holidays", year=form.day.data.year))


@bp.post("/admin/holiday-seedings")
def create_holiday_seeding() -> ResponseReturnValue:
    """Enter the public and substitute holidays of a year that are not there yet."""
    form = HolidaySeedForm()
    if not form.validate_on_submit():
        return _page(clock.today().year, HolidayForm(formdata=None), form), 422
    year = form.year.data
    count = services.seed_holidays(years=[year], actor=actor())
    flash(str(_("%(count)s public holidays of %(year)s entered.", count=count, year=year)), "success")
    return redirect(url_for("organization.list_holidays", year=year))


@bp.post("/admin/holidays/<int:holiday_id>/removals")
def create_holiday_removal(holiday_id: int) -> ResponseReturnValue:
    """Take a day off out of the calendar."""
    holiday = queries.holiday_or_404(holiday_id)
    services.remove_holiday(holiday=holiday, actor=actor())
    flash(str(_("The day is a working day again.")), "success")
    return redirect(url_for("organization.list_holidays", year=holiday.day.year))


def _page(year: int, form: HolidayForm, seed_form: HolidaySeedForm | None = None) -> str:
    return render_template(
        "organization/holidays/list.html",
        rows=queries.holidays_of(year),
        year=year,
        form=form,
        seed_form=seed_form or HolidaySeedForm(formdata=None, year=year),
    )
