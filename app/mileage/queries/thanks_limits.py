"""칭찬 기준: which limits hold in a month, and how they came about."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Date, bindparam, select

from app.accounts.models import Person
from app.core.database import db
from app.mileage.models import ThanksLimits
from app.mileage.rules.thanks import Limits

_LIMITS = (
    select(
        ThanksLimits.monthly_grant,
        ThanksLimits.points,
        ThanksLimits.most_same_person,
        ThanksLimits.own_department_allowed,
    )
    .where(ThanksLimits.valid_from <= bindparam("day", type_=Date))
    .order_by(ThanksLimits.valid_from.desc(), ThanksLimits.id.desc())
    .limit(1)
)


class LimitsRow(NamedTuple):
    """One entry of the history. `is_replaced`: a later entry for the same month took its place before it held."""

    valid_from: date
    limits: Limits
    set_by: str
    set_at: datetime
    is_replaced: bool


def limits_on(day: date) -> Limits:
    """Return the limits of the month the day lies in; the preset where the office has set none."""
    row = db.session.execute(_LIMITS, {"day": day}).first()
    return Limits(**row._asdict()) if row else Limits()


def limits_history() -> Sequence[LimitsRow]:
    """Return every entry with who made it, the latest month first."""
    rows = db.session.execute(
        select(ThanksLimits, Person.name)
        .join(Person, Person.id == ThanksLimits.set_by_id)
        .order_by(ThanksLimits.valid_from.desc(), ThanksLimits.id.desc())
    ).all()
    return [
        LimitsRow(
            row.valid_from,
            _limits(row),
            name,
            row.set_at,
            place > 0 and rows[place - 1][0].valid_from == row.valid_from,
        )
        for place, (row, name) in enumerate(rows)
    ]


def _limits(row: ThanksLimits) -> Limits:
    return Limits(
        monthly_grant=row.monthly_grant,
        points=row.points,
        most_same_person=row.most_same_person,
        own_department_allowed=row.own_department_allowed,
    )
