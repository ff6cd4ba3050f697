"""지표정의서 엑셀: taken out, changed outside, looked at, entered."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core.database import transaction
from app.core.errors import Conflict, Refused, WrongState
from app.core.messages import _
from app.core.sheets import RowError, SheetErrors
from app.core.web import actor, own_transactions
from app.evaluation.forms.definition_sheets import DefinitionEntryForm, DefinitionImportForm
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services.workbooks.definitions import DefinitionChanges, import_definitions, preview_definitions
from app.evaluation.services.workbooks.exporting import write_definitions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ERRORS = 200


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """Changes with what is needed to enter them: the form that names the kept workbook."""

    changes: DefinitionChanges
    form: DefinitionEntryForm


@bp.get("/rounds/<int:round_id>/definition-sheets/template.xlsx")
def show_definition_sheet(round_id: int) -> ResponseReturnValue:
    """Send the empty workbook of a round with its explanations."""
    target = io.BytesIO()
    write_definitions(target, code=round_or_404(round_id).code)
    return _sent(target, "지표정의서 양식.xlsx")


@bp.get("/rounds/<int:round_id>/definition-sheets/export.xlsx")
def show_definition_export(round_id: int) -> ResponseReturnValue:
    """Send the definition sheets of a round with their weights, in the columns that are read in again."""
    record, target = round_or_404(round_id), io.BytesIO()
    write_definitions(target, record=record)
    return _sent(target, f"지표정의서 {record.code}.xlsx")


@bp.get("/rounds/<int:round_id>/definition-sheets/imports/new")
def new_definition_import(round_id: int) -> ResponseReturnValue:
    """Ask for the workbook."""
    return _page(round_or_404(round_id), DefinitionImportForm())


@bp.post("/rounds/<int:round_id>/definition-sheets/imports/previews")
@own_transactions
def create_definition_preview(round_id: int) -> ResponseReturnValue:
    """Say what the workbook would change, or of every wrong row what is wrong with it; nothing is saved."""
    record, form = round_or_404(round_id), DefinitionImportForm()
    if not form.validate_on_submit():
        return _page(record, form), 422
    content = form.file.data.read()
    try:
        with transaction():
            record = round_or_404(round_id)
            found = preview_definitions(actor=actor(), record=record, source=io.BytesIO(content))
    except SheetErrors as refusal:
        form.file.errors = [refusal.reason]
        token = returned.keep(content, refusal.errors, person_id=actor().id)
        return _page(round_or_404(round_id), form, errors=refusal.errors, token=token), 422
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        return _page(round_or_404(round_id), form), 409 if isinstance(refusal, WrongState) else 422
    token = returned.keep_as_sent(content, person_id=actor().id)
    entry = DefinitionEntryForm(formdata=None, data={"token": token, "digest": found.digest})
    return _page(round_or_404(round_id), form, seen=_Seen(changes=found, form=entry))


@bp.post("/rounds/<int:round_id>/definition-sheets/imports")
def create_definition_import(round_id: int) -> ResponseReturnValue:
    """Enter the changes that were seen."""
    record, form, code = round_or_404(round_id), DefinitionEntryForm(), 422
    if form.validate_on_submit():
        content = returned.find(form.token.data or "", person_id=actor().id).read_bytes()
        try:
            found = import_definitions(
                actor=actor(), record=record, source=io.BytesIO(content), digest=form.digest.data or ""
            )
        except (Conflict, WrongState) as late:
            form.form_errors.append(late.reason)
            code = 409
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash(str(_("%(count)s rows are entered.", count=len(found.rows))), "success")
            return redirect(url_for(".edit_setup", round_id=round_id))
    again = DefinitionImportForm(formdata=None)
    again.form_errors.extend(form.form_errors)
    return _page(record, again), code


@bp.get("/rounds/<int:round_id>/definition-sheets/imports/errors/<token>.xlsx")
def show_definition_errors(round_id: int, token: str) -> ResponseReturnValue:
    """Send the workbook back with the column 「오류」, to nobody but who sent it."""
    round_or_404(round_id)
    content = io.BytesIO(returned.find(token, person_id=actor().id).read_bytes())
    response = send_file(content, mimetype=XLSX, as_attachment=True, download_name="지표정의서 오류.xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(target: io.BytesIO, name: str) -> ResponseReturnValue:
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)


def _page(
    record: EvaluationRound,
    form: DefinitionImportForm,
    *,
    errors: Sequence[RowError] = (),
    token: str | None = None,
    seen: _Seen | None = None,
) -> str:
    return render_template(
        "evaluation/rounds/definition_sheets.html",
        record=record,
        form=form,
        errors=errors[:SHOWN_ERRORS],
        left_out=max(0, len(errors) - SHOWN_ERRORS),
        token=token,
        changes=seen.changes if seen else None,
        entry=seen.form if seen else None,
        is_open=not phases.may_edit_setup(record.phase),
    )
