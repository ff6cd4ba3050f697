"""목록 가져오기: an exported list of complaints, all of it or nothing, beside the pages."""

import io

from flask import redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core.database import transaction
from app.core.sheets import XLSX, write_workbook
from app.core.web import actor, own_transactions
from app.jobs.services import request_job
from app.voice.forms.customer_voices import ImportForm
from app.voice.routes import bp
from app.voice.services.voice_sheets import blank_sheets
from app.voice.voice_jobs import VOICE_IMPORT

NAME_LENGTH = 200


@bp.get("/voice/customer-voices/imports/new")
def new_voice_import() -> ResponseReturnValue:
    """Ask for the workbook."""
    return render_template("voice/customer_voices/import.html", form=ImportForm())


@bp.post("/voice/customer-voices/imports")
@own_transactions
def create_voice_import() -> ResponseReturnValue:
    """Have a workbook read in by background work."""
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("voice/customer_voices/import.html", form=form), 422
    name = (form.file.data.filename or "")[-NAME_LENGTH:]
    token = returned.keep_as_sent(form.file.data.read(), person_id=actor().id)
    with transaction():
        job = request_job(actor=actor(), kind=VOICE_IMPORT, title=name, arguments={"token": token, "file_name": name})
    return redirect(url_for("jobs.show_job", job_id=job.id))


@bp.get("/voice/customer-voices/imports/template.xlsx")
def show_voice_sheet() -> ResponseReturnValue:
    """Send the empty sheet with its explanations."""
    target = io.BytesIO()
    write_workbook(target, blank_sheets(), explain=True)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name="고객의 소리 양식.xlsx")
