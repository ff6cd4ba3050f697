"""처리 현황: the figures of a year, of one department or affair, out of the kept sums: never out of the records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, exists, func, select

from app.core.database import AnySelect, db
from app.organization.models import Department
from app.voice.enums.handling_records import BatchState
from app.voice.models import (
    Affair,
    HandlingBatch,
    HandlingHour,
    HandlingMonth,
    HandlingSpread,
    OfficeHour,
    OfficeSpread,
)
from app.voice.queries.affairs import total
from app.voice.rules.handling_figures import Totals


@dataclass(frozen=True)
class Scope:
    """What figures are asked for: a year of completion, one department or all, one affair or all."""

    year: int
    department_id: int | None = None
    affair_id: int | None = None

    @property
    def given(self) -> dict[str, Any]:
        """Values of the statements' parameters."""
        return {
            "first": date(self.year, 1, 1),
            "last": date(self.year, 12, 1),
            "department_id": self.department_id,
            "affair_id": self.affair_id,
        }

    @property
    def shape(self) -> tuple[bool, bool]:
        """Which statement answers it."""
        return self.department_id is not None, self.affair_id is not None


class Choice(NamedTuple):
    """A record to narrow by."""

    id: int
    name: str


def _narrowed(statement: AnySelect, table: Any, *, department: bool, affair: bool) -> AnySelect:  # noqa: ANN401  a model
    statement = statement.where(
        table.month.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
    )
    if department:
        statement = statement.where(table.department_id == bindparam("department_id", type_=Integer))
    if affair:
        statement = statement.where(table.affair_id == bindparam("affair_id", type_=Integer))
    return statement


@cache
def _months(department: bool, affair: bool) -> AnySelect:  # noqa: FBT001  which shape
    month = HandlingMonth
    sums = (total(month.n), total(month.statutory_minutes), total(month.actual_minutes), total(month.late))
    statement = _narrowed(select(month.month, *sums), month, department=department, affair=affair)
    return statement.group_by(month.month).order_by(month.month)


@cache
def _spread(department: bool, affair: bool) -> AnySelect:  # noqa: FBT001  which shape
    spread: Any = HandlingSpread if department or affair else OfficeSpread
    statement = _narrowed(select(spread.hours, total(spread.n)), spread, department=department, affair=affair)
    return statement.group_by(spread.hours)


@cache
def _hours(department: bool, _affair: bool) -> AnySelect:  # noqa: FBT001  which shape
    hour: Any = HandlingHour if department else OfficeHour
    statement = _narrowed(select(hour.weekday, hour.hour, total(hour.n)), hour, department=department, affair=False)
    return statement.group_by(hour.weekday, hour.hour)


Statement = Callable[[bool, bool], AnySelect]


def _asked(statement: Statement, scope: Scope) -> Sequence[Any]:
    return db.session.execute(statement(*scope.shape), scope.given).all()


def months_in(scope: Scope) -> Mapping[date, Totals]:
    """Return the sums of each month in which something was completed, in order."""
    return {
        month: Totals(n=n, statutory=statutory, actual=actual, late=late)
        for month, n, statutory, actual, late in _asked(_months, scope)
    }


def spread_in(scope: Scope) -> Mapping[int, int]:
    """Return whole working hours → cases."""
    return {hours: n for hours, n in _asked(_spread, scope)}  # noqa: C416  rows are no pairs to the type checker


def hours_in(scope: Scope) -> Mapping[tuple[int, int], int]:
    """Return (weekday, hour) of receipt → cases received in the year; affairs are not told apart."""
    return {(weekday, hour): n for weekday, hour, n in _asked(_hours, scope)}


_EXAMPLE = exists().where(HandlingBatch.is_example, HandlingBatch.state == BatchState.COUNTED)
_ENDS = select(func.min(HandlingMonth.month), func.max(HandlingMonth.month), _EXAMPLE)


def years_and_examples() -> tuple[Sequence[int], bool]:
    """Return the years from the first to the last with a completed case, the latest first; and whether some are made up."""
    first, last, has_examples = db.session.execute(_ENDS).one()
    return [] if first is None else list(range(last.year, first.year - 1, -1)), bool(has_examples)


def years_with_records() -> Sequence[int]:
    """Return the years alone."""
    return years_and_examples()[0]


_YEAR = HandlingMonth.month.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
_DEPARTMENTS = (
    select(Department.id, Department.name)
    .where(Department.id.in_(select(HandlingMonth.department_id).where(_YEAR)))
    .order_by(Department.position, Department.id)
)
_AFFAIRS = (
    select(Affair.id, Affair.name)
    .where(Affair.id.in_(select(HandlingMonth.affair_id).where(_YEAR)))
    .order_by(Affair.name)
)
_AFFAIRS_OF = (
    select(Affair.id, Affair.name)
    .where(
        Affair.id.in_(
            select(HandlingMonth.affair_id).where(
                _YEAR, HandlingMonth.department_id == bindparam("department_id", type_=Integer)
            )
        )
    )
    .order_by(Affair.name)
)


def departments_in(year: int) -> Sequence[Choice]:
    """Return the departments that completed something in the year."""
    rows = db.session.execute(_DEPARTMENTS, {"first": date(year, 1, 1), "last": date(year, 12, 1)})
    return [Choice(*row) for row in rows]


def affairs_in(year: int, department_id: int | None) -> Sequence[Choice]:
    """Return the affairs completed in the year, by one department or by any."""
    given: dict[str, Any] = {"first": date(year, 1, 1), "last": date(year, 12, 1)}
    if department_id is not None:
        given["department_id"] = department_id
    rows = db.session.execute(_AFFAIRS if department_id is None else _AFFAIRS_OF, given)
    return [Choice(*row) for row in rows]
