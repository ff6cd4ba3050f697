"""The report of a round with its annex in three formats, against the same rows written by the bare library."""

import json
import multiprocessing
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from xml.sax.saxutils import escape

import typst
from openpyxl import Workbook
from sqlalchemy import select

from app.accounts.queries.actors import actor_of_person
from app.core.database import db, transaction
from app.core.documents import hwpx, pdf, xlsx
from app.core.documents.content import Derivation, Document, Facts, Table, shown, silently
from app.core.documents.glyphs import FONTS
from app.evaluation.models import EvaluationRound
from app.reports.documents import round_reports
from bench.measure import Times, Work, alternately, call
from bench.offices import Office
from bench.scoring import fill_year

GOALS = {"PDF": 5, "HWPX": 8, "Excel": 2}
BARE = b"""#set text(font: "Pretendard GOV", size: 8pt)
#let rows = json(bytes(sys.inputs.rows))
#table(columns: 7, ..rows.flatten())
"""
LIST_PAGE = "/issues"
MOST_CELLS = 7
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Line:
    """A format: what the product needs, what the bare library needs, how large the file is."""

    name: str
    product: Times
    floor: Times
    size: int


@dataclass(frozen=True)
class Made:
    """What was measured."""

    build: Times
    """Reading the results and putting the report together."""

    parts: int
    lines: tuple[Line, ...]
    alone: Times
    """A list page while nothing else runs."""

    beside: Times
    """The same page while the report is written as PDF in a process of its own."""


def made(place: Office, indicators: int, rounds: int) -> Made:
    """Measure the report of one month of a filled year."""
    with place.product.app_context(), transaction():
        fill_year(indicators)
    with place.product.app_context(), place.product.test_request_context(), TemporaryDirectory() as folder:
        build, document = _built(max(rounds // 60, 2))
        rows = list(_rows(document))
        lines = tuple(_lines(document, rows, Path(folder), max(rounds // 60, 2)))
        alone, beside = _page_times(place, document, Path(folder), rounds)
        return Made(build, len(document.parts), lines, alone, beside)


def _built(rounds: int) -> tuple[Times, Document]:
    def build() -> Document:
        actor = actor_of_person(1)
        record = db.session.scalars(select(EvaluationRound).order_by(EvaluationRound.id)).first()
        assert actor is not None
        assert record is not None
        return round_reports.build(actor, {"round_id": record.id, "annex": True}, silently)

    def work(_number: int) -> float:
        started = perf_counter()
        build()
        return perf_counter() - started

    (times,) = alternately((work,), rounds=rounds, warm_up=1)
    return times, build()


def _rows(document: Document) -> Iterator[list[str]]:
    """Return everything the report says as rows of seven cells."""
    for part in document.parts:
        if isinstance(part, Table):
            yield from ([shown(cell) for cell in row] for row in part.rows)
        elif isinstance(part, Facts):
            yield from ([label, shown(value)] for label, value in part.rows)
        elif isinstance(part, Derivation):
            yield [part.title, part.result]
            yield from ([title, sentence] for title, sentences in part.parts for sentence in sentences)


def _lines(document: Document, rows: list[list[str]], folder: Path, rounds: int) -> Iterator[Line]:
    writers: tuple[tuple[str, Callable[..., None], Callable[[list[list[str]], Path], None]], ...] = (
        ("PDF", pdf.write, _bare_pdf),
        ("HWPX", hwpx.write, _bare_zip),
        ("Excel", xlsx.write, _bare_workbook),
    )
    for name, write, bare in writers:
        path = folder / f"report.{name.lower()}"
        product, floor = alternately(
            (_timed(write, document, path), _timed(bare, rows, folder / "bare")), rounds=rounds, warm_up=0
        )
        yield Line(name, product, floor, path.stat().st_size)


def _timed(write: Callable[..., None], *given: object) -> Work:
    """Run in a fresh process each time, as a job does: typst remembers what it has laid out before."""

    def work(_number: int) -> float:
        ours, theirs = _SPAWN.Pipe(duplex=False)
        process = _SPAWN.Process(target=_tell_seconds, args=(theirs, write, given))
        process.start()
        taken: float = ours.recv()
        process.join()
        return taken

    return work


def _tell_seconds(pipe: Connection, write: Callable[..., None], given: tuple[object, ...]) -> None:
    started = perf_counter()
    write(*given)
    pipe.send(perf_counter() - started)


def _bare_pdf(rows: list[list[str]], path: Path) -> None:
    full = [[*row, *[""] * (MOST_CELLS - len(row))][:MOST_CELLS] for row in rows]
    source = path.with_suffix(".typ")
    source.write_bytes(BARE)
    inputs = {"rows": json.dumps(full, ensure_ascii=False)}
    typst.compile(source, output=path, format="pdf", sys_inputs=inputs, font_paths=[FONTS], ignore_system_fonts=True)


def _bare_zip(rows: list[list[str]], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        cells = ("".join(f"<c>{escape(cell)}</c>" for cell in row) for row in rows)
        archive.writestr("rows.xml", f"<rows>{''.join(f'<r>{row}</r>' for row in cells)}</rows>")


def _bare_workbook(rows: list[list[str]], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    for row in rows:
        sheet.append(row)
    with path.open("wb") as file:
        book.save(file)


def _page_times(place: Office, document: Document, folder: Path, rounds: int) -> tuple[Times, Times]:
    ask = place.get(LIST_PAGE)

    def page(number: int) -> float:
        return call(place.product, ask(number))[0]

    (alone,) = alternately((page,), rounds=rounds)
    writer = _SPAWN.Process(target=_again_and_again, args=(document, folder / "beside.pdf"))
    writer.start()
    try:
        while not (folder / "beside.pdf").exists():
            writer.join(0.1)
        (beside,) = alternately((page,), rounds=rounds)
    finally:
        writer.terminate()
        writer.join()
    return alone, beside


def _again_and_again(document: Document, path: Path) -> None:
    while True:
        pdf.write(document, path)


def document_table(engine: str, departments: int, indicators: int, found: Made) -> str:
    """Write the result as a table."""
    head = (
        f"## Documents on {engine}, report of {departments} departments × {indicators} indicators with its annex\n\n"
        f"Put together from the database in {found.build.p50 / 1000:.2f} s ({found.parts:,} parts). The floor writes the "
        "same rows with the bare library: one table without tags (typst), one part of XML (zip), one sheet (openpyxl).\n\n"
        "| format | p50 s | floor p50 s | × floor | goal | kB |\n|---|---|---|---|---|---|\n"
    )
    lines = "".join(
        f"| {line.name} | {line.product.p50 / 1000:.2f} | {line.floor.p50 / 1000:.2f} "
        f"| {line.product.p50 / line.floor.p50:.1f} | ≤ {GOALS[line.name]} | {line.size / 1024:,.0f} |\n"
        for line in found.lines
    )
    return (
        head
        + lines
        + (
            f"\nA list page while the PDF is written in a process of its own: p95 {found.beside.p95:.1f} ms, alone "
            f"{found.alone.p95:.1f} ms (× {found.beside.p95 / found.alone.p95:.1f}).\n"
        )
    )
