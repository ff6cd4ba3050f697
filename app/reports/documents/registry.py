"""문서 목록: every document that can be taken out, in one table. Each is made by a job of its own kind."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.core.documents import hwpx, pdf, xlsx
from app.core.documents.content import Document, Progress
from app.core.errors import Missing
from app.core.messages import Message, _
from app.files.rules import clean_name
from app.jobs.work import JobKind, Made, Run
from app.reports.documents import (
    award_lists,
    contest_results,
    department_sheets,
    idea_receipts,
    idea_registers,
    meeting_minutes,
    mileage_statements,
    obstacle_agendas,
    obstacle_minutes,
    round_reports,
    slogan_posters,
    survey_results,
    tower_packs,
    voice_digests,
)
from app.reports.documents.kinds import DocumentKind
from app.reports.enums import DocumentFormat

KINDS: tuple[DocumentKind, ...] = (
    round_reports.KIND,
    department_sheets.KIND,
    tower_packs.KIND,
    obstacle_agendas.KIND,
    obstacle_minutes.KIND,
    meeting_minutes.KIND,
    slogan_posters.KIND,
    mileage_statements.KIND,
    contest_results.KIND,
    award_lists.KIND,
    idea_receipts.KIND,
    idea_registers.KIND,
    survey_results.KIND,
    voice_digests.KIND,
)
DOCUMENTS: Mapping[str, DocumentKind] = {kind.name: kind for kind in KINDS}

WRITERS: Mapping[DocumentFormat, Callable[[Document, Path, Progress], None]] = {
    DocumentFormat.PDF: pdf.write,
    DocumentFormat.HWPX: hwpx.write,
    DocumentFormat.XLSX: xlsx.write,
}
PREFIX = "documents."
_FOLDERS = re.compile(r"[/\\]")
"""What a name of a file may not hold without being cut there."""

FORMAT = "format"


def read_request(fields: Mapping[str, str]) -> tuple[DocumentKind, dict[str, Any]]:
    """Return the kind of document a form asks for, and the arguments of its job.

    Raises `Missing` where there is no such document: kind, format and arguments come from our own buttons.
    """
    kind = DOCUMENTS.get(fields.get("kind", ""))
    if kind is None:
        raise Missing(_("There is no such document."))
    try:
        chosen = DocumentFormat(fields.get(FORMAT, ""))
        arguments = {name: read(fields.get(name, "")) for name, read in kind.arguments.items()}
    except ValueError as error:
        raise Missing(_("There is no such document.")) from error
    return kind, {**arguments, FORMAT: chosen.value}


def job_name(kind: DocumentKind) -> str:
    """Return the name of the kind of job that makes these documents."""
    return PREFIX + kind.name


def job_of(kind: DocumentKind) -> JobKind:
    """Return the kind of job that makes documents of a kind."""

    def work(run: Run) -> Made:
        chosen = DocumentFormat(run.arguments[FORMAT])
        title = " ".join(_FOLDERS.split(kind.title(run.actor, run.arguments)))
        steps = Halves(run.progress)
        document = kind.build(run.actor, run.arguments, steps.first)
        path = run.path(f"document.{chosen.value}")
        WRITERS[chosen](document, path, steps.second)
        return Made(path, clean_name(f"{title}.{chosen.value}"), chosen.media_type)

    return JobKind(name=job_name(kind), label=kind.label, work=work, may=kind.may)


LEAST_STEPS = 50
"""Steps a half has at least: a document of a few parts has a bar that moves too."""


class Halves:
    """Two pieces of work, the reading and the writing, on one bar: of as many steps as both have, counted alike."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell
        self._total = LEAST_STEPS

    def first(self, done: int, total: int | None = None, doing: Message | str = "") -> None:
        """Tell how far the reading is: the first half of the bar."""
        given = max(total or done, 1)
        self._total = max(given, LEAST_STEPS)
        self._tell(self._total * done // given, 2 * self._total, doing)

    def second(self, done: int, total: int | None = None, doing: Message | str = "") -> None:
        """Tell how far the writing is: the second half."""
        self._tell(self._total + self._total * done // max(total or done, 1), 2 * self._total, doing)


JOBS: tuple[JobKind, ...] = tuple(job_of(kind) for kind in KINDS)
