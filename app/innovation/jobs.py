"""Long work of the pipeline: the register of a year with thousands of issues."""

from collections.abc import Mapping
from typing import Any

from app.core.access import Actor, satisfies
from app.core.messages import _
from app.core.sheets import XLSX, write_workbook
from app.core.sheets.progress import told
from app.innovation.enums import IssueKind, IssueState
from app.innovation.policy.predicates import READERS
from app.innovation.queries import register
from app.jobs.work import JobKind, Made, Run

REGISTER = "innovation.register"
WRITING = _("Rows written")


def register_arguments(wanted: register.RegisterFilter) -> dict[str, Any]:
    """Return a filter of the register as plain values."""
    kind, state = wanted.kind, wanted.state
    return {"year": wanted.year, "kind": kind.value if kind else None, "state": state.value if state else None}


def register_name(wanted: register.RegisterFilter) -> str:
    """Return the name of the workbook of a register."""
    return f"{register.TITLE}-{wanted.year}.xlsx"


def write_register(run: Run) -> Made:
    """Write the register as it was filtered, the same columns as the page."""
    given = run.arguments
    wanted = register.RegisterFilter(
        year=given["year"],
        kind=IssueKind(given["kind"]) if given["kind"] else None,
        state=IssueState(given["state"]) if given["state"] else None,
    )
    name, total = register_name(wanted), register.row_count(run.actor, wanted)
    path = run.path(name)
    sheets = told([register.register_sheet(run.actor, wanted)], lambda rows: run.progress(rows, total, WRITING))
    write_workbook(path, sheets)
    return Made(path, name, XLSX)


def may_read(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may open the register; of it they get what they may see."""
    return satisfies(READERS, actor)


JOBS = (JobKind(REGISTER, _("Register of issues"), write_register, may_read),)
