"""단계별 소요일: how long a task has stood in each stage, worked out from its moves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import Stage
from app.innovation.rules.common import check_reason
from app.organization.rules import add_working_days

DEFAULT_LIMITS: Mapping[Stage, int] = {
    Stage.COLLECTION: 20,
    Stage.FRAMING: 20,
    Stage.TEAM: 20,
    Stage.PLAN: 30,
    Stage.MANAGEMENT: 240,
    Stage.MONITORING: 60,
}
"""정체 기준, the preset: after how many working days in a stage a task stands still, until the office sets its own.

Managing progress lasts as long as the plan, about a year. Source: our own choice, see decision 0011.
"""
LONGEST_LIMIT = 400


def check_limit(working_days: int, reason: str | None) -> None:
    """Refuse a limit nobody can mean, or a change without a reason."""
    if not 1 <= working_days <= LONGEST_LIMIT:
        raise Refused(_("A limit lies between 1 and %(most)s working days.", most=LONGEST_LIMIT))
    check_reason(reason)


def stands_still_before(today: date, working_days: int, holidays: AbstractSet[date]) -> date:
    """Return the day before which a stage must have been entered for a task to stand still today.

    A task stands still when more than `working_days` working days lie after the day it entered its stage, today
    included.
    """
    return add_working_days(today + timedelta(days=1), -(working_days + 1), holidays)


def time_in_stages(
    started_at: datetime, moves: Iterable[tuple[datetime, Stage]], until: datetime
) -> dict[Stage, timedelta]:
    """Add up the stays in each stage from the start in COLLECTION to `until`.

    `moves` are (moment, stage entered), forward or back. Stages the task has not been in are left out.
    """
    stays: dict[Stage, timedelta] = {}
    stage, entered_at = Stage.COLLECTION, started_at
    for at, target in sorted(moves, key=lambda move: move[0]):
        stays[stage] = stays.get(stage, timedelta()) + (at - entered_at)
        stage, entered_at = target, at
    stays[stage] = stays.get(stage, timedelta()) + (until - entered_at)
    return stays


def visits_of_stages(moves: Iterable[Stage]) -> dict[Stage, int]:
    """Count how often each stage was entered; `moves` are the stages entered, the setting of the task not among them."""
    return dict(Counter((Stage.COLLECTION, *moves)))
