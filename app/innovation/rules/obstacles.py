"""장애요인: how an obstacle moves, how long it may lie at a level, and who may say that it is gone."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from app.core.errors import Conflict, Refused
from app.core.messages import Message, _
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.rules.common import check_reason, clean_text
from app.organization.rules import add_working_days

ACTIVE = frozenset({ObstacleState.OPEN, ObstacleState.IN_PROGRESS, ObstacleState.ESCALATED, ObstacleState.REOPENED})
"""Somebody still has to do something about it."""
SETTLED = frozenset({ObstacleState.REMOVED, ObstacleState.BYPASSED, ObstacleState.ACCEPTED})
"""Closed: it no longer holds a gate shut."""


@dataclass(frozen=True)
class EscalationLadder:
    """Working days an obstacle may lie at each level before it moves up: two, two and three weeks. An office sets them."""

    department_days: int = 10
    bureau_days: int = 10
    vice_mayor_days: int = 15

    def days_at(self, level: ObstacleLevel) -> int:
        """Working days the level has."""
        match level:
            case ObstacleLevel.DEPARTMENT:
                return self.department_days
            case ObstacleLevel.BUREAU:
                return self.bureau_days
            case ObstacleLevel.VICE_MAYOR:
                return self.vice_mayor_days


MOST_LADDER_DAYS = 250
"""A year of work: nobody calls a longer time a deadline."""


def check_ladder(ladder: EscalationLadder, reason: str | None) -> None:
    """Refuse days that are no days, and a change without a reason."""
    if not all(1 <= ladder.days_at(level) <= MOST_LADDER_DAYS for level in ObstacleLevel):
        raise Refused(_("Each level has between 1 and %(most)s working days.", most=MOST_LADDER_DAYS))
    check_reason(reason)


def level_due(
    level: ObstacleLevel, reached_on: date, ladder: EscalationLadder, holidays: AbstractSet[date] = frozenset()
) -> date:
    """Return the last day the level has for the obstacle; the day on which it got there is not counted."""
    return add_working_days(reached_on, ladder.days_at(level), holidays)


def is_level_overdue(state: ObstacleState, level_due_on: date | None, today: date) -> bool:
    """Whether an active obstacle has lain at its level longer than the level has."""
    return state in ACTIVE and level_due_on is not None and today > level_due_on


def should_escalate(state: ObstacleState, level: ObstacleLevel, level_due_on: date | None, today: date) -> bool:
    """Whether an obstacle is overdue at its level and there is a level above."""
    return is_level_overdue(state, level_due_on, today) and next_level(level) is not None


def next_level(level: ObstacleLevel) -> ObstacleLevel | None:
    """Return the level above; None above the vice mayor."""
    return None if level is ObstacleLevel.VICE_MAYOR else list(ObstacleLevel)[level.number]


def check_start(state: ObstacleState, *, has_owner: bool) -> None:
    """Refuse to begin work on what is under way or closed, or what nobody owns."""
    if state not in {ObstacleState.OPEN, ObstacleState.REOPENED}:
        raise Refused(_("Work on this obstacle has already begun or it is closed."))
    if not has_owner:
        raise Refused(_("The obstacle needs an owner first."))


def check_escalation(state: ObstacleState, level: ObstacleLevel, reason: str | None) -> ObstacleLevel:
    """Return the level the obstacle goes up to. It may go up before its days are over."""
    _check_active(state, _("Only an obstacle that is being dealt with can be escalated."))
    above = next_level(level)
    if above is None:
        raise Refused(_("The obstacle already lies with the vice mayor."))
    check_reason(reason)
    return above


def check_removal_claim(state: ObstacleState, how: str | None) -> None:
    """Refuse the claim "it is gone" for a closed obstacle, a second time, or without saying how."""
    if state is ObstacleState.REMOVAL_CLAIMED:
        raise Refused(_("The removal is already waiting for confirmation."))
    _check_active(state, _("This obstacle is already closed."))
    if not clean_text(how):
        raise Refused(_("Please write how the obstacle was removed."))


def confirming_department(
    *, suffering: int, claimant: int, control_tower: int | None = None, asked: int | None = None
) -> int:
    """Return the department that has to confirm a removal: the one that suffered.

    Where the suffering department itself made the claim, the control tower confirms; where that is the same office
    too, the department that was asked to act. Refused if there is nobody but the claimant.
    """
    for department in (suffering, control_tower, asked):
        if department is not None and department != claimant:
            return department
    raise Refused(_("There is no other department that could confirm the removal."))


def check_removal_confirmation(
    state: ObstacleState, *, claimant_department: int, responsible_department: int, confirming_department: int
) -> None:
    """Say why a removal may not be confirmed. `responsible_department` comes from `confirming_department()`."""
    _check_claimed(state)
    if confirming_department == claimant_department:
        raise Refused(_("The department that claims the removal cannot confirm it."))
    if confirming_department != responsible_department:
        raise Refused(_("The department that suffered has to confirm the removal."))


def check_removal_rejection(
    state: ObstacleState,
    *,
    claimant_department: int,
    responsible_department: int,
    confirming_department: int,
    reason: str | None,
) -> None:
    """Say why "it is not gone" may not be answered; afterwards the obstacle is IN_PROGRESS again."""
    check_removal_confirmation(
        state,
        claimant_department=claimant_department,
        responsible_department=responsible_department,
        confirming_department=confirming_department,
    )
    check_reason(reason)


def text_mark(text: str) -> str:
    """Return a short mark of a text, by which a form says which text its reader looked at."""
    return sha256(clean_text(text).replace("\r\n", "\n").encode()).hexdigest()[:16]


def check_strategy(state: ObstacleState, strategy: str | None, *, present: str, seen: str | None) -> None:
    """Refuse a strategy for a closed or claimed obstacle, or an empty one.

    `seen` is the `text_mark` of what the writer looked at; `Conflict` if something else stands there by now.
    """
    if seen is not None and seen != text_mark(present):
        raise Conflict(
            _("Another window or somebody else has rewritten this in the meantime. Both texts are here: decide anew.")
        )
    _check_active(state, _("This obstacle is already closed."))
    if not clean_text(strategy):
        raise Refused(_("Please write how both sides gain."))


def check_bypass(state: ObstacleState, reason: str | None) -> None:
    """Refuse "we went around it" for a closed or claimed obstacle, or without saying how."""
    _check_active(state, _("Only an obstacle that is being dealt with can be bypassed."))
    check_reason(reason)


def check_acceptance(state: ObstacleState, reason: str | None) -> None:
    """Refuse "we live with it" for a closed or claimed obstacle, or without a reason."""
    _check_active(state, _("Only an obstacle that is being dealt with can be accepted."))
    check_reason(reason)


def check_reopening(state: ObstacleState, reason: str | None) -> None:
    """Refuse to reopen what is not closed, or without a reason."""
    if state not in SETTLED:
        raise Refused(_("Only a closed obstacle can be reopened."))
    check_reason(reason)


def _check_active(state: ObstacleState, sentence: Message) -> None:
    if state not in ACTIVE:
        raise Refused(sentence)


def _check_claimed(state: ObstacleState) -> None:
    if state is not ObstacleState.REMOVAL_CLAIMED:
        raise Refused(_("Nobody has claimed that this obstacle is removed."))
