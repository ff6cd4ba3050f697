"""접수대장·접수증·기한 현황: the register on screen, on paper and in Excel; the receipt; what is late."""

from io import BytesIO

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Refused
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.sheets import XLSX, write_workbook
from app.core.web import actor
from app.innovation.enums import IssueKind, IssueState
from app.innovation.enums.permissions import Permission
from app.innovation.jobs import REGISTER, register_arguments, register_name
from app.innovation.queries import register
from app.innovation.queries.clock_presets import clock_of
from app.innovation.queries.deadlines import deadlines
from app.innovation.queries.issue_clock import clock_of_issue
from app.innovation.queries.issues import issue_details, issue_or_404
from app.innovation.queries.proposers import shown_proposers
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url
from app.innovation.routes.loading import issue_for
from app.innovation.rules.clocks import MOST_WAITING
from app.innovation.services.issue_clocks import day_of, term_start, waiting_of
from app.jobs.services import request_job

SHORT = 1000
EARLIEST, LATEST = 2000, 2100


@bp.get("/issues/register")
def show_register() -> ResponseReturnValue:
    """Show the register of a year."""
    wanted = wanted_register()
    page = register.register_page(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/issues/register.html",
        page=page,
        wanted=wanted,
        years=register.years_of_receipt(clock.today().year),
        vocabularies={"kind": IssueKind, "state": IssueState},
        next_url=page_url("innovation.show_register", page.next_cursor),
        first_url=first_url("innovation.show_register"),
    )


@bp.get("/issues/register.xlsx")
def export_register() -> ResponseReturnValue:
    """Send the register as it is filtered, the same columns, as a workbook: a short one."""
    wanted = wanted_register()
    if register.row_count(actor(), wanted) > SHORT:
        raise Refused(_("The register is long. Open its page and let the workbook be written in the background."))
    book = BytesIO()
    write_workbook(book, [register.register_sheet(actor(), wanted)])
    book.seek(0)
    return send_file(book, mimetype=XLSX, as_attachment=True, download_name=register_name(wanted))


@bp.post("/issues/register/exports")
def create_register_export() -> ResponseReturnValue:
    """Let a long register be written in the background."""
    wanted = wanted_register()
    title = str(_("Register of issues %(year)s", year=wanted.year))
    job = request_job(actor=actor(), kind=REGISTER, title=title, arguments=register_arguments(wanted))
    return redirect(url_for("jobs.show_job", job_id=job.id))


@bp.get("/issues/<int:issue_id>/receipt")
def show_receipt(issue_id: int) -> ResponseReturnValue:
    """Show the receipt of one issue, for paper."""
    issue = issue_for(Permission.RECEIPT_PRINT, issue_id)
    return render_template(
        "innovation/issues/receipt.html",
        issue=issue,
        details=issue_details(issue, actor()),
        proposers=shown_proposers(issue, actor()),
        periods=clock_of(issue),
    )


@bp.get("/issues/<int:issue_id>/clock")
def show_issue_clock(issue_id: int) -> ResponseReturnValue:
    """Show how the day of the decision was counted."""
    issue = issue_or_404(issue_id, actor())
    waiting = waiting_of(issue)
    return render_template(
        "innovation/issues/clock.html",
        issue=issue,
        periods=clock_of(issue),
        began_on=day_of(term_start(issue)),
        waiting=waiting,
        left_out=len({day for row in waiting for day in row.pause.days()}),
        waited=len({day for row in waiting if row.of_department for day in row.pause.days()}),
        most_waiting=MOST_WAITING,
        clock=clock_of_issue(issue),
    )


@bp.get("/issues/deadlines")
def list_deadlines() -> ResponseReturnValue:
    """Show what is late and what is due within a week."""
    return render_template("innovation/issues/deadlines.html", deadlines=deadlines(actor()))


def wanted_register() -> register.RegisterFilter:
    """Return the filters in the address."""
    year = request.args.get("year", type=whole_number) or clock.today().year
    return register.RegisterFilter(
        year=year if EARLIEST <= year <= LATEST else clock.today().year,
        kind=member(IssueKind, "kind"),
        state=member(IssueState, "state"),
    )
