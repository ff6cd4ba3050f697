"""이의신청: until when a department may appeal, who decides, and when a round may end."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from app.core import clock
from app.core.errors import Refused, WrongState
from app.core.messages import Message, _
from app.evaluation.enums import AppealOutcome, AppealState

TO_CORRECT = frozenset({AppealOutcome.ACCEPTED, AppealOutcome.PARTLY})
MAY_BE_RAISED = frozenset({AppealOutcome.PARTLY, AppealOutcome.DISMISSED})
WAITING = frozenset({AppealState.FILED, AppealState.ANSWERED, AppealState.RAISED})
DECIDED = frozenset({AppealState.DECIDED, AppealState.DECIDED_AGAIN})
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """이의신청 기준: days to appeal, the hour at which the last of them ends, days to take a decision further."""

    days: int = 7
    closing_time: str = "18:00"
    second_days: int = 5


@dataclass(frozen=True, kw_only=True)
class AppealFacts:
    """What decides what may be done with an appeal now. `raise_until` only after a first decision."""

    state: AppealState
    outcome: AppealOutcome | None = None
    raise_until: datetime | None = None
    is_settled: bool = False


def read_time(text: str) -> time:
    """Read "18:00". Raises ValueError for anything else."""
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    return time(int(text[:2]), int(text[3:]))


def closing_moment(since: datetime, days: int, closing_time: str) -> datetime:
    """Return the hour of the office's clock on the day that lies `days` days after the one of `since`, in UTC."""
    day = clock.to_seoul(since).date() + timedelta(days=days)
    return datetime.combine(day, read_time(closing_time), clock.SEOUL).astimezone(UTC)


def check_in_time(now: datetime, opened_at: datetime, closes_at: datetime, closed: Message) -> None:
    """Refuse what comes after the closing moment; `closed` says which moment that was. The moment itself counts."""
    if now > closes_at or now < opened_at:
        raise WrongState(closed)


def may_be_raised(facts: AppealFacts, now: datetime) -> bool:
    """Whether the department may take the first decision to another office."""
    in_time = facts.raise_until is not None and now <= facts.raise_until
    return facts.state is AppealState.DECIDED and facts.outcome in MAY_BE_RAISED and in_time and not facts.is_settled


def may_be_corrected(facts: AppealFacts, now: datetime) -> bool:
    """Whether an accepted appeal is to be corrected now: not while the department may still take it further."""
    return facts.state in DECIDED and facts.outcome in TO_CORRECT and not may_be_raised(facts, now)


def may_be_withdrawn(facts: AppealFacts) -> bool:
    """Whether the department may take the appeal back: not what was accepted in part already."""
    return facts.state in WAITING and facts.outcome is not AppealOutcome.PARTLY


def check_state(state: AppealState, wanted: AppealState) -> None:
    """Refuse a step that does not follow from the present state."""
    if state is not wanted:
        raise WrongState(_("The appeal is in the state “%(state)s” by now.", state=state.label))


def check_second_decider(
    decider: tuple[int, Collection[int]], first: tuple[int, Collection[int]], *, department_id: int
) -> None:
    """Refuse who decided first, who shares an office with them, and the department's own. (person, offices) each."""
    if decider[0] == first[0] or set(decider[1]) & set(first[1]):
        raise Refused(_("The second level is decided by another office than the first."))
    if department_id in decider[1]:
        raise Refused(_("Nobody of the department decides about its appeal."))
