"""Departments that ended while a round still asks them for something."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from app.core.database import db
from app.evaluation.models import Composition, EvaluationRound, Indicator, RoundMember
from app.organization.models import Department


class Closed(NamedTuple):
    """A department and the last day it existed; for an owner also the indicator nobody looks after any more."""

    department: str
    last_day: date
    indicator: str = ""


def closed_members(record: EvaluationRound) -> Sequence[Closed]:
    """Return departments of a round that ended before its base date."""
    statement = (
        select(RoundMember.department_name, Department.valid_until)
        .join(Department, Department.id == RoundMember.department_id)
        .where(RoundMember.round_id == record.id, Department.valid_until < record.base_on)
        .order_by(RoundMember.position, RoundMember.id)
    )
    return [Closed(name, last_day) for name, last_day in db.session.execute(statement) if last_day is not None]


def closed_owners(record: EvaluationRound) -> Sequence[Closed]:
    """Return indicators of a round whose owner department ended before the base date."""
    statement = (
        select(Department.name, Department.valid_until, Composition.code, Composition.name)
        .join(Indicator, Indicator.id == Composition.indicator_id)
        .join(Department, Department.id == Indicator.owner_department_id)
        .where(Composition.round_id == record.id, Department.valid_until < record.base_on)
        .distinct()
        .order_by(Composition.code)
    )
    rows = db.session.execute(statement)
    return [Closed(unit, last_day, f"{code} {name}") for unit, last_day, code, name in rows if last_day is not None]
