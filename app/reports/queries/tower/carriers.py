"""가치를 담은 것: the ideas, tasks, slogans and cases behind a number of the map of values."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, String, bindparam, cast, literal, not_, select, union_all

from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.core.messages import Labelled, _
from app.innovation.enums import SloganState
from app.innovation.enums.cases import CaseState
from app.innovation.models import Case, Issue, Slogan, Task
from app.innovation.queries.tasks import reads_tasks
from app.organization.models import Department
from app.reports.queries.tower.scope import Scope, Shape, carries, inside
from app.reports.queries.tower.values import UNCOUNTED

MOST = 500
"""Rows that are shown at most; the page says where there are more."""


class CarrierKind(Labelled):
    """가치를 담은 것: what it is."""

    ISSUE = "issue", _("Idea or issue")
    TASK = "task", _("Task")
    SLOGAN = "slogan", _("Slogan")
    CASE = "case", _("Case")


class Carrier(NamedTuple):
    """One thing that carries a value: what it is, its number and title, and the department it belongs to."""

    kind: CarrierKind
    id: int
    title: str
    department: str


def carriers(actor: Actor, scope: Scope, department_id: int | None) -> Sequence[Carrier]:
    """Return what the map of values counts in the scope's year: one statement, 500 rows and one at most.

    The same things as `values.value_counts`, of those who may read tasks. A thing stands once, whatever number of
    values it carries.
    """
    if not reads_tasks(actor):
        return []
    given = {
        **scope.given,
        "first_day": date(scope.year, 1, 1),
        "next_day": date(scope.year + 1, 1, 1),
        "first_moment": scope.first_moment,
        "next_moment": scope.next_moment,
        "year": scope.year,
        **({} if department_id is None else {"department": department_id}),
    }
    rows = read(_statement(scope.shape, department_id is not None), given)
    return [Carrier(CarrierKind(kind), thing, title, name) for kind, thing, title, name in rows]


@lru_cache
def _statement(shape: Shape, of_department: bool) -> AnySelect:  # noqa: FBT001  part of the key of the statements
    year = bindparam("year", type_=Integer)
    first_day, next_day = (bindparam(name, type_=Date) for name in ("first_day", "next_day"))
    first, after = (bindparam(name, type_=UtcDateTime) for name in ("first_moment", "next_moment"))
    parts = (
        _part(shape, CarrierKind.ISSUE, (Issue.id, Issue.title, Issue.department_id, Issue.values)).where(
            Issue.received_on >= first_day,
            Issue.received_on < next_day,
            Issue.state.not_in(UNCOUNTED),
            not_(Issue.blind),
        ),
        _part(shape, CarrierKind.TASK, (Task.id, Task.title, Task.lead_department_id, Task.values)).where(
            Task.framed_at >= first, Task.framed_at < after
        ),
        _part(shape, CarrierKind.SLOGAN, (Slogan.id, Slogan.text, Slogan.department_id, Slogan.values)).where(
            Slogan.state == SloganState.APPROVED, Slogan.year == year
        ),
        _part(shape, CarrierKind.CASE, (Case.id, Case.title, Case.department_id, Case.values)).where(
            Case.state == CaseState.PUBLISHED, Case.year == year
        ),
    )
    found = union_all(*parts).subquery()
    statement = select(found.c.kind, found.c.id, found.c.title, Department.name).join(
        Department, Department.id == found.c.unit
    )
    if of_department:
        statement = statement.where(found.c.unit == bindparam("department", type_=Integer))
    return statement.order_by(Department.name, found.c.kind, found.c.id).limit(MOST + 1)


def _part(shape: Shape, kind: CarrierKind, columns: Sequence[Any]) -> AnySelect:
    """Select what carries the value of the scope, or any. `columns`: id, title, department, values."""
    number, title, unit, values = columns
    some = carries(shape, values) or (cast(values, String).like('%"%'),)
    return select(
        literal(kind.value).label("kind"), number.label("id"), title.label("title"), unit.label("unit")
    ).where(*inside(shape, unit), *some)
