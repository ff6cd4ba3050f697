"""부서 한 장."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor
from app.innovation.queries.gains import gains_of_department
from app.innovation.queries.obstacle_requests import word_of_department
from app.innovation.rules.gains import totals
from app.organization.enums import DepartmentKind
from app.reports.links import url_or_none
from app.reports.queries import departments
from app.reports.queries.rounds import chain_head
from app.reports.routes import bp

FIRST_YEAR = 2000
YEARS_BACK = 3


@bp.get("/reports/departments")
def list_department_sheets() -> ResponseReturnValue:
    """Show the departments whose sheet the reader may open."""
    return render_template("reports/departments/list.html", rows=departments.departments_shown_to(actor()))


@bp.get("/reports/departments/<int:department_id>")
def show_department_sheet(department_id: int) -> ResponseReturnValue:
    """Show the sheet of a department for a year, ready to print; with `annex=1` with what stands behind its scores."""
    department, year, who = departments.department_or_404(department_id, actor()), _year(), actor()
    with_annex = request.args.get("annex") == "1"
    account = departments.department_account_id(department_id, who)
    gains = gains_of_department(department_id, year)
    return render_template(
        "reports/departments/show.html",
        department=department,
        year=year,
        years=range(clock.today().year, clock.today().year - YEARS_BACK, -1),
        tasks=departments.tasks_of(department_id, year, who),
        gains=gains,
        totals=totals(row.gain for row in gains),
        obstacles=departments.obstacles_of(department_id, year, who),
        word=word_of_department(department_id, year, who),
        slogan=departments.slogan_of(department_id, year, who),
        mileage=departments.mileage_of(department_id, year),
        counts=departments.report_counts(department_id, year),
        scores=departments.scores_of(department_id, year, who, with_annex=with_annex),
        with_annex=with_annex,
        dashboard_tabs=_tabs(department_id, year) if department.kind is not DepartmentKind.BUREAU else (),
        account_url=url_or_none("mileage.show_account", account_id=account) if account else None,
        task_url=_prefix("innovation.show_task", "task_id"),
        obstacle_url=_prefix("innovation.show_obstacle", "obstacle_id"),
        chain=chain_head(),
        printed_at=clock.now(),
    )


def _tabs(department_id: int, year: int) -> list[dict[str, object]]:
    """The sheet beside the dashboard of the department; a bureau has a dashboard of another kind."""
    asked = None if year == clock.today().year else year
    dashboard = url_for("reports.show_department_dashboard", department_id=department_id, year=asked)
    return [
        {"label": _("Dashboard"), "url": dashboard},
        {"label": _("Department sheet"), "url": "", "is_current": True},
    ]


def _year() -> int:
    typed = request.args.get("year", default=0, type=whole_number)
    return typed if FIRST_YEAR <= typed <= clock.today().year + 1 else clock.today().year


def _prefix(endpoint: str, name: str) -> str | None:
    """Return the address up to the id, so that a long list builds it without a call for each row."""
    url = url_or_none(endpoint, **{name: 0})
    return None if url is None else url.removesuffix("0")
