"""경연 결과: publication, print, Excel."""

from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from app.core.errors import Missing, Refused
from app.core.messages import _
from app.core.sheets import write_workbook
from app.core.web import actor
from app.innovation.models import Contest
from app.innovation.queries.contest_results import Published, published_result, result_sheets
from app.innovation.queries.contests import contest_or_404
from app.innovation.routes import bp
from app.innovation.routes.contests.pages import contest_page, done
from app.innovation.services import contests as services

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/cases/contests/<int:contest_id>/publications")
def create_contest_publication(contest_id: int) -> ResponseReturnValue:
    """Publish the result."""
    contest = contest_or_404(contest_id, actor())
    try:
        services.publish_result(actor=actor(), contest=contest)
    except Refused as refusal:
        return contest_page(contest, problem=refusal.reason), 422
    return done(contest_id, _("The result is published and does not change any more."))


@bp.get("/cases/contests/<int:contest_id>/print")
def print_contest(contest_id: int) -> ResponseReturnValue:
    """Show the result for paper."""
    contest, result = _published(contest_id)
    return render_template("innovation/contests/print.html", contest=contest, result=result)


@bp.get("/cases/contests/<int:contest_id>/result.xlsx")
def export_contest(contest_id: int) -> ResponseReturnValue:
    """Send the result as a workbook."""
    contest, result = _published(contest_id)
    book = BytesIO()
    write_workbook(book, result_sheets(contest, result))
    book.seek(0)
    return send_file(book, mimetype=XLSX, as_attachment=True, download_name=f"{contest.year} {contest.name}.xlsx")


def _published(contest_id: int) -> tuple[Contest, Published]:
    """Return contest and result; 404 as long as there is none."""
    contest = contest_or_404(contest_id, actor())
    result = published_result(contest_id)
    if result is None:
        raise Missing(_("The result is not published yet."))
    return contest, result
