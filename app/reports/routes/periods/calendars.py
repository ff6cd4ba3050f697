"""보고 일정: how often and by when departments report, with every version."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.reports.enums import Permission
from app.reports.forms.period_reports import ReportingCalendarForm
from app.reports.policy import POLICY
from app.reports.queries.periods.calendar import calendar_versions
from app.reports.routes import bp
from app.reports.services.period_calendars import set_calendar


@bp.get("/reports/periods/calendars")
def list_reporting_calendars() -> ResponseReturnValue:
    """Show every version of the calendar, and to the control tower the form."""
    return _page()


@bp.post("/reports/periods/calendars")
def create_reporting_calendar() -> ResponseReturnValue:
    """Set another calendar from a day on."""
    form = ReportingCalendarForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            set_calendar(actor=actor(), schedule=form.schedule(), reason=form.reason.data)
            flash(str(_("The calendar was set.")), "success")
            return redirect(url_for("reports.list_reporting_calendars"))
    return _page(form), 422


def _page(sent: ReportingCalendarForm | None = None) -> str:
    may_set = access.allows(POLICY, Permission.CALENDAR_SET, actor())
    form = sent or (ReportingCalendarForm(formdata=None) if may_set else None)
    return render_template("reports/periods/calendars.html", versions=calendar_versions(), form=form)
