"""지급규정: rule sets as workbooks, in and out."""

import io
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core import access
from app.core.database import transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import RowError, SheetErrors, write_workbook
from app.core.web import actor, own_transactions
from app.evaluation.rules.payout_lines import FORMULAS
from app.reports.enums import Permission
from app.reports.forms import RulesForm
from app.reports.policy import POLICY
from app.reports.queries.incentive_rules import (
    list_rules,
    rules_of_version,
    rules_or_404,
    rules_to_begin_with,
    versions_of,
)
from app.reports.routes import bp
from app.reports.routes.incentives import XLSX
from app.reports.rules.rule_sets import RuleSet
from app.reports.services.incentive_rules import enter_rules
from app.reports.services.rule_sheets import rule_sheets


@bp.get("/reports/incentive-rules")
def list_incentive_rules() -> ResponseReturnValue:
    """Show the rule sets with their newest versions."""
    return render_template("reports/incentives/rules/list.html", rows=list_rules(), may_write=_may_write())


@bp.get("/reports/incentive-rules/<int:version_id>")
def show_incentive_rules(version_id: int) -> ResponseReturnValue:
    """Show what a version says, its formula and the other versions of its code."""
    record = rules_or_404(version_id)
    return render_template(
        "reports/incentives/rules/show.html",
        record=record,
        rules=rules_of_version(record),
        formulas=FORMULAS,
        versions=versions_of(record.code),
        may_write=_may_write(),
    )


@bp.get("/reports/incentive-rules/<int:version_id>.xlsx")
def download_incentive_rules(version_id: int) -> ResponseReturnValue:
    """Send a version as the workbook it can be read in from."""
    record = rules_or_404(version_id)
    return _workbook(rules_of_version(record), f"{record.code} v{record.version}.xlsx")


@bp.get("/reports/incentive-rules/uploads/template.xlsx")
def show_incentive_rules_template() -> ResponseReturnValue:
    """Send a workbook to begin with."""
    return _workbook(rules_to_begin_with(), "지급규정 양식.xlsx")


@bp.get("/reports/incentive-rules/uploads/new")
def new_incentive_rules() -> ResponseReturnValue:
    """Ask for a rule workbook."""
    form = RulesForm()
    form.code.data = request.args.get("code", "")
    return _form_page(form)


@bp.post("/reports/incentive-rules/uploads")
@own_transactions
def create_incentive_rules() -> ResponseReturnValue:
    """Keep a rule workbook as a version, or say of every wrong row what is wrong with it."""
    form = RulesForm()
    if not form.validate_on_submit():
        return _form_page(form), 422
    content, name = form.file.data.read(), form.file.data.filename or ""
    try:
        with transaction():
            record = enter_rules(actor=actor(), source=io.BytesIO(content), file_name=name, code=form.code.data or "")
            version_id, version = record.id, record.version
    except SheetErrors as refusal:
        form.file.errors = [refusal.reason]
        token = returned.keep(content, refusal.errors, person_id=actor().id)
        return _form_page(form, refusal.errors, token), 422
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        return _form_page(form), 422
    flash(str(_("Kept as version %(version)s. Next come the facts of HR, then the batch.", version=version)), "success")
    return redirect(url_for("reports.show_incentive_rules", version_id=version_id))


@bp.get("/reports/incentive-rules/uploads/errors/<token>.xlsx")
def show_incentive_rules_errors(token: str) -> ResponseReturnValue:
    """Send the workbook back with the column 「오류」, to nobody but who sent it."""
    return sent_back(token, "지급규정 오류.xlsx")


def sent_back(token: str, name: str) -> ResponseReturnValue:
    """Send a workbook that was kept with its errors."""
    content = io.BytesIO(returned.find(token, person_id=actor().id).read_bytes())
    response = send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _workbook(rules: RuleSet, name: str) -> ResponseReturnValue:
    target = io.BytesIO()
    write_workbook(target, rule_sheets(rules), explain=True)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)


def _may_write() -> bool:
    return access.allows(POLICY, Permission.BATCH_RULES_WRITE, actor())


def _form_page(form: RulesForm, errors: Sequence[RowError] = (), token: str | None = None) -> str:
    return render_template("reports/incentives/rules/upload.html", form=form, errors=errors, token=token)
