"""가치 지도: how often issues, tasks, slogans and cases carry each of the ten values, by department and by year."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    not_,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.core.kept import kept
from app.core.values import Value
from app.innovation.enums import IssueState, SloganState
from app.innovation.enums.cases import CaseState
from app.innovation.models import Case, Issue, Slogan, Task
from app.innovation.queries.tasks import reads_tasks
from app.organization.models import Department
from app.reports.queries.tower.scope import Scope, Shape, inside
from app.reports.queries.tower.versions import data_version

YEARS = 5
UNCOUNTED = (IssueState.WITHDRAWN, IssueState.MERGED)


@dataclass(frozen=True, kw_only=True)
class ValueCounts:
    """How often each value was carried: by (department, value) in the scope's year, by (year, value) over the years."""

    departments: Mapping[int, str]
    by_department: Mapping[tuple[int, Value], int]
    by_year: Mapping[tuple[int, Value], int]
    years: Sequence[int]


def value_counts(actor: Actor, scope: Scope) -> ValueCounts:
    """Return the counts as below, kept until anything in the office changes."""
    name = ("values", reads_tasks(actor), scope.year, scope.bureau_id, scope.group_id)
    return kept(name, data_version(), lambda: _counted(actor, scope))


def _counted(actor: Actor, scope: Scope) -> ValueCounts:
    """Return the counts of the last five years up to the scope's: one statement, a row for each combination.

    Issues with hidden names are left out: their department is hidden too. Slogans count once approved, cases once
    published, issues unless they were withdrawn or linked to an earlier one.
    """
    years = range(scope.year - YEARS + 1, scope.year + 1)
    names: dict[int, str] = {}
    in_year: Counter[tuple[int, Value]] = Counter()
    over_years: Counter[tuple[int, Value]] = Counter()
    if reads_tasks(actor):
        given = {**scope.given, **_edges(years), "first_year": years[0], "last_year": years[-1]}
        for unit, name, year, carried, count in read(_statement(scope.shape), given):
            names[unit] = name
            for text in _values(carried):
                over_years[year, text] += count
                if year == scope.year:
                    in_year[unit, text] += count
    return ValueCounts(departments=names, by_department=in_year, by_year=over_years, years=list(years))


@lru_cache(maxsize=2048)
def _values(text: str) -> Sequence[Value]:
    """There are few combinations of values, and the same ones again and again."""
    return [Value(value) for value in json.loads(text or "[]")]


def _edges(years: range) -> dict[str, object]:
    """The first moment of each year, and of the one after the last."""
    starts = [date(year, 1, 1) for year in (*years, years[-1] + 1)]
    days = {f"day_{n}": start for n, start in enumerate(starts)}
    return {**days, **{f"moment_{n}": clock.start_of_day(start) for n, start in enumerate(starts)}}


_FIRST, _LAST = bindparam("first_year", type_=Integer), bindparam("last_year", type_=Integer)
_TYPES: Mapping[str, type[TypeEngine[Any]]] = {"day": Date, "moment": UtcDateTime}


@lru_cache
def _statement(shape: Shape) -> AnySelect:
    """Years are told by comparing with their edges: cheaper than taking each day apart."""
    issues = (_between(Issue.received_on, "day"), Issue.state.not_in(UNCOUNTED), not_(Issue.blind))
    parts = (
        _part(shape, Issue.department_id, _year_of(Issue.received_on, "day"), Issue.values).where(*issues),
        _part(shape, Task.lead_department_id, _year_of(Task.framed_at, "moment"), Task.values).where(
            _between(Task.framed_at, "moment")
        ),
        _part(shape, Slogan.department_id, Slogan.year, Slogan.values).where(
            Slogan.state == SloganState.APPROVED, Slogan.year.between(_FIRST, _LAST)
        ),
        _part(shape, Case.department_id, Case.year, Case.values).where(
            Case.state == CaseState.PUBLISHED, Case.year.between(_FIRST, _LAST)
        ),
    )
    counted = union_all(*parts).subquery()
    return (
        select(counted.c.unit, Department.name, counted.c.in_year, counted.c.carried, func.sum(counted.c.n))
        .join(Department, Department.id == counted.c.unit)
        .group_by(counted.c.unit, Department.name, counted.c.in_year, counted.c.carried)
        .order_by(Department.name)
    )


def _part(shape: Shape, unit: Any, year: Any, values: Any) -> AnySelect:  # noqa: ANN401  columns
    columns = (unit.label("unit"), year.label("in_year"), cast(values, String).label("carried"))
    return select(*columns, func.count().label("n")).where(*inside(shape, unit)).group_by("unit", "in_year", "carried")


def _year_of(column: Any, kind: str) -> ColumnElement[int]:  # noqa: ANN401  a column
    later = [(column >= _edge(kind, n), _FIRST + n) for n in range(YEARS - 1, 0, -1)]
    return case(*later, else_=_FIRST)


def _between(column: Any, kind: str) -> ColumnElement[bool]:  # noqa: ANN401  a column
    return and_(column >= _edge(kind, 0), column < _edge(kind, YEARS))


def _edge(kind: str, place: int) -> BindParameter[Any]:
    return bindparam(f"{kind}_{place}", type_=_TYPES[kind]())
