"""적립신청 일괄 등록: a workbook of claims, all of it or nothing."""

import io
import unicodedata
from collections.abc import Sequence
from functools import partial
from typing import IO, Any

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core.database import transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import XLSX, Problems, RowError, SheetErrors, write_workbook
from app.core.web import actor, own_transactions
from app.jobs.services import request_job
from app.mileage import services
from app.mileage.forms.claim_uploads import ClaimUploadForm
from app.mileage.jobs import CLAIM_UPLOAD
from app.mileage.routes import bp
from app.mileage.rules.claim_uploads import check_names
from app.mileage.services.claim_sheets import blank_sheets, read_claims
from app.mileage.services.claim_uploads import UploadText

SHOWN_ERRORS = 200
NAME_LENGTH = 200
ROWS_AT_ONCE = 500
"""More rows without papers are read in by background work."""


@bp.get("/mileage/claims/uploads/new")
def new_claim_upload() -> ResponseReturnValue:
    """Ask for the workbook and the files it names."""
    return _form_page(ClaimUploadForm())


@bp.post("/mileage/claims/uploads")
@own_transactions
def create_claim_upload() -> ResponseReturnValue:
    """Read a workbook of claims in, or say of every wrong row what is wrong with it."""
    form = ClaimUploadForm()
    if not form.validate_on_submit():
        return _form_page(form), 422
    try:
        text, problems = _text(form), Problems()
        rows = read_claims(io.BytesIO(text.content), problems)
        if len(rows) > ROWS_AT_ONCE and not text.papers:
            return _in_background(text)
        with transaction():
            upload = services.enter_claims(actor=actor(), text=text, rows=rows, problems=problems)
    except SheetErrors as refusal:
        form.file.errors = [refusal.reason]
        token = returned.keep(text.content, refusal.errors, person_id=actor().id)
        return _form_page(form, refusal.errors, token), 422
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        return _form_page(form), 422
    flash(str(_("%(count)s claims are read in.", count=upload.row_count)), "success")
    return redirect(url_for(".list_claims", scope="entered"))


def _in_background(text: UploadText) -> ResponseReturnValue:
    """Let a large workbook without papers be read in beside the pages."""
    token = returned.keep_as_sent(text.content, person_id=actor().id)
    with transaction():
        job = request_job(
            actor=actor(),
            kind=CLAIM_UPLOAD,
            title=text.file_name,
            arguments={"token": token, "file_name": text.file_name, "handed_in": text.handed_in},
        )
    return redirect(url_for("jobs.show_job", job_id=job.id))


@bp.get("/mileage/claims/uploads/template.xlsx")
def show_claim_sheet() -> ResponseReturnValue:
    """Send the empty sheet with its explanations."""
    target = io.BytesIO()
    write_workbook(target, blank_sheets(), explain=True)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name="적립신청 양식.xlsx")


@bp.get("/mileage/claims/uploads/errors/<token>.xlsx")
def show_claim_errors(token: str) -> ResponseReturnValue:
    """Send the workbook back with the column 「오류」, to nobody but who sent it."""
    content = io.BytesIO(returned.find(token, person_id=actor().id).read_bytes())
    response = send_file(content, mimetype=XLSX, as_attachment=True, download_name="적립신청 오류.xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response


def _text(form: ClaimUploadForm) -> UploadText:
    uploads = form.uploads()
    check_names(_name(upload.filename) for upload in uploads)
    papers = {_name(upload.filename): partial(_opened, upload) for upload in uploads}
    return UploadText(
        file_name=(form.file.data.filename or "")[-NAME_LENGTH:],
        content=form.file.data.read(),
        handed_in=bool(form.handed_in.data),
        papers=papers,
    )


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).strip()


def _opened(upload: Any) -> IO[bytes]:  # noqa: ANN401  the library's upload
    upload.stream.seek(0)
    return io.BytesIO(upload.stream.read())


def _form_page(form: ClaimUploadForm, errors: Sequence[RowError] = (), token: str | None = None) -> str:
    return render_template(
        "mileage/claims/upload.html",
        form=form,
        errors=errors[:SHOWN_ERRORS],
        left_out=max(0, len(errors) - SHOWN_ERRORS),
        token=token,
    )
