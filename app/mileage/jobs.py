"""Long work of mileage: the ledger as a workbook, and large workbooks of claims."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from flask import url_for

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.accounts.sheets import returned
from app.core import access
from app.core.access import Actor, Role
from app.core.database import db
from app.core.messages import _
from app.core.sheets import XLSX, Problems, SheetErrors, write_errors, write_workbook
from app.core.sheets.progress import told
from app.jobs.work import JobKind, Made, Run
from app.mileage.enums import Permission
from app.mileage.policy import POLICY
from app.mileage.queries.exports import Scope, count_rows, ledger_sheets
from app.mileage.queries.ledger_exports import count_people, export_of_job
from app.mileage.rules.ledger_exports import KEPT_FOR, LEDGER_EXPORT
from app.mileage.services.claim_sheets import read_claims
from app.mileage.services.claim_uploads import UploadText, enter_claims

WRITING = _("Rows written")
CLAIM_UPLOAD = "mileage.claim_upload"
ERRORS_NAME = "적립신청 오류.xlsx"


def read_one_moment() -> None:
    """Let all sheets show the same moment, whatever is posted meanwhile. A transaction of SQLite does so anyway."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def scope_of(arguments: Mapping[str, Any]) -> Scope:
    """Return what of the ledger was asked for."""
    first, last = (date.fromisoformat(arguments[name]) for name in ("first_day", "last_day"))
    return Scope(first, last, arguments["unmasked"])


def write_ledger(run: Run) -> Made:
    """Write the ledger of some days. The number of the export goes into the file and its printed footer."""
    read_one_moment()
    scope = scope_of(run.arguments)
    mark = f"opum-ledger-export-{export_of_job(run.job_id).id}"
    total = count_rows(scope)
    name = f"원장 {scope.first} {scope.last}.xlsx"
    path = run.path(name)
    sheets = told(ledger_sheets(scope), lambda rows: run.progress(rows, total, WRITING))
    write_workbook(path, sheets, watermark=mark)
    return Made(path, name, XLSX)


def may_export(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may take out the ledger."""
    return access.allows(POLICY, Permission.LEDGER_EXPORT, actor)


def record_download(actor: Actor, arguments: Mapping[str, Any], address: str) -> None:
    """Remember whose points were taken out."""
    record_access(
        actor=actor,
        address=address,
        action=AccessAction.LEDGER_DOWNLOADED,
        concerned_count=count_people(scope_of(arguments)),
        reason=arguments["reason"],
    )


def read_in_claims(run: Run) -> Made | str:
    """Enter the claims of a workbook: all of them, or none and the workbook with its errors."""
    given = run.arguments
    content = returned.find(given["token"], person_id=run.actor.id).read_bytes()
    text = UploadText(file_name=given["file_name"], content=content, handed_in=given["handed_in"])
    problems = Problems()
    run.progress(0, None, _("The workbook is read"))
    try:
        rows = read_claims(BytesIO(content), problems)
        run.progress(0, None, _("%(count)s claims are being entered", count=len(rows)))
        with db.session.begin_nested():
            upload = enter_claims(actor=run.actor, text=text, rows=rows, problems=problems)
    except SheetErrors as refusal:
        path = run.path(ERRORS_NAME)
        path.write_bytes(write_errors(content, refusal.errors))
        return Made(path, ERRORS_NAME, XLSX, said=str(refusal.reason))
    run.units = upload.row_count
    return str(_("%(count)s claims are read in.", count=upload.row_count))


def may_read_in(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may read in claims at all; for whom is asked row by row."""
    return not actor.has(Role.AUDITOR)


def page_of_claims(_arguments: Mapping[str, Any]) -> str:
    """Return where the claims one has read in are listed."""
    return url_for("mileage.list_claims", scope="entered")


def page_of_new_upload(_arguments: Mapping[str, Any]) -> str:
    """Return where a workbook of claims is handed in."""
    return url_for("mileage.new_claim_upload")


JOBS = (
    JobKind(
        CLAIM_UPLOAD,
        _("Claims from a workbook"),
        read_in_claims,
        may_read_in,
        writes=True,
        page=page_of_claims,
        hand_in=page_of_new_upload,
    ),
    JobKind(
        LEDGER_EXPORT,
        _("Export of the ledger"),
        write_ledger,
        may_export,
        personal=True,
        downloaded=record_download,
        kept=KEPT_FOR,
    ),
)
