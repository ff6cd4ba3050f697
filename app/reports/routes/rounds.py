"""평가보고서."""

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.web import actor
from app.reports.documents.rounds import round_file
from app.reports.links import url_or_none
from app.reports.queries.rounds import list_rounds, round_report
from app.reports.routes import bp
from app.reports.routes.incentives import XLSX


@bp.get("/reports/rounds")
def list_round_reports() -> ResponseReturnValue:
    """Show the rounds the reader may read a report of."""
    return render_template("reports/rounds/list.html", rows=list_rounds(actor()))


@bp.get("/reports/rounds/<int:round_id>")
def show_round_report(round_id: int) -> ResponseReturnValue:
    """Show the report of a round, ready to print; with `annex=1` with all that stands behind each figure."""
    with_annex = request.args.get("annex") == "1"
    report = round_report(round_id, actor(), with_annex=with_annex)
    return render_template(
        "reports/rounds/show.html",
        report=report,
        with_annex=with_annex,
        printed_at=clock.now(),
        source_url=url_or_none("evaluation.show_round", round_id=round_id),
    )


@bp.get("/reports/rounds/<int:round_id>.xlsx")
def download_round_report(round_id: int) -> ResponseReturnValue:
    """Hand the report out as a workbook: the same departments, lines and annex as on the page."""
    report = round_report(round_id, actor(), with_annex=True)
    name = f"evaluation-{report.round.code}.xlsx"
    return send_file(round_file(report), mimetype=XLSX, as_attachment=True, download_name=name)
