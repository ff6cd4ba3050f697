"""Long work of the rooms that stand below background work: the workbook of the office."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import url_for

from app.accounts import sheets
from app.accounts.enums import Permission
from app.accounts.policy import POLICY
from app.accounts.sheets import WORKBOOK_IMPORT, returned
from app.core import access
from app.core.access import Actor
from app.core.messages import _
from app.core.sheets import XLSX, SheetErrors, write_errors
from app.jobs.work import JobKind, Made, Run

ERRORS_NAME = "조직·직원 오류.xlsx"


def read_in_office(run: Run) -> Made | str:
    """Save the departments, people and roles of a workbook: all of them, or none and the workbook with its errors."""
    given = run.arguments
    content = returned.find(given["token"], person_id=run.actor.id).read_bytes()
    doing = _("Rows are checked and saved")
    run.progress(0, None, _("The workbook is read"))
    try:
        counts = sheets.import_organization(
            BytesIO(content),
            actor=run.actor,
            dry_run=given["dry_run"],
            told=lambda done, total: run.progress(done, total, doing),
        )
    except SheetErrors as refusal:
        path = run.path(ERRORS_NAME)
        path.write_bytes(write_errors(content, refusal.errors))
        return Made(path, ERRORS_NAME, XLSX, said=str(refusal.reason))
    return str(sheets.say_counts(counts, dry_run=given["dry_run"]))


def may_read_in(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may enter people."""
    return access.allows(POLICY, Permission.PEOPLE_EDIT, actor)


def page_of_workbook(_arguments: Mapping[str, Any]) -> str:
    """Return where the workbook of the office is read in."""
    return url_for("accounts.show_workbook")


JOBS = (
    JobKind(
        WORKBOOK_IMPORT,
        _("Workbook of the office read in"),
        read_in_office,
        may_read_in,
        writes=True,
        page=page_of_workbook,
        hand_in=page_of_workbook,
        password=True,
    ),
)
