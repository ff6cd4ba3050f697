"""보상 지급 목록을 엑셀로: for HR, with a reason that stays."""

from datetime import date
from io import BytesIO

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.sheets import write_workbook
from app.core.web import actor, address, require_recent_password, showing_refusal
from app.mileage import services
from app.mileage.forms.rewards import RewardExportForm
from app.mileage.queries.reward_exports import reward_sheets
from app.mileage.queries.reward_requests import handed_over_count
from app.mileage.routes import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/mileage/reward-exports/new")
def new_reward_export() -> ResponseReturnValue:
    """Ask for the days and the reason; say how many rewards of these days go out."""
    today = clock.today()
    first = _day("first_day") or today.replace(month=1, day=1)
    last = _day("last_day") or today
    return _page(RewardExportForm(formdata=None, data={"first_day": first, "last_day": last}), first, last)


@bp.post("/mileage/reward-exports")
def create_reward_export() -> ResponseReturnValue:
    """Send the list; who took it out and why is remembered."""
    require_recent_password(back=url_for("mileage.new_reward_export"))
    form = RewardExportForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            made = services.export_rewards(
                actor=actor(),
                first=form.first_day.data,
                last=form.last_day.data,
                reason=form.reason.data,
                address=address(),
                unmasked=form.unmasked.data,
            )
            target = BytesIO()
            sheets = reward_sheets(made.rows, unmasked=form.unmasked.data)
            write_workbook(target, sheets, watermark=f"opum-export-{made.number}")
            return _file(target, f"보상 지급 목록 {form.first_day.data} {form.last_day.data}.xlsx")
    return _page(form, form.first_day.data, form.last_day.data), 422


def _page(form: RewardExportForm, first: date | None, last: date | None) -> str:
    count = handed_over_count(first, last) if first and last else None
    return render_template("mileage/rewards/export.html", form=form, first=first, last=last, count=count)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _file(target: BytesIO, name: str) -> Response:
    target.seek(0)
    response = send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
