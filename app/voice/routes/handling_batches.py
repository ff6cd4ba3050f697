"""민원처리기록 묶음: read in by background work, looked at, withdrawn by another."""

import io

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core import access
from app.core.errors import Refused
from app.core.sheets import XLSX, write_workbook
from app.core.web import actor, code_of, showing_refusal
from app.jobs.services import request_job
from app.voice.enums.permissions import Permission
from app.voice.forms.handling_records import HandlingBatchForm, HandlingWithdrawalForm
from app.voice.handling_jobs import HANDLING_IMPORT, HANDLING_WITHDRAWAL
from app.voice.models import HandlingBatch
from app.voice.neighbours import runs_of
from app.voice.policy import POLICY
from app.voice.queries.handling_batches import batch_or_404, batches_page, names_of_batch
from app.voice.queries.shortening_cases import handovers_of_batch
from app.voice.routes import bp
from app.voice.rules.handling_batches import check_withdrawal
from app.voice.services.handling_sheets import blank_sheets

NAME_LENGTH = 200


@bp.get("/voice/handling/batches")
def list_handling_batches() -> ResponseReturnValue:
    """List what was read in."""
    page = batches_page(request.args.get("cursor"))
    following = url_for(".list_handling_batches", cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "voice/handling/batches.html",
        rows=page.rows,
        next_url=following,
        may_import=access.allows(POLICY, Permission.HANDLING_IMPORT, actor()),
    )


@bp.get("/voice/handling/batches/new")
def new_handling_batch() -> ResponseReturnValue:
    """Ask for the workbook."""
    return render_template("voice/handling/batch_form.html", form=HandlingBatchForm())


@bp.post("/voice/handling/batches")
def create_handling_batch() -> ResponseReturnValue:
    """Let the workbook be read in beside the pages."""
    form = HandlingBatchForm()
    if not form.validate_on_submit():
        return render_template("voice/handling/batch_form.html", form=form), 422
    file_name = (form.file.data.filename or "")[-NAME_LENGTH:]
    token = returned.keep_as_sent(form.file.data.read(), person_id=actor().id)
    arguments = {"token": token, "file_name": file_name}
    job = request_job(actor=actor(), kind=HANDLING_IMPORT, title=file_name, arguments=arguments)
    return redirect(url_for("jobs.show_job", job_id=job.id))


@bp.get("/voice/handling/batches/template.xlsx")
def show_handling_sheet() -> ResponseReturnValue:
    """Send the empty sheet with its explanations."""
    target = io.BytesIO()
    write_workbook(target, blank_sheets(), explain=True)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name="민원처리기록 가져오기 양식.xlsx")


@bp.get("/voice/handling/batches/<int:batch_id>")
def show_handling_batch(batch_id: int) -> ResponseReturnValue:
    """Show one batch."""
    return _batch_page(batch_or_404(batch_id), HandlingWithdrawalForm())


@bp.post("/voice/handling/batches/<int:batch_id>/withdrawals")
def create_handling_withdrawal(batch_id: int) -> ResponseReturnValue:
    """Let a batch be taken out of all figures, with a reason."""
    batch, form, who = batch_or_404(batch_id), HandlingWithdrawalForm(), actor()
    if form.validate_on_submit():
        with showing_refusal(form):
            check_withdrawal(batch.state, read_by_id=batch.read_by_id, actor_id=who.id)
            arguments = {"batch_id": batch.id, "reason": form.reason.data}
            job = request_job(actor=who, kind=HANDLING_WITHDRAWAL, title=batch.file_name, arguments=arguments)
            return redirect(url_for("jobs.show_job", job_id=job.id))
    return _batch_page(batch, form), code_of(form)


def _batch_page(batch: HandlingBatch, form: HandlingWithdrawalForm) -> str:
    obstacle, who = None, actor()
    may = access.allows(POLICY, Permission.HANDLING_WITHDRAW, who)
    if may:
        try:
            check_withdrawal(batch.state, read_by_id=batch.read_by_id, actor_id=who.id)
        except Refused as refusal:
            obstacle = refusal.reason
    return render_template(
        "voice/handling/batch.html",
        batch=batch,
        names=names_of_batch(batch),
        sent=runs_of(handovers_of_batch(batch)),
        form=form,
        may_withdraw=may and obstacle is None,
        obstacle=obstacle if batch.withdrawn_at is None else None,
    )
