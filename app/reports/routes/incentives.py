"""인센티브 명세."""

from datetime import date

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.database import transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.web import actor, address, own_transactions, require_recent_password, showing_refusal
from app.reports.documents.incentives import incentives_file, points_rule_text
from app.reports.enums import Permission, UnitRule
from app.reports.forms import ExportForm
from app.reports.policy import POLICY
from app.reports.queries.incentives import batch_or_404, list_batches, person_name
from app.reports.routes import bp
from app.reports.services import exports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/reports/incentive-exports")
def list_incentives() -> ResponseReturnValue:
    """Show the batches that were made, and where to make another."""
    page = list_batches(request.args.get("cursor"))
    following = url_for("reports.list_incentives", cursor=page.next_cursor) if page.next_cursor else None
    return render_template("reports/incentives/list.html", rows=page.rows, next_url=following, may_write=_may_write())


@bp.get("/reports/incentives/new")
def new_incentive_export() -> ResponseReturnValue:
    """Show what a batch would say, before anything is made."""
    require_recent_password()
    form = ExportForm(request.args, meta={"csrf": False}) if request.args.get("round_code") else ExportForm()
    form.offer_choices()
    return _export_page(form)


@bp.post("/reports/incentive-exports")
def create_incentive_export() -> ResponseReturnValue:
    """Freeze a batch."""
    require_recent_password(back=url_for("reports.new_incentive_export"))
    form = ExportForm()
    form.offer_choices()
    if form.validate_on_submit():
        with showing_refusal(form):
            batch = exports.create_export(
                actor=actor(),
                choice=form.choice(),
                reason=form.reason.data,
                address=address(),
                seen_sha256=form.seen_sha256.data or "",
            )
            flash(str(_("The batch %(number)s is made and frozen.", number=batch.number)), "success")
            return redirect(url_for("reports.show_incentive_export", batch_id=batch.id))
    return _export_page(form), 422


@bp.get("/reports/incentive-exports/<int:batch_id>")
def show_incentive_export(batch_id: int) -> ResponseReturnValue:
    """Show the control totals and the hash of a batch: no names."""
    batch = batch_or_404(batch_id)
    content = exports.batch_content(batch)
    return render_template(
        "reports/incentives/show.html",
        batch=batch,
        content=content,
        base_on=date.fromisoformat(content["round"]["base_on"]),
        unit_rule=UnitRule(content["rule"]["unit"]).label,
        points_rule=points_rule_text(content["rule"]),
        author=person_name(batch.created_by_id),
        may_write=_may_write(),
    )


@bp.get("/reports/incentive-exports/<int:batch_id>.xlsx")
@own_transactions
def download_incentive_export(batch_id: int) -> ResponseReturnValue:
    """Hand the workbook out, and keep that it was."""
    require_recent_password()
    batch = batch_or_404(batch_id)
    file = incentives_file(batch, exports.batch_content(batch))
    with transaction():
        exports.record_download(actor=actor(), batch=batch, address=address())
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{batch.number}.xlsx")


def _may_write() -> bool:
    return access.allows(POLICY, Permission.BATCHES_WRITE, actor())


def _export_page(form: ExportForm) -> str:
    preview, problem = None, None
    if form.round_code.data and form.round_code.validate(form) and _is_whole(form):
        try:
            preview = exports.preview_export(form.choice())
        except Refused as refusal:
            problem = refusal.reason
    if preview is not None and request.method == "GET":
        form.seen_sha256.data = preview.sha256
    return render_template("reports/incentives/new.html", form=form, preview=preview, problem=problem)


def _is_whole(form: ExportForm) -> bool:
    named = (form.table_code, form.unit_rule, form.department_weight, form.mileage_weight)
    return all(field.data not in {None, ""} for field in named) and all(
        field.validate(form) for field in (form.department_weight, form.mileage_weight)
    )
