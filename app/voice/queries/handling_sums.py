"""처리 시간 합계: what departments' affairs took, month by month, out of the maintained sums."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, extract, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.database import AnySelect, db
from app.voice.models import Affair, HandlingMonth
from app.voice.rules.handling_figures import whole_months


@dataclass(frozen=True, kw_only=True)
class HandlingSum:
    """One affair of a department in one month of completion. `month` is its first day; times are whole minutes.

    A day of a period counted in days is eight hours (480 minutes), as 민원처리법 §19 counts a day in hours.
    """

    month: date
    affair_id: int
    affair: str
    n: int
    statutory_minutes: int
    actual_minutes: int
    late: int


@dataclass(frozen=True, kw_only=True)
class SameWork:
    """One affair in the same months a year earlier and now: how many cases, and their minutes all together."""

    affair_id: int
    affair: str
    n_before: int
    n_now: int
    actual_before: int
    actual_now: int


def handling_sums(department_ids: Collection[int], start: date, end: date) -> Iterable[tuple[int, HandlingSum]]:
    """Yield (department id, sum) for every affair and month completed from the month of `start` to that of `end`."""
    statement = (
        select(
            HandlingMonth.department_id,
            HandlingMonth.month,
            HandlingMonth.affair_id,
            Affair.name,
            HandlingMonth.n,
            HandlingMonth.statutory_minutes,
            HandlingMonth.actual_minutes,
            HandlingMonth.late,
        )
        .join(Affair, Affair.id == HandlingMonth.affair_id)
        .where(
            HandlingMonth.department_id.in_(department_ids),
            HandlingMonth.month.between(start.replace(day=1), end),
        )
        .order_by(HandlingMonth.department_id, HandlingMonth.month, HandlingMonth.affair_id)
    )
    for unit, month, affair_id, affair, n, statutory, actual, late in db.session.execute(statement):
        yield (
            unit,
            HandlingSum(
                month=month,
                affair_id=affair_id,
                affair=affair,
                n=n,
                statutory_minutes=statutory,
                actual_minutes=actual,
                late=late,
            ),
        )


def same_work(department_ids: Collection[int], start: date, end: date) -> Iterable[tuple[int, SameWork]]:
    """Yield (department id, affair in both years) for the months between two days and the same months a year earlier.

    Month stands against month: only months that are over, and in which the department completed the affair in both
    years. The days lie within twelve months.
    """
    unit = HandlingMonth.department_id
    for department_id, *figures in _in_both_years(start, end, unit.in_(department_ids), by=unit):
        yield department_id, _same_work(figures)


def same_work_together(department_id: int | None, start: date, end: date) -> Sequence[SameWork]:
    """Return the same by name for one department, or for the whole office: then whoever handled it then and now."""
    whose = true() if department_id is None else HandlingMonth.department_id == department_id
    return [_same_work(row) for row in _in_both_years(start, end, whose)]


def _same_work(row: Sequence[Any]) -> SameWork:
    affair_id, affair, n_before, n_now, before, now = row
    return SameWork(
        affair_id=affair_id, affair=affair, n_before=n_before, n_now=n_now, actual_before=before, actual_now=now
    )


def _in_both_years(
    start: date, end: date, whose: ColumnElement[bool], by: InstrumentedAttribute[int] | None = None
) -> Sequence[Any]:
    months = whole_months(start, end, clock.today())
    return () if months is None else db.session.execute(both_years(*months, whose, by)).all()


def both_years(
    first: date, last: date, whose: ColumnElement[bool], by: InstrumentedAttribute[int] | None = None
) -> AnySelect:
    """Return the statement: each month of an affair beside that of the year before, those in both years added up.

    `first`, `last`: first days of months, at most twelve; `by`: a column to tell apart by, in front of the rows.
    """
    now = HandlingMonth.month.between(first, last)
    before = HandlingMonth.month.between(first.replace(year=first.year - 1), last.replace(year=last.year - 1))
    keys = [*([] if by is None else [by]), HandlingMonth.affair_id]
    measures = [
        func.sum(case((time, column), else_=0)).label(f"{column.key}_{name}")
        for column in (HandlingMonth.n, HandlingMonth.actual_minutes)
        for name, time in (("before", before), ("now", now))
    ]
    month = (
        select(*keys, *measures)
        .where(or_(now, before), whose)
        .group_by(*keys, extract("month", HandlingMonth.month))
        .having(and_(measures[0] > 0, measures[1] > 0))
        .subquery()
    )
    told = [*(month.c[key.key] for key in keys), Affair.name]
    return (
        select(*told, *(cast(func.sum(month.c[one.key]), BigInteger) for one in measures))
        .join_from(month, Affair, Affair.id == month.c.affair_id)
        .group_by(*told)
        .order_by(*told[:-2], Affair.name, month.c.affair_id)
    )
