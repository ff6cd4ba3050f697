"""원장 내보내기: asked for, watched, downloaded."""

from datetime import date

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.database import transaction
from app.core.errors import Missing
from app.core.instance import exports_dir
from app.core.messages import _
from app.core.web import actor, address, code_of, keeping_words, own_transactions, require_recent_password
from app.jobs.processes import start_command
from app.mileage.forms.ledger_exports import LedgerExportForm
from app.mileage.models import LedgerExport
from app.mileage.queries.exports import Scope, count_rows
from app.mileage.queries.ledger_exports import own_export_or_404, own_exports, standing_of
from app.mileage.routes import bp
from app.mileage.services import ledger_exports as services

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/mileage/ledger-exports/new")
def new_ledger_export() -> ResponseReturnValue:
    """Ask for the days and the reason; say on demand how many rows go out; list the exports the actor asked for."""
    today = clock.today()
    asked = (_day("first_day"), _day("last_day"))
    first, last = asked[0] or today.replace(month=1, day=1), asked[1] or today
    count = count_rows(Scope(first, last)) if all(asked) else None
    return _page(LedgerExportForm(formdata=None, data={"first_day": first, "last_day": last}), first, last, count)


@bp.post("/mileage/ledger-exports")
@own_transactions
def create_ledger_export() -> ResponseReturnValue:
    """Start an export: it is saved first, then a process of its own writes it."""
    require_recent_password(back=url_for("mileage.new_ledger_export"))
    form = LedgerExportForm()
    if form.validate_on_submit():
        with keeping_words(form):
            with transaction():
                export = services.request_ledger_export(
                    actor=actor(),
                    first=form.first_day.data,
                    last=form.last_day.data,
                    reason=form.reason.data,
                    address=address(),
                    unmasked=form.unmasked.data,
                )
            return _started(export)
    return _page(form, form.first_day.data, form.last_day.data), code_of(form)


@bp.get("/mileage/ledger-exports/<int:export_id>")
def show_ledger_export(export_id: int) -> ResponseReturnValue:
    """Show how far an export is, or where to download it."""
    export = own_export_or_404(export_id, actor())
    return render_template("mileage/ledger_exports/show.html", export=export, standing=standing_of(export))


@bp.post("/mileage/ledger-exports/<int:export_id>/runs")
@own_transactions
def create_ledger_export_run(export_id: int) -> ResponseReturnValue:
    """Start an export that was broken off again."""
    require_recent_password(back=url_for("mileage.show_ledger_export", export_id=export_id))
    with transaction():
        export = own_export_or_404(export_id, actor())
        services.restart_ledger_export(actor=actor(), export=export)
    return _started(export)


@bp.get("/mileage/ledger-exports/<int:export_id>.xlsx")
@own_transactions
def download_ledger_export(export_id: int) -> ResponseReturnValue:
    """Send the file, and keep that it was taken out."""
    require_recent_password()
    with transaction():
        export = own_export_or_404(export_id, actor())
        path = services.record_ledger_download(actor=actor(), export=export, address=address())
        if not path.is_file():
            raise Missing(_("The file is no longer there. Make the export again."))
    name = f"원장 {export.first_day} {export.last_day}.xlsx"
    response = send_file(path, mimetype=XLSX, as_attachment=True, download_name=name, conditional=False)
    response.headers["Cache-Control"] = "no-store"
    return response


def _started(export: LedgerExport) -> ResponseReturnValue:
    start_command("mileage", "run-export", str(export.id), str(export.attempt), scratch=exports_dir())
    flash(str(_("The export is being written. You may leave this page.")), "success")
    return redirect(url_for("mileage.show_ledger_export", export_id=export.id))


def _page(form: LedgerExportForm, first: date | None, last: date | None, count: int | None = None) -> str:
    exports = [(export, standing_of(export)) for export in own_exports(actor())]
    return render_template(
        "mileage/ledger_exports/new.html", form=form, first=first, last=last, count=count, exports=exports
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
