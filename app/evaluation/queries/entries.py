"""What a round has entered and laid down, as plain rows: nothing is built for a value before somebody reads it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import RowMapping, Select, String, bindparam, cast, func, select, type_coerce

from app.core.database import db
from app.evaluation.enums import MeasureState
from app.evaluation.models import ActualMeasure, Composition
from app.evaluation.models.scoring_columns import ScoringColumns
from app.evaluation.queries.scoring import Measured
from app.evaluation.rules.units import SubUnits

_VALUE = MeasureState.VALUE.value
_M = ActualMeasure.__table__.c
_C = Composition.__table__.c

_COLUMNS = (
    select(
        _M.indicator_id,
        func.aggregate_strings(cast(_M.department_id, String), ","),
        func.aggregate_strings(cast(_M.value, String), ","),
        (func.count(_M.value) == func.count())
        & (func.count(_M.units) == 0)
        & (func.count(func.nullif(_M.note, "")) == 0),
    )
    .where(_M.round_id == bindparam("round_id"))
    .group_by(_M.indicator_id)
)
"""One row for each indicator: where all have plain numbers and no note, a row for each value costs twice as much."""

_ENTRIES = (
    select(
        _M.indicator_id,
        _M.department_id,
        type_coerce(_M.state, String),
        type_coerce(_M.value, String),
        _M.grade,
        type_coerce(_M.units, String),
        _M.note,
    )
    .where(_M.round_id == bindparam("round_id"))
    .order_by(_M.indicator_id, _M.department_id)
)
"""Read as the driver gives it: text or Decimal for a value, text or a mapping for sub-units."""
_ENTRIES_OF_SOME = _ENTRIES.where(_M.indicator_id.in_(bindparam("indicators", expanding=True)))
_ENTRIES_OF_ONE = _ENTRIES.where(_M.department_id == bindparam("department_id"))

_SCALES = (
    select(
        _C.peer_group_id,
        _C.indicator_id,
        _C.indicator_version,
        _C.code,
        _C.name,
        _C.unit,
        _C.weight,
        _C.method,
        _C.direction,
        _C.target,
        _C.worst,
        _C.best,
        _C.cap,
        _C.floor,
        _C.digits,
        _C.rounding,
        _C.history,
        _C.parameters,
        _C.named_source,
    )
    .where(_C.round_id == bindparam("round_id"))
    .order_by(_C.peer_group_id, _C.position, _C.code)
)


class CompositionRow(ScoringColumns):
    """A row of the composition without the session: the columns under their names, and what follows from them."""

    peer_group_id: int
    indicator_id: int
    indicator_version: int
    code: str
    name: str
    unit: str
    weight: Decimal

    def __init__(self, columns: RowMapping) -> None:
        """Take the columns as they were read."""
        self.__dict__.update(columns)


AnyComposition = Composition | CompositionRow


@dataclass(frozen=True)
class Entries:
    """What was entered for one indicator: columns of equal length, by department."""

    departments: Sequence[int] = ()
    states: Sequence[str] = ()
    values: Sequence[Any] = ()
    grades: Sequence[str | None] = ()
    units: Sequence[Any] = ()
    notes: Sequence[str] = ()

    def numbers_of(self, departments: Sequence[int]) -> Sequence[Any]:
        """Return the plain number of each department, as the driver gives it; None where there is something else."""
        if self._has_only_numbers and self.departments == departments:
            return self.values
        return [*map(self.numbers.get, departments)]

    @cached_property
    def _has_only_numbers(self) -> bool:
        return self.states.count(_VALUE) == self.units.count(None) == len(self.departments)

    @cached_property
    def numbers(self) -> dict[int, Any]:
        """Departments with a plain number, as the driver gives it; None where there is something else."""
        if self._has_only_numbers:
            return dict(zip(self.departments, self.values, strict=True))
        rows = zip(self.departments, self.states, self.values, self.units, strict=True)
        return {
            department: value if state == _VALUE and units is None else None for department, state, value, units in rows
        }

    @cached_property
    def _places(self) -> dict[int, int]:
        return {department: place for place, department in enumerate(self.departments)}

    def of(self, department_id: int) -> Measured | None:
        """Return what is known of one department; None without a row."""
        place = self._places.get(department_id)
        if place is None:
            return None
        value, grade, units = self.values[place], self.grades[place], self.units[place]
        actual: object = grade if value is None else Decimal(value)
        if units is not None:
            actual = SubUnits.from_plain(json.loads(units) if isinstance(units, str) else units)
        return Measured(MeasureState(self.states[place]), actual, self.notes[place])


def entries_of(round_id: int, department_id: int | None = None) -> Mapping[int, Entries]:
    """Return what was entered in a round, or for one department of it, by indicator.

    One statement; for a whole round a second one where some indicators have more than plain numbers.
    """
    if department_id is not None:
        return _row_by_row(_ENTRIES_OF_ONE, {"round_id": round_id, "department_id": department_id})
    found: dict[int, Entries] = {}
    others: list[int] = []
    for indicator, departments, values, is_plain in db.session.execute(_COLUMNS, {"round_id": round_id}):
        if is_plain:
            found[indicator] = _plain(departments, values)
        else:
            others.append(indicator)
    if others:
        found.update(_row_by_row(_ENTRIES_OF_SOME, {"round_id": round_id, "indicators": others}))
    return found


def _plain(departments: str, values: str) -> Entries:
    keys, numbers = tuple(map(int, departments.split(","))), values.split(",")
    count = len(keys)
    nothing = (None,) * count
    return Entries(keys, (_VALUE,) * count, numbers, nothing, nothing, ("",) * count)


def _row_by_row(statement: Select[Any], asked: Mapping[str, object]) -> dict[int, Entries]:
    rows = db.session.execute(statement, asked).all()
    columns = ((indicator, zip(*group, strict=True)) for indicator, group in groupby(rows, key=itemgetter(0)))
    return {indicator: Entries(*tuple(column)[1:]) for indicator, column in columns}


def composition_rows(round_id: int) -> Sequence[CompositionRow]:
    """Return the composition of every peer group, in the order of the indicators. One statement."""
    return [CompositionRow(row) for row in db.session.execute(_SCALES, {"round_id": round_id}).mappings()]
