"""장애요인: how an obstacle moves, who may say that it is gone, and how blockers are grouped."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Refused
from app.core.messages import Message, _
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleState
from app.innovation.rules.common import check_reason, clean_text

ACTIVE = frozenset({ObstacleState.OPEN, ObstacleState.IN_PROGRESS, ObstacleState.ESCALATED, ObstacleState.REOPENED})
"""Somebody still has to do something about it."""
SETTLED = frozenset({ObstacleState.REMOVED, ObstacleState.BYPASSED, ObstacleState.ACCEPTED})
"""Closed: it no longer holds a gate shut."""


@dataclass(frozen=True)
class EscalationLadder:
    """Calendar days an obstacle may lie at each level before it should move up. An office can change them."""

    department_days: int = 14
    bureau_days: int = 14
    vice_mayor_days: int = 21

    def days_at(self, level: ObstacleLevel) -> int:
        """Days the level has."""
        match level:
            case ObstacleLevel.DEPARTMENT:
                return self.department_days
            case ObstacleLevel.BUREAU:
                return self.bureau_days
            case ObstacleLevel.VICE_MAYOR:
                return self.vice_mayor_days


def level_due(level: ObstacleLevel, reached_on: date, ladder: EscalationLadder) -> date:
    """Return the last day the level has for the obstacle."""
    return reached_on + timedelta(days=ladder.days_at(level))


def should_escalate(
    state: ObstacleState, level: ObstacleLevel, reached_on: date, today: date, ladder: EscalationLadder
) -> bool:
    """Whether an active obstacle has lain at its level longer than the level has, and there is a level above."""
    late = today > level_due(level, reached_on, ladder)
    return late and state in ACTIVE and next_level(level) is not None


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


@dataclass(frozen=True)
class RecurrenceKey:
    """Obstacles with the same key are the same blocker: same kind, same office or body asked to act."""

    kind: ObstacleKind
    asked: str


def recurrence_key(kind: ObstacleKind, asked: str | None) -> RecurrenceKey:
    """Make the key; spacing, case and punctuation in the name of who is asked make no difference."""
    return RecurrenceKey(kind, re.sub(r"[\W_]+", "", clean_text(asked)).casefold())


def top_blockers(
    obstacles: Iterable[tuple[RecurrenceKey, int]], limit: int = 10
) -> list[tuple[RecurrenceKey, set[int]]]:
    """Group (key, suffering department) and return the keys that hurt most departments first, at least two each."""
    departments: dict[RecurrenceKey, set[int]] = defaultdict(set)
    for key, department in obstacles:
        departments[key].add(department)
    recurring = [(key, found) for key, found in departments.items() if len(found) > 1]
    return sorted(recurring, key=lambda pair: (-len(pair[1]), pair[0].kind, pair[0].asked))[:limit]


def _check_active(state: ObstacleState, sentence: Message) -> None:
    if state not in ACTIVE:
        raise Refused(sentence)


def _check_claimed(state: ObstacleState) -> None:
    if state is not ObstacleState.REMOVAL_CLAIMED:
        raise Refused(_("Nobody has claimed that this obstacle is removed."))
