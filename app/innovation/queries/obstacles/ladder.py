"""조정 기한: the days each level has today, and why they were set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.innovation.enums import ObstacleLevel
from app.innovation.models import EscalationDays
from app.innovation.rules.obstacles import MOST_LADDER_DAYS, EscalationLadder, level_due
from app.organization.queries import holidays_between

HORIZON = timedelta(days=2 * MOST_LADDER_DAYS)
"""The longest time a level can have, with its weekends and holidays."""

MOST = 20


@dataclass(frozen=True)
class LadderChange:
    """One setting of the days, with its reason."""

    id: int
    department_days: int
    bureau_days: int
    vice_mayor_days: int
    reason: str
    who: str
    when: datetime


def ladder_changes() -> Sequence[LadderChange]:
    """Return the last settings, the present one first; none while the office keeps the preset."""
    statement = (
        select(
            EscalationDays.id,
            EscalationDays.department_days,
            EscalationDays.bureau_days,
            EscalationDays.vice_mayor_days,
            EscalationDays.reason,
            Person.name,
            EscalationDays.set_at,
        )
        .join(Person, Person.id == EscalationDays.set_by_id)
        .order_by(EscalationDays.id.desc())
        .limit(MOST)
    )
    return [LadderChange(*row) for row in db.session.execute(statement)]


def current_ladder() -> EscalationLadder:
    """Return the days that hold now."""
    found = db.session.scalar(select(EscalationDays).order_by(EscalationDays.id.desc()).limit(1))
    if found is None:
        return EscalationLadder()
    return EscalationLadder(
        department_days=found.department_days, bureau_days=found.bureau_days, vice_mayor_days=found.vice_mayor_days
    )


def level_due_day(level: ObstacleLevel, reached_on: date) -> date:
    """Return the last day an obstacle that reached the level on this day may lie there."""
    return level_due_days(reached_on)[level]


def level_due_days(reached_on: date) -> Mapping[ObstacleLevel, date]:
    """Return that last day for every level: two statements, however many obstacles are moved on the day."""
    ladder, days_off = current_ladder(), holidays_between(reached_on, reached_on + HORIZON)
    return {level: level_due(level, reached_on, ladder, days_off) for level in ObstacleLevel}
