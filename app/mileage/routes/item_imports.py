"""적립항목 엑셀: taken out, changed outside, looked at, entered."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core import clock
from app.core.database import transaction
from app.core.errors import Conflict, Refused
from app.core.messages import _
from app.core.sheets import RowError, SheetErrors, write_workbook
from app.core.sheets.columns import Sheet
from app.core.web import actor, own_transactions
from app.mileage import services
from app.mileage.forms.item_imports import ItemEntryForm, ItemImportForm
from app.mileage.queries.item_versions import last_versions
from app.mileage.routes import bp
from app.mileage.rules.item_changes import ONE_DAY
from app.mileage.services.item_imports import ImportPlan
from app.mileage.services.item_sheets import item_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ERRORS = 200


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A plan with what is needed to enter it: the kept workbook, and the form that names it."""

    plan: ImportPlan
    form: ItemEntryForm


@bp.get("/mileage/items/template.xlsx")
def show_item_sheet() -> ResponseReturnValue:
    """Send the empty sheet with its explanations."""
    return _sent(item_sheets(), "적립항목 양식.xlsx")


@bp.get("/mileage/items/export.xlsx")
def show_item_export() -> ResponseReturnValue:
    """Send the last version of every item, in the columns that are read in again."""
    return _sent(item_sheets(list(last_versions().values())), "적립항목.xlsx")


@bp.get("/mileage/items/imports/new")
def new_item_import() -> ResponseReturnValue:
    """Ask for the workbook, from when its changes hold, and why."""
    return _page(ItemImportForm(data={"takes_effect_on": clock.today() + ONE_DAY}))


@bp.post("/mileage/items/imports/previews")
@own_transactions
def create_item_import_preview() -> ResponseReturnValue:
    """Say what the workbook would change, or of every wrong row what is wrong with it; nothing is saved."""
    form = ItemImportForm()
    if not form.validate_on_submit():
        return _page(form), 422
    content, terms = form.file.data.read(), form.terms()
    try:
        with transaction():
            plan = services.preview_items(actor=actor(), source=io.BytesIO(content), terms=terms)
    except SheetErrors as refusal:
        form.file.errors = [refusal.reason]
        token = returned.keep(content, refusal.errors, person_id=actor().id)
        return _page(form, errors=refusal.errors, token=token), 422
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        return _page(form), 422
    token = returned.keep_as_sent(content, person_id=actor().id)
    given = {"takes_effect_on": terms.takes_effect_on, "reason": terms.reason, "token": token, "digest": plan.digest}
    return _page(form, seen=_Seen(plan=plan, form=ItemEntryForm(formdata=None, data=given)))


@bp.post("/mileage/items/imports")
def create_item_import() -> ResponseReturnValue:
    """Enter the changes that were seen."""
    form, code = ItemEntryForm(), 422
    if form.validate_on_submit():
        content = returned.find(form.token.data or "", person_id=actor().id).read_bytes()
        try:
            plan = services.import_items(
                actor=actor(), source=io.BytesIO(content), terms=form.terms(), digest=form.digest.data or ""
            )
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            code = 409
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash(str(_("%(count)s changes are entered.", count=len(plan.changes))), "success")
            return redirect(url_for(".list_items"))
    again = ItemImportForm(
        formdata=None, data={"takes_effect_on": form.takes_effect_on.data, "reason": form.reason.data}
    )
    again.form_errors.extend([*form.form_errors, *(text for field in form for text in field.errors)])
    return _page(again), code


@bp.get("/mileage/items/imports/errors/<token>.xlsx")
def show_item_errors(token: str) -> ResponseReturnValue:
    """Send the workbook back with the column 「오류」, to nobody but who sent it."""
    content = io.BytesIO(returned.find(token, person_id=actor().id).read_bytes())
    response = send_file(content, mimetype=XLSX, as_attachment=True, download_name="적립항목 오류.xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(sheets: Sequence[Sheet], name: str) -> ResponseReturnValue:
    target = io.BytesIO()
    write_workbook(target, sheets, explain=True)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)


def _page(
    form: ItemImportForm, *, errors: Sequence[RowError] = (), token: str | None = None, seen: _Seen | None = None
) -> str:
    return render_template(
        "mileage/items/import.html",
        form=form,
        errors=errors[:SHOWN_ERRORS],
        left_out=max(0, len(errors) - SHOWN_ERRORS),
        token=token,
        plan=seen.plan if seen else None,
        entry=seen.form if seen else None,
    )
