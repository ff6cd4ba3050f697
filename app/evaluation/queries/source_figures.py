"""Figures that a round reads from the product itself, with the rows behind them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from app.core.database import db
from app.core.readings import Reading
from app.evaluation import sources
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.entries import AnyComposition
from app.evaluation.queries.scoring import MeasureKey, Member
from app.organization.models import Department

Readings = Mapping[str, Mapping[int, Reading]]
"""By source and department."""


def source_readings(record: EvaluationRound, rows: Sequence[AnyComposition], members: Sequence[Member]) -> Readings:
    """Return what every source the round uses says of the departments it is used for.

    Counted from the round's first day to its base date, both included; one call per source. Of a department that
    existed on none of these days there is nothing to know: it is left out.
    """
    groups: dict[str, set[int]] = {}
    for row in rows:
        if row.named_source is not None:
            groups.setdefault(row.named_source, set()).add(row.peer_group_id)
    if not groups:
        return {}
    there = existing_between([member.department_id for member in members], record.starts_on, record.base_on)
    found = {}
    for name, used_by in groups.items():
        asked = [m.department_id for m in members if m.peer_group_id in used_by and m.department_id in there]
        found[name] = sources.readings(name, asked, record.starts_on, record.base_on)
    return found


def figures_in(
    readings: Readings, rows: Sequence[AnyComposition], members: Sequence[Member]
) -> dict[MeasureKey, Decimal]:
    """Return the figure of every indicator with a named source for every department it applies to."""
    known = {name: _figures(by_department) for name, by_department in readings.items()}
    found: dict[MeasureKey, Decimal] = {}
    for row in rows:
        if row.named_source is None:
            continue
        figures = known[row.named_source]
        for member in members:
            if member.peer_group_id == row.peer_group_id and member.department_id in figures:
                found[row.indicator_id, member.department_id] = figures[member.department_id]
    return found


def _figures(readings: Mapping[int, Reading]) -> dict[int, Decimal]:
    return {unit: figure for unit, reading in readings.items() if (figure := reading.figure) is not None}


def source_figures(
    record: EvaluationRound, rows: Sequence[AnyComposition], members: Sequence[Member]
) -> dict[MeasureKey, Decimal]:
    """Return the figures as they stand now; a department of which there is nothing to know has none."""
    return figures_in(source_readings(record, rows, members), rows, members)


def existing_between(department_ids: Collection[int], start: date, end: date) -> frozenset[int]:
    """Return which of the departments existed on at least one of the days, both included."""
    statement = select(Department.id).where(
        Department.id.in_(department_ids),
        Department.valid_from <= end,
        or_(Department.valid_until.is_(None), Department.valid_until >= start),
    )
    return frozenset(db.session.scalars(statement))
