"""Long work of the customer's voice: exported lists that are read in."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import url_for

from app.accounts.sheets import returned
from app.core import access
from app.core.access import Actor
from app.core.database import db
from app.core.messages import _
from app.core.sheets import XLSX, Problems, SheetErrors, write_errors
from app.jobs.work import JobKind, Made, Run
from app.voice.enums.permissions import Permission
from app.voice.policy import POLICY
from app.voice.services.voice_imports import ImportText, import_voices
from app.voice.services.voice_sheets import read_voices

VOICE_IMPORT = "voice.voice_import"
ERRORS_NAME = "고객의 소리 오류.xlsx"


def read_in(run: Run) -> Made | str:
    """Take in the voices of a workbook: all of them, or none and the workbook with its errors."""
    content = returned.find(run.arguments["token"], person_id=run.actor.id).read_bytes()
    text, problems = ImportText(file_name=run.arguments["file_name"], content=content), Problems()
    run.progress(0, None, _("The workbook is read"))
    try:
        rows = read_voices(BytesIO(content), problems)
        run.progress(0, None, _("%(count)s voices are being taken in", count=len(rows)))
        with db.session.begin_nested():
            batch = import_voices(actor=run.actor, text=text, rows=rows, problems=problems)
    except SheetErrors as refusal:
        path = run.path(ERRORS_NAME)
        path.write_bytes(write_errors(content, refusal.errors))
        return Made(path, ERRORS_NAME, XLSX, said=str(refusal.reason))
    run.units = batch.row_count
    return str(_("%(count)s voices are taken in.", count=batch.row_count))


def may_read_in(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may read lists in."""
    return access.allows(POLICY, Permission.VOICE_IMPORT, actor)


def page_of_voices(_arguments: Mapping[str, Any]) -> str:
    """Return where voices are listed."""
    return url_for("voice.list_customer_voices")


def page_of_new_import(_arguments: Mapping[str, Any]) -> str:
    """Return where a list is handed in."""
    return url_for("voice.new_voice_import")


JOBS = (
    JobKind(
        VOICE_IMPORT,
        _("Exported list of voices"),
        read_in,
        may_read_in,
        writes=True,
        page=page_of_voices,
        hand_in=page_of_new_import,
    ),
)
