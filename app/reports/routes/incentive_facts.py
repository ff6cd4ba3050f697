"""인사자료: what only HR knows of people, for one round."""

import io
from collections.abc import Sequence

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core import access
from app.core.database import transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import RowError, SheetErrors, write_workbook
from app.core.web import actor, address, own_transactions, require_recent_password
from app.reports.enums import Permission
from app.reports.forms import FactsForm
from app.reports.policy import POLICY
from app.reports.queries.incentive_rules import facts_or_404, list_facts, round_or_refuse
from app.reports.routes import bp
from app.reports.routes.incentive_rules import sent_back
from app.reports.routes.incentives import XLSX
from app.reports.services.incentive_rules import blank_facts, enter_facts, take_facts_out

SHOWN_ERRORS = 200


@bp.get("/reports/incentive-facts")
def list_incentive_facts() -> ResponseReturnValue:
    """Show which facts HR has given for which round: counts, no names."""
    may_write = access.allows(POLICY, Permission.BATCH_FACTS_WRITE, actor())
    return render_template("reports/incentives/facts/list.html", rows=list_facts(), may_write=may_write)


@bp.get("/reports/incentive-facts/uploads/new")
def new_incentive_facts() -> ResponseReturnValue:
    """Ask for a workbook of HR's facts."""
    form = FactsForm()
    form.offer_choices()
    return _form_page(form)


@bp.post("/reports/incentive-facts/uploads")
@own_transactions
def create_incentive_facts() -> ResponseReturnValue:
    """Keep the facts as the next version of a round, or say of every wrong row what is wrong with it."""
    require_recent_password(back=url_for("reports.new_incentive_facts"))
    form = FactsForm()
    form.offer_choices()
    if not form.validate_on_submit():
        return _form_page(form), 422
    content, name = form.file.data.read(), form.file.data.filename or ""
    try:
        with transaction():
            sheet = enter_facts(
                actor=actor(),
                record=round_or_refuse(form.round_code.data),
                content=content,
                file_name=name,
                address=address(),
            )
            people, version = sheet.people, sheet.version
    except SheetErrors as refusal:
        form.file.errors = [refusal.reason]
        token = returned.keep(content, refusal.errors, person_id=actor().id)
        return _form_page(form, refusal.errors, token), 422
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        return _form_page(form), 422
    flash(
        str(
            _(
                "Facts of %(people)s people are kept as version %(version)s. The next batch or adjustment uses them.",
                people=people,
                version=version,
            )
        ),
        "success",
    )
    return redirect(url_for("reports.list_incentive_facts"))


@bp.get("/reports/incentive-facts/uploads/template.xlsx")
def show_incentive_facts_template() -> ResponseReturnValue:
    """Send the empty sheet with its explanations."""
    target = io.BytesIO()
    write_workbook(target, blank_facts(), explain=True)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name="인사자료 양식.xlsx")


@bp.get("/reports/incentive-facts/uploads/errors/<token>.xlsx")
def show_incentive_facts_errors(token: str) -> ResponseReturnValue:
    """Send the workbook back with the column 「오류」, to nobody but who sent it."""
    return sent_back(token, "인사자료 오류.xlsx")


@bp.get("/reports/incentive-facts/<int:sheet_id>.xlsx")
@own_transactions
def download_incentive_facts(sheet_id: int) -> ResponseReturnValue:
    """Send a version as it was read, and keep who took it out."""
    require_recent_password()
    sheet = facts_or_404(sheet_id)
    with transaction():
        sheets = take_facts_out(actor=actor(), sheet=sheet, address=address())
    target = io.BytesIO()
    write_workbook(target, sheets, watermark=f"인사자료 v{sheet.version} · sha256 {sheet.sha256}")
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=f"인사자료 v{sheet.version}.xlsx")


def _form_page(form: FactsForm, errors: Sequence[RowError] = (), token: str | None = None) -> str:
    return render_template(
        "reports/incentives/facts/upload.html",
        form=form,
        errors=errors[:SHOWN_ERRORS],
        left_out=max(0, len(errors) - SHOWN_ERRORS),
        token=token,
    )
