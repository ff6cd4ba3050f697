"""Handling records: 100,000 rows read in against the reader and the checks alone, and pages over ten times as many."""

import multiprocessing
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from python_calamine import CalamineWorkbook
from sqlalchemy import select, text

from app.accounts.queries.actors import actor_of_person
from app.core.database import db, only_reading, transaction
from app.core.sheets import Problems, stream_rows
from app.factory import create_app
from app.organization.models import Holiday
from app.organization.services import seed_holidays
from app.voice.services.handling_imports import check_rows, enter_records, waiting_rows
from app.voice.services.handling_sheets import SPEC, TITLE
from bench.handling_year import write_cases
from bench.measure import ISSUE, MILLISECONDS, Times, call, in_turn, times_of
from bench.offices import Office

GOAL = 2
GOAL_PAGE = 1.2
GOAL_MEMORY = 1.2
TIMES_AS_MANY = 10
PAGES = ("/voice/handling?year=2025", "/voice/handling/same-work?year=2025", "/voice/handling/affairs?year=2025")
LEAST = 5
"""Rounds that are measured beside an import at least, however short it is."""
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Read:
    """What was measured, in seconds and megabytes."""

    rows: int
    reader: float
    check: float
    whole: float
    locked: float
    """Of the whole: how long the write transaction lasts."""
    memory_short: float
    memory: float
    """Peak of a process that reads the rows, for a tenth of them and for all."""
    pages: tuple[tuple[str, Times, Times], ...]
    """Each page over as many records, and over ten times as many."""
    beside: tuple[tuple[str, Times, Times], ...]
    """A page and a write alone, and while another process reads a workbook in."""


def read_in(place: Office, small: Office, rows: int, rounds: int) -> Read:
    """Measure the import, then the pages over ten times as many records in turn with an office that has these alone.

    The ten batches are read in one after the other, each with cases of its own: sums grow as they would in an office.
    """
    with TemporaryDirectory() as folder:
        path, short, more = (Path(folder) / name for name in ("all.xlsx", "short.xlsx", "more.xlsx"))
        with place.product.app_context():
            _prepare()
            write_cases(path, rows, "A")
            write_cases(short, rows // TIMES_AS_MANY, "Z")
            started = perf_counter()
            CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())).get_sheet_by_name(TITLE).to_python()
            reader = perf_counter() - started
            check, locked = entered(path)
            peaks = (_peak(short), _peak(path))
            for mark in "BCDEFGHI":
                write_cases(more, rows, mark)
                entered(more)
            write_cases(more, rows, "J")
        beside = _beside(place, more, rounds)  # outside: a request in an open context would share its old snapshot
        with place.product.app_context():
            _tidy()
        with small.product.app_context():
            _prepare()
            entered(path)
            _tidy()
    pages = tuple((page, *_in_turn(small, place, page, rounds)) for page in PAGES)
    return Read(rows, reader, check, check + locked, locked, peaks[0], peaks[1], pages, beside)


def _prepare() -> None:
    with transaction():
        if db.session.scalar(select(Holiday.id).limit(1)) is None:
            seed_holidays(years=(2024, 2025, 2026), actor=None)


def _tidy() -> None:
    """Do what the server does in time."""
    if db.engine.dialect.name == "postgresql":
        with transaction() as session:
            session.execute(text("ANALYZE"))


def entered(path: Path) -> tuple[float, float]:
    """Return the seconds of the check and those of the write transaction."""
    actor, problems = actor_of_person(1), Problems()
    assert actor is not None
    db.session.rollback()
    digest = sha256(path.read_bytes()).hexdigest()
    with waiting_rows() as found:
        started = perf_counter()
        with only_reading() as reading:
            check_rows(path, reading, problems, found)
        check = perf_counter() - started
        problems.raise_any()
        started = perf_counter()
        with transaction():
            enter_records(actor=actor, file_name=path.name, sha256=digest, found=found)
        return check, perf_counter() - started


def _beside(place: Office, path: Path, rounds: int) -> tuple[tuple[str, Times, Times], ...]:
    """Measure a page and a write alone, then until a process of its own has read the workbook in."""
    product = place.product
    works = {
        PAGES[0].partition("?")[0]: place.get(PAGES[0]),
        "an issue handed in": place.post(product, "/issues", ISSUE),
    }
    alone: dict[str, list[float]] = {name: [] for name in works}
    during: dict[str, list[float]] = {name: [] for name in works}

    def ask(number: int, taken: dict[str, list[float]]) -> None:
        for name, request in works.items():
            taken[name].append(call(product, request(number))[0] * MILLISECONDS)

    for number in range(max(rounds, LEAST)):
        ask(number, alone)
    ours, theirs = _SPAWN.Pipe(duplex=False)
    given = (theirs, product.instance_path, str(product.config["SQLALCHEMY_DATABASE_URI"]), path)
    process = _SPAWN.Process(target=_read_in_beside, args=given)
    process.start()
    ours.recv()
    while process.is_alive() or len(during[PAGES[0].partition("?")[0]]) < LEAST:
        ask(len(alone), during)
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the import beside the pages failed: {process.exitcode}")
    return tuple((name, times_of(alone[name]), times_of(during[name])) for name in works)


def _read_in_beside(pipe: Connection, instance: str, url: str, path: Path) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=Path(instance))
    with app.app_context():
        pipe.send("begins")
        entered(path)


def _in_turn(few: Office, many: Office, page: str, rounds: int) -> tuple[Times, Times]:
    less, more = in_turn(((few.product, few.get(page)), (many.product, many.get(page))), rounds=rounds)
    return less, more


def _peak(path: Path) -> float:
    """Return the peak of memory in MB of a fresh process that reads all rows one after another."""
    ours, theirs = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_read_rows, args=(theirs, path))
    process.start()
    peak: float = ours.recv()
    process.join()
    return peak


def _read_rows(pipe: Connection, path: Path) -> None:
    for _row in stream_rows(path, SPEC, Problems()):
        pass
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    pipe.send(int(peak) / 1024)


def handling_table(engine: str, read: Read) -> str:
    """Write the results as a table."""
    ratio = read.whole / (read.check)
    head = (
        f"## Handling records on {engine}, {read.rows:,} rows read in\n\n"
        "| work | measured | against | ratio | goal |\n|---|---|---|---|---|\n"
        f"| read, checked and entered | {read.whole:.1f} s | {read.check:.1f} s for reader and checks (reader alone {read.reader:.1f} s) | {ratio:.2f} | ≤ {GOAL} |\n"
        f"| of it with the write lock | {read.locked:.1f} s | {read.whole:.1f} s | {read.locked / read.whole:.2f} | – |\n"
        f"| peak memory of reading the rows | {read.memory:.0f} MB | {read.memory_short:.0f} MB for a tenth of the rows | {read.memory / read.memory_short:.2f} | ≤ {GOAL_MEMORY:g} |\n"
    )
    head += "".join(
        f"| {name}, p95 while another process reads {read.rows:,} rows in | {during.p95:.2f} ms | {alone.p95:.2f} ms alone "
        f"| {during.p95 / alone.p95:.2f} | – |\n"
        for name, alone, during in read.beside
    )
    return head + "".join(
        f"| {page.partition('?')[0]}, {read.rows * TIMES_AS_MANY:,} records | {many.p50:.2f} ms | {few.p50:.2f} ms with {read.rows:,} "
        f"| {many.p50 / few.p50:.2f} | ≤ {GOAL_PAGE:g} |\n"
        for page, few, many in read.pages
    )
