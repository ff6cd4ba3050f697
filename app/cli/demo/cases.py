"""사례: written, handed in, approved or returned, published; and the benchmarks the library opens with."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper, paper_name
from app.core.database import db
from app.core.values import Value
from app.files.services import store_evidence
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.cases import CaseKind
from app.innovation.models import Benchmark, Case
from app.innovation.queries.cases import EVIDENCE
from app.innovation.services.benchmarks import load_benchmarks
from app.innovation.services.cases import (
    CaseContent,
    FigureDraft,
    approve_case,
    publish_case,
    return_case,
    submit_case,
    write_case,
)
from app.innovation.services.shipped_benchmarks import shipped_benchmarks

LIBRARY_OPENS = date(2025, 6, 2)
"""Before the first idea that was taken from it."""


def steps(office: Office) -> Iterator[Step]:
    """The opening of the library, and every case with the days on which something happened to it."""
    yield Step(LIBRARY_OPENS, 18, partial(_open_library, office))
    for row in content("cases")["cases"]:
        yield from steps_of(office, row)


def steps_of(office: Office, row: dict[str, Any]) -> Iterator[Step]:
    """The days of one case."""
    yield Step(on(row["written_on"]), 81, partial(_write, office, row))
    if row["submitted_on"]:
        yield Step(on(row["submitted_on"]), 82, partial(_submit, office, row))
    if row.get("returned_on"):
        yield Step(on(row["returned_on"]), 83, partial(_return, office, row))
    if row["approved_on"]:
        yield Step(on(row["approved_on"]), 84, partial(_approve, office, row))
    if row["published_on"]:
        yield Step(on(row["published_on"]), 85, partial(_publish, office, row))


def adopted_benchmark(office: Office, issue_number: str) -> int | None:
    """Return the benchmark an issue of the demo was taken from."""
    code = content("cases")["adoptions"].get(issue_number)
    return office.made["benchmark", code] if code else None


def _open_library(office: Office) -> None:
    load_benchmarks(shipped_benchmarks())
    for benchmark_id, code in db.session.execute(select(Benchmark.id, Benchmark.code)):
        office.keep("benchmark", str(code), benchmark_id)


def _write(office: Office, row: dict[str, Any]) -> None:
    author = office.actor(row["author"])
    case = write_case(
        actor=author,
        kind=CaseKind(row["kind"]),
        department_id=office.departments[row["department"]],
        content=CaseContent(
            title=row["title"],
            year=row["year"],
            texts=row["texts"],
            field=TaskField(row["field"]),
            values=tuple(Value(value) for value in row["values"]),
            obstacle_kinds=tuple(ObstacleKind(kind) for kind in row["obstacle_kinds"]),
            figures=[_figure(*figure) for figure in row["figures"]],
            co_author_ids=[office.people[number] for number in row["co_authors"]],
            task_id=office.made["task", row["task"]] if row["task"] else None,
            no_task_reason=row.get("no_task_reason", ""),
        ),
    )
    for title in row["evidence"]:
        store_evidence(
            stream=paper(title),
            filename=paper_name(f"{title}.txt"),
            subject_type=EVIDENCE,
            subject_id=case.id,
            actor=author,
        )
    office.keep("case", row["code"], case.id)


def _figure(name: str, unit: str, before: str | None, after: str) -> FigureDraft:
    return FigureDraft(name=name, unit=unit, before=None if before is None else Decimal(before), after=Decimal(after))


def _submit(office: Office, row: dict[str, Any]) -> None:
    submit_case(actor=office.actor(row["author"]), case=office.get(Case, "case", row["code"]))


def _return(office: Office, row: dict[str, Any]) -> None:
    case = office.get(Case, "case", row["code"])
    return_case(actor=office.head(row["department"]), case=case, reason=row["return_reason"])


def _approve(office: Office, row: dict[str, Any]) -> None:
    approve_case(actor=office.head(row["department"]), case=office.get(Case, "case", row["code"]))


def _publish(office: Office, row: dict[str, Any]) -> None:
    publish_case(actor=office.actor(row["published_by"]), case=office.get(Case, "case", row["code"]))
