"""단축 집계에 보낼 기록: the counted records of some days that mileage can count, as it knows cases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_UP, Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from app.accounts.models import Person
from app.core.clock import start_of_day
from app.core.database import db
from app.organization.models import Department
from app.voice.enums.handling_records import PeriodUnit
from app.voice.models import Affair, HandlingBatch, HandlingRecord, ShorteningHandover

DAY_MINUTES = 480
HUNDREDTH = Decimal("0.01")
Record = HandlingRecord


@dataclass(frozen=True, kw_only=True)
class ShorteningCase:
    """One case in whole statutory days and days taken, to hundredths rounded up: a minute late stays late."""

    row: int
    department: str
    employee_no: str
    receipt_no: str
    affair: str
    statutory: int
    actual: Decimal
    compound: bool
    outcome: str


class HandoverRow(NamedTuple):
    """One line of the list of what was sent."""

    id: int
    starts_on: date
    ends_on: date
    row_count: int
    left_out: int
    sent_by: str
    sent_at: datetime


def _within(starts_on: date, ends_on: date) -> ColumnElement[bool]:
    until = start_of_day(ends_on + timedelta(days=1))
    return and_(Record.completed_at >= start_of_day(starts_on), Record.completed_at < until)


def _completed(starts_on: date, ends_on: date) -> ColumnElement[bool]:
    return and_(Record.is_counted, _within(starts_on, ends_on))


_COUNTS = and_(Record.period_unit == PeriodUnit.DAYS, Record.person_id.is_not(None), Record.extension == 0)


def count_cases(starts_on: date, ends_on: date) -> tuple[int, int]:
    """Return how many records completed in the days can be counted, and how many cannot."""
    counted = func.sum(case((_COUNTS, 1), else_=0))
    row = db.session.execute(select(func.count(), counted).where(_completed(starts_on, ends_on))).one()
    return row[1] or 0, row[0] - (row[1] or 0)


def shortening_cases(starts_on: date, ends_on: date) -> Iterator[ShorteningCase]:
    """Yield the cases that can be counted, numbered in the order of their completion."""
    statement = (
        select(
            Department.code,
            Person.employee_no,
            Record.receipt_no,
            Affair.name,
            Record.period_amount,
            Record.actual_minutes,
            Record.compound,
            Record.outcome,
        )
        .join(Department, Department.id == Record.department_id)
        .join(Person, Person.id == Record.person_id)
        .join(Affair, Affair.id == Record.affair_id)
        .where(_completed(starts_on, ends_on), _COUNTS)
        .order_by(Record.completed_at, Record.id)
    )
    for number, row in enumerate(db.session.execute(statement), start=1):
        days = (Decimal(row.actual_minutes) / DAY_MINUTES).quantize(HUNDREDTH, rounding=ROUND_UP)
        yield ShorteningCase(
            row=number,
            department=row.code,
            employee_no=row.employee_no,
            receipt_no=row.receipt_no,
            affair=row.name,
            statutory=row.period_amount,
            actual=days,
            compound=row.compound,
            outcome=row.outcome,
        )


def handovers_of_batch(batch: HandlingBatch) -> Sequence[int]:
    """Return the sendings that took records of a batch along, while it counted."""
    statement = select(ShorteningHandover.id, ShorteningHandover.starts_on, ShorteningHandover.ends_on).where(
        ShorteningHandover.sent_at >= batch.read_at,
        ShorteningHandover.starts_on <= batch.last_day,
        ShorteningHandover.ends_on >= batch.first_day,
    )
    if batch.withdrawn_at is not None:
        statement = statement.where(ShorteningHandover.sent_at <= batch.withdrawn_at)
    mine = and_(Record.batch_id == batch.id, _COUNTS)
    return [
        handover_id
        for handover_id, first, last in db.session.execute(statement.order_by(ShorteningHandover.id)).all()
        if db.session.scalar(select(exists().where(mine, _within(first, last))))
    ]


def handovers() -> Sequence[HandoverRow]:
    """Return what was sent, the newest first: at most the last hundred."""
    statement = (
        select(
            ShorteningHandover.id,
            ShorteningHandover.starts_on,
            ShorteningHandover.ends_on,
            ShorteningHandover.row_count,
            ShorteningHandover.left_out,
            Person.name,
            ShorteningHandover.sent_at,
        )
        .join(Person, Person.id == ShorteningHandover.sent_by_id)
        .order_by(ShorteningHandover.id.desc())
        .limit(100)
    )
    return [HandoverRow(*row) for row in db.session.execute(statement)]
