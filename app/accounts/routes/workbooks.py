"""조직·직원 통합문서: out as a template or with everything, in all or nothing."""

import io
from collections.abc import Sequence
from typing import IO

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts import sheets
from app.accounts.enums import AccessAction
from app.accounts.forms.workbooks import ExportForm, ImportForm
from app.accounts.queries.people import everybody_count
from app.accounts.routes import bp
from app.accounts.services.access_records import record_access
from app.accounts.sheets import returned
from app.core import clock
from app.core.background import order_work
from app.core.database import transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import RowError, Sheet, SheetErrors, write_workbook
from app.core.web import actor, address, own_transactions, require_recent_password

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ERRORS = 200
ROWS_AT_ONCE = 300
"""Rows that are read in at once: about half a second. More are read in by background work."""
NAME_LENGTH = 200


@bp.get("/admin/workbook")
def show_workbook() -> ResponseReturnValue:
    """Offer the template, the export with its count, and the import."""
    return _page()


@bp.get("/admin/workbook/template")
def show_workbook_template() -> ResponseReturnValue:
    """Send the empty workbook with its explanations."""
    return _file(sheets.organization_sheets(empty=True), "조직·직원 양식.xlsx")


@bp.post("/admin/workbook/exports")
def create_workbook_export() -> ResponseReturnValue:
    """Send everything; who took it out and why is remembered, and its number is printed on every sheet."""
    require_recent_password(back=url_for("accounts.show_workbook"))
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(export_form=form), 422
    record = record_access(
        actor=actor(),
        address=address(),
        action=AccessAction.PEOPLE_EXPORTED,
        concerned_count=everybody_count(),
        reason=form.reason.data,
    )
    day = clock.today().isoformat()
    return _file(sheets.organization_sheets(), f"조직·직원 {day}.xlsx", watermark=f"opum-export-{record.id}")


@bp.post("/admin/workbook/imports")
@own_transactions
def create_workbook_import() -> ResponseReturnValue:
    """Save a workbook whole, or say of every wrong row what is wrong with it."""
    require_recent_password(back=url_for("accounts.show_workbook"))
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(import_form=form), 422
    content, dry_run = form.file.data.read(), form.dry_run.data
    try:
        if sheets.row_count(io.BytesIO(content)) > ROWS_AT_ONCE:
            return _in_background(content, form.file.data.filename or "", dry_run=dry_run)
        with transaction():
            counts = sheets.import_organization(io.BytesIO(content), actor=actor(), dry_run=dry_run)
    except SheetErrors as refusal:
        form.file.errors = [refusal.reason]
        token = returned.keep(content, refusal.errors, person_id=actor().id)
        return _page(import_form=form, errors=refusal.errors, token=token), 422
    except Refused as refusal:
        form.file.errors = [refusal.reason]
        return _page(import_form=form), 422
    flash(str(sheets.say_counts(counts, dry_run=dry_run)), "info" if dry_run else "success")
    return redirect(url_for("accounts.show_workbook"))


@bp.get("/admin/workbook/imports/<token>")
def show_workbook_errors(token: str) -> ResponseReturnValue:
    """Send the workbook back with the column 「오류」, to nobody but who sent it."""
    return _send(io.BytesIO(returned.find(token, person_id=actor().id).read_bytes()), "조직·직원 오류.xlsx")


def _in_background(content: bytes, name: str, *, dry_run: bool) -> ResponseReturnValue:
    """Let a large workbook be read in beside the pages; the same page of its work says what is wrong with it."""
    token = returned.keep_as_sent(content, person_id=actor().id)
    with transaction():
        page = order_work(
            actor=actor(),
            kind=sheets.WORKBOOK_IMPORT,
            title=name[-NAME_LENGTH:] or str(_("Workbook of the office")),
            arguments={"token": token, "dry_run": dry_run},
        )
    return redirect(page)


def _page(
    *,
    import_form: ImportForm | None = None,
    export_form: ExportForm | None = None,
    errors: Sequence[RowError] = (),
    token: str | None = None,
) -> str:
    return render_template(
        "accounts/workbooks/show.html",
        import_form=import_form or ImportForm(formdata=None),
        export_form=export_form or ExportForm(formdata=None),
        errors=errors[:SHOWN_ERRORS],
        left_out=max(0, len(errors) - SHOWN_ERRORS),
        token=token,
        people=everybody_count(),
        most=ROWS_AT_ONCE,
    )


def _file(content: Sequence[Sheet], name: str, *, watermark: str | None = None) -> Response:
    target = io.BytesIO()
    write_workbook(target, content, explain=True, watermark=watermark)
    target.seek(0)
    return _send(target, name)


def _send(content: IO[bytes], name: str) -> Response:
    response = send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
