"""목록 내보내기: all lists that can be taken out, in one table; a long one is written by a job."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from flask import current_app

from app.accounts.routes import list_exports as accounts
from app.audit import list_exports as audit
from app.core import clock
from app.core.access import Actor, satisfies
from app.core.database import transaction
from app.core.errors import Missing
from app.core.list_exports import ListExport
from app.core.messages import _
from app.core.sheets import Sheet, write_csv, write_workbook
from app.core.sheets.columns import Cell
from app.core.sheets.writing import XLSX
from app.evaluation.routes import list_exports as evaluation
from app.innovation.routes import list_exports as innovation
from app.jobs.routes import list_exports as jobs
from app.jobs.work import JobKind, Made, Run
from app.mileage.routes import list_exports as mileage
from app.notifications.routes import list_exports as notifications
from app.organization.routes import list_exports as organization
from app.reports import period_lists
from app.reports.enums import ListFormat
from app.reports.models import ExportedList
from app.reports.services.list_exports import number_export, tell_export
from app.voice.routes import list_exports as voice

LISTS: dict[str, ListExport] = {
    wanted.name: wanted
    for room in (
        innovation,
        mileage,
        evaluation,
        voice,
        accounts,
        organization,
        audit,
        jobs,
        notifications,
        period_lists,
    )
    for wanted in room.LISTS
}
"""Every list by its name: those of the rooms below, and those the registry installs from this floor and above."""
AT_ONCE = 1_000
"""Rows that are answered at once; a longer list is written by a job."""

LONGEST_TITLE = 31
"""Letters a sheet of a workbook may be called by."""
PLAIN, PERSONAL = "reports.list_export", "reports.personal_list_export"
CONTENT_TYPES = {ListFormat.XLSX: XLSX, ListFormat.CSV: "text/csv; charset=utf-8"}

Rows = Iterable[tuple[Cell, ...]]


def install(lists: Iterable[ListExport]) -> None:
    """Add lists this module cannot import."""
    LISTS.update({wanted.name: wanted for wanted in lists})


def list_named(name: str) -> ListExport:
    """Return a list. Raises `Missing`."""
    found = LISTS.get(name)
    if found is None:
        raise Missing(_("There is no such list."))
    return found


def may_take_out(actor: Actor, wanted: ListExport) -> bool:
    """Whether the actor may open the page of the list, and so take it out."""
    policies = current_app.extensions["opum_endpoints"]
    return satisfies(policies.get(wanted.endpoint, ()), actor)


def write_list(
    target: Path | IO[bytes], wanted: ListExport, file_format: ListFormat, rows: Rows, watermark: str
) -> int:
    """Write the file; return how many rows it has. A table of plain text has no place for a watermark but its name."""
    if file_format is ListFormat.CSV:
        return write_csv(target, wanted.header(), rows)
    title = str(wanted.title)[:LONGEST_TITLE]
    return write_workbook(target, [Sheet(title, wanted.header(), rows)], watermark=watermark)[title]


def file_name(wanted: ListExport, record: ExportedList) -> str:
    """Return the name the file is offered under."""
    return f"{wanted.title} {clock.today().isoformat()} {record.watermark}.{record.format.value}"


def job_kind(wanted: ListExport) -> str:
    """Return the kind of job that writes the list."""
    return PERSONAL if wanted.personal else PLAIN


def _work(run: Run) -> Made:
    wanted, file_format = list_named(run.arguments["list"]), ListFormat(run.arguments["format"])
    with transaction():
        record = number_export(
            actor=run.actor,
            wanted=wanted,
            file_format=file_format,
            filters=run.arguments["filters"],
            reason=run.arguments["reason"],
        )
    name = file_name(wanted, record)
    path = run.path(name)
    with current_app.test_request_context(query_string=record.filters):
        count = write_list(path, wanted, file_format, _told(run, wanted), record.watermark)
    with transaction():
        tell_export(record=record, rows=count)
    return Made(path, name, CONTENT_TYPES[file_format])


def _told(run: Run, wanted: ListExport) -> Iterator[tuple[Cell, ...]]:
    doing = _("Rows are written")
    for number, row in enumerate(wanted.cells(run.actor), start=1):
        yield row
        run.progress(number, doing=doing)


def _may(actor: Actor, arguments: Mapping[str, Any]) -> bool:
    wanted = LISTS.get(arguments.get("list", ""))
    return wanted is not None and may_take_out(actor, wanted)


JOBS = (
    JobKind(PLAIN, _("List taken out"), _work, _may),
    JobKind(PERSONAL, _("List with personal data taken out"), _work, _may, personal=True),
)
