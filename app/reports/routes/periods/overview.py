"""제출 현황: the periods of the own department, and for the control tower who has not reported."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.messages import _
from app.core.web import actor
from app.organization.queries import department_names
from app.reports.enums import Permission
from app.reports.period_lists import own_department, wanted_period
from app.reports.policy import POLICY
from app.reports.queries.periods.calendar import known_periods
from app.reports.queries.periods.overview import standings_of_department, standings_of_period
from app.reports.queries.periods.records import handed_in_codes
from app.reports.routes import bp
from app.reports.rules.periods import period_to_write


@bp.get("/reports/periods")
def list_period_reports() -> ResponseReturnValue:
    """Show the periods of the own department, and to the control tower every department of a period."""
    who, periods, today = actor(), known_periods(), clock.today()
    unit = own_department(who)
    chosen = wanted_period(periods)
    everything = access.allows(POLICY, Permission.PERIODS_READ_ALL, who)
    return render_template(
        "reports/periods/list.html",
        periods=list(reversed(periods)),
        chosen=chosen,
        rows=standings_of_period(chosen) if everything and chosen else None,
        own=standings_of_department(unit, department_names()[unit], periods) if unit else [],
        may_write=unit is not None and access.allows(POLICY, Permission.PERIOD_WRITE, who, unit),
        today=today,
    )


@bp.get("/reports/periods/now")
def show_present_period_report() -> ResponseReturnValue:
    """Go to the report that is to be written now."""
    who = actor()
    unit = own_department(who)
    if unit is None:
        return redirect(url_for("reports.list_period_reports"))
    period = period_to_write(known_periods(), handed_in_codes(unit), clock.today())
    if period is None:
        flash(str(_("The control tower has not begun the regular reports yet.")), "info")
        return redirect(url_for("reports.list_period_reports"))
    return redirect(url_for("reports.edit_period_report", code=period.code, department_id=unit))
