"""Handling records: 100,000 rows read in against the reader and the checks alone, and pages over ten times as many."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from python_calamine import CalamineWorkbook
from sqlalchemy import select, text

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.core.clock import SEOUL
from app.core.database import db, only_reading, transaction, writing
from app.core.sheets import Problems, Sheet, stream_rows, write_workbook
from app.organization.models import Department, Holiday
from app.organization.services import seed_holidays
from app.voice.services.handling_imports import check_rows, enter_records, waiting_rows
from app.voice.services.handling_sheets import COLUMNS, SPEC, TITLE
from app.voice.services.handling_sums import add_sums
from bench.measure import Times, in_turn
from bench.offices import Office

GOAL = 2
GOAL_PAGE = 1.2
GOAL_MEMORY = 1.2
AFFAIRS, PERIODS = 60, (1, 2, 3, 5, 7, 14)
TIMES_AS_MANY = 10
START = datetime(2025, 1, 2, 9, tzinfo=SEOUL)
PAGES = ("/voice/handling?year=2025", "/voice/handling/same-work?year=2025", "/voice/handling/affairs?year=2025")
_SPAWN = multiprocessing.get_context("spawn")
_COPY = """
INSERT INTO voice_handling_records (batch_id, row_number, receipt_no, receipt_key, affair_id, department_id, person_id,
  received_at, completed_at, period_amount, period_unit, extension, not_counted, compound, outcome, due_at,
  statutory_minutes, actual_minutes, is_late, month, receipt_month, weekday, hour, is_counted)
SELECT :batch, row_number, receipt_no, :mark || receipt_key, affair_id, department_id, person_id, received_at,
  completed_at, period_amount, period_unit, extension, not_counted, compound, outcome, due_at, statutory_minutes,
  actual_minutes, is_late, month, receipt_month, weekday, hour, is_counted
FROM voice_handling_records WHERE batch_id = :source
"""
_BATCH = """
INSERT INTO voice_handling_batches (id, file_name, sha256, row_count, first_day, last_day, is_example, state, version,
  read_by_id, read_at)
SELECT :batch, file_name, :mark, row_count, first_day, last_day, is_example, state, version, read_by_id, read_at
FROM voice_handling_batches WHERE id = :source
"""


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


def read_in(place: Office, small: Office, rows: int, rounds: int) -> Read:
    """Measure the import, then the pages over ten times as many records in turn with an office that has these alone."""
    with place.product.app_context(), TemporaryDirectory() as folder:
        _prepare()
        path, short = Path(folder) / "all.xlsx", Path(folder) / "short.xlsx"
        _workbook(path, rows, "A")
        _workbook(short, rows // TIMES_AS_MANY, "B")
        content = path.read_bytes()
        started = perf_counter()
        CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(TITLE).to_python()
        reader = perf_counter() - started
        check, locked, batch = _entered(content)
        peaks = (_peak(short), _peak(path))
        _copies(batch)
    with small.product.app_context():
        _prepare()
        _entered(content)
    pages = tuple((page, *_in_turn(small, place, page, rounds)) for page in PAGES)
    return Read(rows, reader, check, check + locked, locked, peaks[0], peaks[1], pages)


def _prepare() -> None:
    with transaction():
        if db.session.scalar(select(Holiday.id).limit(1)) is None:
            seed_holidays(years=(2024, 2025, 2026), actor=None)


def _workbook(path: Path, count: int, mark: str) -> None:
    departments = db.session.scalars(select(Department.code).where(Department.kind != "bureau")).all()
    numbers = db.session.scalars(select(Person.employee_no).limit(500)).all()
    write_workbook(path, [Sheet(TITLE, COLUMNS, _lines(count, mark, departments, numbers))])


def _lines(count: int, mark: str, departments: object, numbers: object) -> Iterator[tuple[str | None, ...]]:
    assert isinstance(departments, list)
    assert isinstance(numbers, list)
    for number in range(count):
        received = START + timedelta(minutes=number * 7919 % (560 * 24 * 60))
        completed = received + timedelta(minutes=number * 104_729 % 12_000)
        yield (
            f"{mark}{number:09d}",
            received.strftime("%Y-%m-%d %H:%M"),
            completed.strftime("%Y-%m-%d %H:%M"),
            f"사무 {number % AFFAIRS}",
            departments[number % len(departments)],
            numbers[number % len(numbers)],
            str(PERIODS[number % len(PERIODS)]),
            "일",
            "N",
            "처리완료",
            None,
            "2025-05-06 ~ 2025-05-08" if number % 20 == 0 else None,
        )


def _entered(content: bytes) -> tuple[float, float, int]:
    """Return the seconds of the check, those of the write transaction, and the batch."""
    actor, problems = actor_of_person(1), Problems()
    assert actor is not None
    db.session.rollback()
    with waiting_rows() as found:
        started = perf_counter()
        with writing(), only_reading() as reading:
            check_rows(content, reading, problems, found)
        check = perf_counter() - started
        problems.raise_any()
        started = perf_counter()
        with transaction():
            batch = enter_records(actor=actor, file_name="bench.xlsx", sha256="0" * 64, found=found)
        return check, perf_counter() - started, batch.id


def _copies(source: int) -> None:
    """Put nine more batches of the same size beside the first."""
    for number in range(2, TIMES_AS_MANY + 1):
        given = {"batch": source + number, "mark": f"{number:02d}", "source": source}
        with transaction() as session:
            session.execute(text(_BATCH), given)
            session.execute(text(_COPY), given)
            add_sums(source + number)
    if db.engine.dialect.name == "postgresql":
        with transaction() as session:
            session.execute(text("ANALYZE"))


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
    return head + "".join(
        f"| {page.partition('?')[0]}, {read.rows * TIMES_AS_MANY:,} records | {many.p50:.2f} ms | {few.p50:.2f} ms with {read.rows:,} "
        f"| {many.p50 / few.p50:.2f} | ≤ {GOAL_PAGE:g} |\n"
        for page, few, many in read.pages
    )
