"""마감 보고서를 엑셀로: with a reason that stays; names are masked."""

from io import BytesIO

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core.forms import Form
from app.core.sheets import write_workbook
from app.core.web import actor, address, require_recent_password, showing_refusal
from app.mileage.forms import ReasonForm
from app.mileage.models import YearClosing
from app.mileage.queries.closing_sheets import closing_sheets
from app.mileage.queries.year_closings import report_of
from app.mileage.routes import bp
from app.mileage.routes.year_closings import confirmed_closing
from app.mileage.services.closing_exports import export_closing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/mileage/closings/<int:year>/<int:number>/exports/new")
def new_closing_export(year: int, number: int) -> ResponseReturnValue:
    """Ask for the reason; say how many accounts go out."""
    return _page(confirmed_closing(year, number), ReasonForm(formdata=None))


@bp.post("/mileage/closings/<int:year>/<int:number>/exports")
def create_closing_export(year: int, number: int) -> ResponseReturnValue:
    """Send the report of a closed year, account by account; who took it out and why is remembered."""
    require_recent_password(back=url_for(".new_closing_export", year=year, number=number))
    closing, form = confirmed_closing(year, number), ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            record = export_closing(actor=actor(), closing=closing, reason=form.reason.data, address=address())
            target = BytesIO()
            write_workbook(target, closing_sheets(closing), watermark=f"opum-export-{record}")
            target.seek(0)
            name = f"마일리지 마감 {year}-{number}.xlsx"
            response = send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)
            response.headers["Cache-Control"] = "no-store"
            return response
    return _page(closing, form), 422


def _page(closing: YearClosing, form: Form) -> str:
    return render_template(
        "mileage/closings/export.html", closing=closing, count=len(report_of(closing).outcomes), form=form
    )
