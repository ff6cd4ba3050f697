"""민원처리기록 가져오기: a workbook checked row by row before anything is written, then entered whole or not at all."""

import pickle
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import access, clock
from app.core.access import Actor
from app.core.clock import to_seoul
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.events import publish
from app.core.messages import Message, _
from app.core.sheets import Problems
from app.organization.models import Department, Holiday
from app.voice.enums.handling_records import BatchState
from app.voice.enums.permissions import Permission
from app.voice.events.handling_records import HandlingBatchRead
from app.voice.models import Affair, HandlingBatch, HandlingRecord
from app.voice.policy import POLICY
from app.voice.rules.handling_clock import Clocked, Stretch, clocked
from app.voice.rules.work_calendars import WorkCalendar
from app.voice.services.handling_sheets import TITLE, SheetCase, read_cases, same_words
from app.voice.services.handling_sums import add_sums

CHUNK = 1_000
FIRST_YEAR = 2000
SATURDAY, DAY_OFF = 5, 7
Values = dict[str, Any]


@dataclass
class Known:
    """What rows are checked against, read once: departments by name and code, people by number, days off."""

    departments: Mapping[str, Sequence[tuple[int, date, date | None]]]
    people: Mapping[str, int]
    calendar: WorkCalendar
    years: frozenset[int]
    now: datetime


@dataclass
class Checked:
    """Rows that may be entered, waiting in a temporary file so that a long workbook costs no memory."""

    spool: IO[bytes]
    rows: int = 0
    first_day: date = date.max
    last_day: date = date.min
    affairs: dict[str, str] = field(default_factory=dict)

    def add(self, chunk: Sequence[Values]) -> None:
        """Put some rows behind the others."""
        pickle.dump(list(chunk), self.spool, protocol=pickle.HIGHEST_PROTOCOL)
        self.rows += len(chunk)

    def chunks(self) -> Iterator[list[Values]]:
        """Yield the rows in order, so many at a time."""
        self.spool.seek(0)
        left = self.rows
        while left:
            chunk: list[Values] = pickle.load(self.spool)  # noqa: S301  our own file of a moment ago
            left -= len(chunk)
            yield chunk


def known_by(reading: Connection) -> Known:
    """Read what rows are checked against."""
    departments: dict[str, list[tuple[int, date, date | None]]] = {}
    units = select(Department.id, Department.code, Department.name, Department.valid_from, Department.valid_until)
    for unit_id, code, name, valid_from, valid_until in reading.execute(units):
        for word in {code, name}:
            departments.setdefault(word, []).append((unit_id, valid_from, valid_until))
    people = {number: person_id for number, person_id in reading.execute(select(Person.employee_no, Person.id))}  # noqa: C416
    days_off = frozenset(reading.execute(select(Holiday.day)).scalars())
    return Known(departments, people, WorkCalendar(days_off), frozenset(day.year for day in days_off), clock.now())


def check_file(reading: Connection, sha256: str) -> None:
    """Refuse a file that is counted already, and say in which batch."""
    found = reading.execute(
        select(HandlingBatch.id).where(HandlingBatch.sha256 == sha256, HandlingBatch.state == BatchState.COUNTED)
    ).scalar()
    if found is not None:
        raise Refused(_("This very file is read in already: batch %(batch)s.", batch=found))


@contextmanager
def waiting_rows() -> Iterator[Checked]:
    """Give a place for rows that wait; it is gone afterwards."""
    with tempfile.TemporaryFile() as spool:
        yield Checked(spool)


def check_rows(
    content: bytes | Path,
    reading: Connection,
    problems: Problems,
    found: Checked,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Read and check the workbook row after row into `found`; what is wrong is added to `problems`.

    Memory does not grow with the rows: the sheet is read in portions, and what waits stands in temporary files.

    `tell` gets the number of rows so far.

    Raises `Refused` for a file that is no such workbook.
    """
    known = known_by(reading)
    waiting: list[Values] = []
    source = BytesIO(content) if isinstance(content, bytes) else content
    with seen_before() as seen:
        for count, case in enumerate(read_cases(source, problems), start=1):
            before = seen(case.receipt_key, case.row)
            if before is not None:
                reason = _("This receipt number stands in row %(row)s already.", row=before)
                problems.add(TITLE, case.row, "접수번호", reason)
            values = _values(case, known, found, problems)
            if values is not None:
                waiting.append(values)
            if len(waiting) >= CHUNK:
                _settle(waiting, found, reading, problems)
            if tell is not None and count % CHUNK == 0:
                tell(count)
        _settle(waiting, found, reading, problems)


def enter_records(
    *, actor: Actor, file_name: str, sha256: str, found: Checked, is_example: bool = False
) -> HandlingBatch:
    """Write the checked rows as one batch with its sums. Raises `Conflict` where another batch was faster."""
    access.require(POLICY, Permission.HANDLING_IMPORT, actor)
    batch = HandlingBatch(
        file_name=file_name,
        sha256=sha256,
        row_count=found.rows,
        first_day=found.first_day,
        last_day=found.last_day,
        is_example=is_example,
        read_by_id=actor.id,
        read_at=clock.now(),
    )
    try:
        db.session.add(batch)
        db.session.flush()
        affairs, connection = _affairs(found.affairs), db.session.connection()
        for chunk in found.chunks():
            for values in chunk:
                values["batch_id"] = batch.id
                values["affair_id"] = affairs[values.pop("affair")]
            connection.execute(_INSERT, chunk)
    except IntegrityError as error:
        raise Conflict(_("Meanwhile somebody else has read these records in. Look at the batches.")) from error
    add_sums(batch.id)
    publish(
        HandlingBatchRead(
            actor_id=actor.id,
            handling_batch_id=batch.id,
            rows=batch.row_count,
            first_day=batch.first_day.isoformat(),
            last_day=batch.last_day.isoformat(),
            sha256=sha256,
        )
    )
    return batch


@contextmanager
def seen_before() -> Iterator[Callable[[str, int], int | None]]:
    """Give what says in which row a key stood before, or None and remembers it; kept in a file that is gone afterwards."""
    with closing(sqlite3.connect("", isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID")
        file.execute("BEGIN")

        def seen(key: str, row: int) -> int | None:
            if file.execute("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", (key, row)).rowcount:
                return None
            before: int = file.execute("SELECT line FROM seen WHERE key = ?", (key,)).fetchone()[0]
            return before

        yield seen


_INSERT = insert(HandlingRecord.metadata.tables[HandlingRecord.__tablename__])
"""Below the ORM: it would send rows with and without times not counted in turn, a few at a time."""
_IN_BATCHES = select(HandlingRecord.receipt_key, HandlingRecord.batch_id, HandlingRecord.row_number).where(
    HandlingRecord.is_counted, HandlingRecord.receipt_key.in_(bindparam("keys", expanding=True))
)


def _settle(waiting: list[Values], found: Checked, reading: Connection, problems: Problems) -> None:
    """Ask which of the waiting rows are counted already; put them with the others as long as nothing is wrong."""
    if not waiting:
        return
    by_key = {values["receipt_key"]: values["row_number"] for values in waiting}
    for key, batch, row in reading.execute(_IN_BATCHES, {"keys": list(by_key)}):
        reason = _("This receipt number is counted already: batch %(batch)s, row %(row)s.", batch=batch, row=row)
        problems.add(TITLE, by_key[key], "접수번호", reason)
    if not problems.errors:
        found.add(waiting)
    waiting.clear()


def _values(case: SheetCase, known: Known, found: Checked, problems: Problems) -> Values | None:
    """Return the row as it is stored, or None with the reasons noted."""
    received, completed = to_seoul(case.received), to_seoul(case.completed)
    wrong: list[tuple[str, Message]] = []
    department_id = _department(case.department, completed.date(), known)
    if department_id is None:
        where = {"name": case.department, "day": completed.date().isoformat()}
        wrong.append(("부서", _("There was no department “%(name)s” on %(day)s.", **where)))
    person_id = known.people.get(case.employee_no) if case.employee_no else None
    if case.employee_no and person_id is None:
        wrong.append(("담당 사번", _("Nobody has the number “%(number)s”.", number=case.employee_no)))
    wrong += _times(received, completed, known)
    for column, reason in wrong:
        problems.add(TITLE, case.row, column, reason)
    if wrong or department_id is None:
        return None
    told = clocked(received, completed, case.period, known.calendar, case.not_counted, extension=case.extension)
    key = same_words(case.affair)
    found.affairs.setdefault(key, case.affair)
    day = completed.date()
    found.first_day, found.last_day = min(found.first_day, day), max(found.last_day, day)
    return _stored(case, told, known.calendar) | {"affair": key, "department_id": department_id, "person_id": person_id}


def _times(received: datetime, completed: datetime, known: Known) -> Iterator[tuple[str, Message]]:
    if received.year < FIRST_YEAR:
        yield "접수일시", _("Times begin with the year %(year)s.", year=FIRST_YEAR)
    elif completed > known.now:
        yield "완료일시", _("This moment has not come yet.")
    else:
        missing = {received.year, completed.year} - known.years
        if missing:
            year = min(missing)
            yield (
                "접수일시",
                _("The days off of %(year)s are not entered; enter them under “Days off” first.", year=year),
            )


def _department(text: str, day: date, known: Known) -> int | None:
    """Return the department of this name or code on the day it was completed."""
    for unit_id, valid_from, valid_until in known.departments.get(text, ()):
        if valid_from <= day and (valid_until is None or day <= valid_until):
            return unit_id
    return None


def _stored(case: SheetCase, told: Clocked, calendar: WorkCalendar) -> Values:
    received, day = told.received, told.received.date()
    weekday = day.weekday()
    is_off = weekday < SATURDAY and not calendar.is_working(day)
    return {
        "row_number": case.row,
        "receipt_no": case.receipt_no,
        "receipt_key": case.receipt_key,
        "received_at": received,
        "completed_at": told.completed,
        "period_amount": case.period.amount,
        "period_unit": case.period.unit,
        "extension": case.extension,
        "not_counted": [_plain(stretch) for stretch in case.not_counted] or None,
        "compound": case.compound,
        "outcome": case.outcome,
        "due_at": told.due,
        "statutory_minutes": told.statutory_minutes,
        "actual_minutes": told.actual_minutes,
        "is_late": told.is_late,
        "month": told.completed.date().replace(day=1),
        "receipt_month": day.replace(day=1),
        "weekday": DAY_OFF if is_off else weekday,
        "hour": received.hour,
        "is_counted": True,
    }


def _plain(stretch: Stretch) -> list[str]:
    return [to_seoul(moment).isoformat() for moment in (stretch.start, stretch.end)]


def _affairs(wanted: Mapping[str, str]) -> dict[str, int]:
    """Return the affairs by key; those nobody has handled before are entered."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    rows = [{"key": key, "name": name} for key, name in sorted(wanted.items())]
    db.session.connection().execute(dialect.insert(Affair).on_conflict_do_nothing(index_elements=["key"]), rows)
    return {key: affair_id for key, affair_id in db.session.execute(select(Affair.key, Affair.id))}  # noqa: C416
