"""정체 기준: the limits of the stages, and the days from which tasks stand still today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.database import db
from app.innovation.enums import Stage
from app.innovation.models import StageLimit
from app.innovation.rules.stays import DEFAULT_LIMITS, LONGEST_LIMIT, stands_still_before
from app.organization.queries import holidays_between

HORIZON = timedelta(days=3 * LONGEST_LIMIT)
"""Far enough back to know every day off within the longest limit."""


@dataclass(frozen=True, kw_only=True)
class LimitChange:
    """One change of a limit."""

    stage: Stage
    working_days: int
    reason: str
    who: str
    when: datetime


def stage_limits() -> Mapping[Stage, int]:
    """Return the limit of every stage in working days."""
    rows = db.session.execute(select(StageLimit.stage, StageLimit.working_days).order_by(StageLimit.id))
    return {**DEFAULT_LIMITS, **{row.stage: row.working_days for row in rows}}


def cutoffs(limits: Mapping[Stage, int]) -> Mapping[Stage, date]:
    """Return for every stage the day before which it must have been entered for a task to stand still today."""
    today = clock.today()
    holidays = holidays_between(today - HORIZON, today)
    return {stage: stands_still_before(today, days, holidays) for stage, days in limits.items()}


def limit_changes() -> Sequence[LimitChange]:
    """Return what was changed, the last first."""
    statement = (
        select(StageLimit.stage, StageLimit.working_days, StageLimit.reason, Person.name, StageLimit.changed_at)
        .join(Person, Person.id == StageLimit.changed_by_id)
        .order_by(StageLimit.id.desc())
        .limit(20)
    )
    return [
        LimitChange(stage=stage, working_days=days, reason=reason, who=who, when=when)
        for stage, days, reason, who, when in db.session.execute(statement)
    ]
