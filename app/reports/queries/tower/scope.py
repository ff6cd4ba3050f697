"""범위: what a dashboard is narrowed to. It stands in the address, so that a view can be sent to a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, cast, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core import clock
from app.core.values import Value
from app.organization.models import Department

STILL_DAYS = 30

_Unit = aliased(Department, name="scoped")


class Shape(NamedTuple):
    """Which filters are in use: statements are put together once for each."""

    bureau: bool = False
    group: bool = False
    value: bool = False


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Year, round, bureau, peer group, value, and after how many days a task stands still; None does not narrow."""

    year: int = field(default_factory=lambda: clock.today().year)
    round_id: int | None = None
    bureau_id: int | None = None
    group_id: int | None = None
    value: Value | None = None
    days: int = STILL_DAYS

    @property
    def shape(self) -> Shape:
        """Which filters are in use."""
        return Shape(self.bureau_id is not None, self.group_id is not None, self.value is not None)

    @property
    def given(self) -> dict[str, Any]:
        """The values the statements ask for."""
        chosen = {"bureau": self.bureau_id, "group": self.group_id, "value": f'%"{self.value}"%'}
        shape = self.shape
        return {name: chosen[name] for name, used in zip(Shape._fields, shape, strict=True) if used}

    @property
    def first_moment(self) -> datetime:
        """When the year begins in Seoul."""
        return clock.start_of_day(date(self.year, 1, 1))

    @property
    def next_moment(self) -> datetime:
        """When the year after begins."""
        return clock.start_of_day(date(self.year + 1, 1, 1))


def inside(shape: Shape, department_id: InstrumentedAttribute[Any]) -> Sequence[ColumnElement[bool]]:
    """Return the conditions that a department's column lies in the scope."""
    asked = []
    if shape.bureau:
        asked.append(_Unit.parent_id == bindparam("bureau"))
    if shape.group:
        asked.append(_Unit.peer_group_id == bindparam("group"))
    if not asked:
        return ()
    return (department_id.in_(select(_Unit.id).where(*asked).correlate(None)),)


def carries(shape: Shape, values: InstrumentedAttribute[Any]) -> Sequence[ColumnElement[bool]]:
    """Return the condition that a column of values has the one of the scope."""
    return (cast(values, String).like(bindparam("value")),) if shape.value else ()
