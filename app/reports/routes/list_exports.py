"""목록 내보내기: a list as its page is filtered, as a workbook or as a table of plain text."""

from collections.abc import Sequence
from io import BytesIO
from itertools import islice
from urllib.parse import urlencode

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.core.errors import Denied, Refused
from app.core.list_exports import ListExport
from app.core.messages import _
from app.core.sheets.columns import Cell
from app.core.web import actor, address, require_recent_password
from app.jobs.services import request_job
from app.jobs.work import with_format
from app.reports.enums import ListFormat
from app.reports.forms.list_exports import ListExportForm, PersonalListExportForm
from app.reports.list_exports import (
    AT_ONCE,
    CONTENT_TYPES,
    file_name,
    job_kind,
    list_named,
    may_take_out,
    write_list,
)
from app.reports.routes import bp
from app.reports.services.list_exports import number_export, tell_export

FORMATS = {ListFormat.XLSX: _("Excel"), ListFormat.CSV: _("CSV")}
MOST_LETTERS = 2_000
"""Letters of the filters of an address."""
PLACES = {"cursor", "after"}
"""What the address of a list calls the place in its pages."""


@bp.get("/list-exports/<name>/new")
def new_list_export(name: str) -> ResponseReturnValue:
    """Say what goes out, and ask for the kind of file and, where people are in it, for the reason."""
    wanted = _wanted(name)
    return _page(wanted, _form(wanted, fresh=True))


@bp.post("/list-exports/<name>")
def create_list_export(name: str) -> ResponseReturnValue:
    """Send the list as it is filtered, or begin the job that writes it."""
    wanted = _wanted(name)
    if wanted.personal:
        require_recent_password(back=_with_filters(url_for("reports.new_list_export", name=name)))
    form = _form(wanted)
    if not form.validate_on_submit():
        return _page(wanted, form), 422
    chosen: ListFormat = form.format.data
    reason = form.reason.data.strip() if isinstance(form, PersonalListExportForm) else ""
    rows = list(islice(wanted.cells(actor()), AT_ONCE + 1))
    if len(rows) > AT_ONCE:
        return _in_background(wanted, chosen, reason)
    return _at_once(wanted, chosen, reason, rows)


def _at_once(
    wanted: ListExport, chosen: ListFormat, reason: str, rows: Sequence[tuple[Cell, ...]]
) -> ResponseReturnValue:
    who = actor()
    record = number_export(actor=who, wanted=wanted, file_format=chosen, filters=urlencode(_filters()), reason=reason)
    if wanted.personal:
        record_access(
            actor=who,
            address=address(),
            action=AccessAction.LIST_EXPORTED,
            concerned_count=len(rows),
            reason=reason,
        )
    target = BytesIO()
    write_list(target, wanted, chosen, rows, record.watermark)
    tell_export(record=record, rows=len(rows))
    target.seek(0)
    response = send_file(
        target, mimetype=CONTENT_TYPES[chosen], as_attachment=True, download_name=file_name(wanted, record)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _in_background(wanted: ListExport, chosen: ListFormat, reason: str) -> ResponseReturnValue:
    arguments = {"list": wanted.name, "format": chosen.value, "filters": urlencode(_filters()), "reason": reason}
    title = with_format(str(wanted.title), FORMATS[chosen])
    job = request_job(actor=actor(), kind=job_kind(wanted), title=title, arguments=arguments)
    return redirect(url_for("jobs.show_job", job_id=job.id))


def _wanted(name: str) -> ListExport:
    wanted = list_named(name)
    if not may_take_out(actor(), wanted):
        raise Denied(_("You may not do this."))
    if len(request.query_string) > MOST_LETTERS:
        raise Refused(_("The filters of this address are too long. Choose them again on the page of the list."))
    return wanted


def _filters() -> dict[str, str]:
    """Return the filters of the list: what is given in the address, without the place in its pages."""
    return {key: text for key, text in request.args.items() if text and key not in PLACES}


def _with_filters(path: str) -> str:
    return f"{path}?{urlencode(_filters())}" if _filters() else path


def _form(wanted: ListExport, *, fresh: bool = False) -> ListExportForm:
    kind = PersonalListExportForm if wanted.personal else ListExportForm
    return kind(formdata=None) if fresh else kind()


def _page(wanted: ListExport, form: ListExportForm) -> str:
    count = len(list(islice(wanted.cells(actor()), AT_ONCE + 1)))
    return render_template(
        "reports/list_exports/new.html",
        wanted=wanted,
        form=form,
        count=count,
        most=AT_ONCE,
        is_narrowed=bool(_filters()),
        action=_with_filters(url_for("reports.create_list_export", name=wanted.name)),
        back=wanted.address(_filters()),
    )
