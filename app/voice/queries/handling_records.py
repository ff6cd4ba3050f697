"""민원처리기록: the list of single records for those who answer for them, and one record with its derivation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, select

from app.accounts.models import Person
from app.core.access import Actor, allows
from app.core.clock import start_of_day
from app.core.database import UtcDateTime, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.organization.models import Department, Holiday
from app.voice.enums.handling_records import PeriodUnit
from app.voice.enums.permissions import Permission
from app.voice.models import Affair, HandlingRecord
from app.voice.policy import POLICY
from app.voice.policy.handling_records import answered_departments
from app.voice.rules.handling_clock import Clocked, Period, Stretch, clocked
from app.voice.rules.work_calendars import WorkCalendar

Record = HandlingRecord


@dataclass(frozen=True)
class Wanted:
    """Which records are asked for: completed in a year, of a department, an affair, only late ones."""

    year: int
    department_id: int | None = None
    affair_id: int | None = None
    late: bool = False


class RecordRow(NamedTuple):
    """One line of the list of records."""

    id: int
    receipt_no: str
    affair: str
    department: str
    employee_no: str | None
    received_at: datetime
    completed_at: datetime
    period_amount: int
    period_unit: PeriodUnit
    statutory_minutes: int
    actual_minutes: int
    is_late: bool
    outcome: str


Shape = tuple[bool, bool, bool]
_lists: dict[Shape, Keyset] = {}


def _list(shape: Shape) -> Keyset:
    department, affair, late = shape
    statement = (
        select(
            Record.id,
            Record.receipt_no,
            Affair.name,
            Department.name,
            Person.employee_no,
            Record.received_at,
            Record.completed_at,
            Record.period_amount,
            Record.period_unit,
            Record.statutory_minutes,
            Record.actual_minutes,
            Record.is_late,
            Record.outcome,
        )
        .join(Affair, Affair.id == Record.affair_id)
        .join(Department, Department.id == Record.department_id)
        .outerjoin(Person, Person.id == Record.person_id)
        .where(
            Record.is_counted,
            Record.completed_at >= bindparam("start", type_=UtcDateTime),
            Record.completed_at < bindparam("end", type_=UtcDateTime),
        )
    )
    if department:
        statement = statement.where(Record.department_id == bindparam("department_id", type_=Integer))
    if affair:
        statement = statement.where(Record.affair_id == bindparam("affair_id", type_=Integer))
    if late:
        statement = statement.where(Record.is_late)
    return Keyset(statement, keys=[Record.completed_at, Record.id])


def records_page(wanted: Wanted, actor: Actor, cursor: str | None) -> Page[RecordRow]:
    """Return counted records the actor may read, the latest completion first."""
    departments = _departments(wanted, actor)
    shape = (departments != [None], wanted.affair_id is not None, wanted.late)
    keyset = _lists.get(shape) or _lists.setdefault(shape, _list(shape))
    page = keyset.merged_page(cursor, [_given(wanted, unit, shape) for unit in departments])
    return Page([RecordRow(*row) for row in page.rows], page.next_cursor)


def _departments(wanted: Wanted, actor: Actor) -> Sequence[int | None]:
    """Return the departments to read, one after the other: several in one reading would have to be sorted."""
    if allows(POLICY, Permission.HANDLING_READ_ALL, actor):
        return [wanted.department_id]
    return sorted(unit for unit in answered_departments(actor) if wanted.department_id in {None, unit})


def _given(wanted: Wanted, department_id: int | None, shape: Shape) -> Mapping[str, Any]:
    given: dict[str, Any] = {
        "start": start_of_day(date(wanted.year, 1, 1)),
        "end": start_of_day(date(wanted.year, 12, 31) + timedelta(days=1)),
    }
    more = {"department_id": department_id, "affair_id": wanted.affair_id}
    return given | {name: value for (name, value), is_used in zip(more.items(), shape[:2], strict=True) if is_used}


@dataclass(frozen=True, kw_only=True)
class ShownRecord:
    """One record with names, and what the clock says today of the times it holds."""

    record: HandlingRecord
    affair: str
    department: str
    employee_no: str | None
    derivation: Clocked
    agrees: bool


def record_or_404(record_id: int, actor: Actor) -> ShownRecord:
    """Load a record the actor may read, and reckon it again with the days off of today. Raises `Missing`."""
    statement = (
        select(Record, Affair.name, Department.name, Person.employee_no)
        .join(Affair, Affair.id == Record.affair_id)
        .join(Department, Department.id == Record.department_id)
        .outerjoin(Person, Person.id == Record.person_id)
        .where(Record.id == record_id)
    )
    row = db.session.execute(statement).one_or_none()
    reads_all = allows(POLICY, Permission.HANDLING_READ_ALL, actor)
    if row is None or not (reads_all or row[0].department_id in answered_departments(actor)):
        raise Missing(_("There is no such handling record."))
    record = row[0]
    told = reckoned(record)
    agrees = (told.due, told.actual_minutes) == (record.due_at, record.actual_minutes)
    return ShownRecord(
        record=record, affair=row[1], department=row[2], employee_no=row[3], derivation=told, agrees=agrees
    )


def reckoned(record: HandlingRecord) -> Clocked:
    """Reckon a record anew."""
    days_off = frozenset(db.session.scalars(select(Holiday.day)))
    return clocked(
        record.received_at,
        record.completed_at,
        Period(record.period_amount, record.period_unit),
        WorkCalendar(days_off),
        [Stretch(*map(datetime.fromisoformat, pair)) for pair in record.not_counted or ()],
        extension=record.extension,
    )
