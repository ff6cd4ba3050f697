"""누구 차례인가: who has to do something about an open obstacle now, and since when."""

from dataclasses import dataclass
from datetime import date

from app.core.messages import Labelled, _
from app.innovation.enums import ObstacleState


class Awaited(Labelled):
    """기다리는 일: what an obstacle waits for."""

    CONFIRMATION = "confirmation", _("to confirm that it is gone")
    PROMISE_BROKEN = "promise_broken", _("to do what was promised: the day has passed")
    ANSWER = "answer", _("to answer what was asked")
    DECISION = "decision", _("to decide")
    PROMISE = "promise", _("to do what is promised")
    ACTION = "action", _("to act")


@dataclass(frozen=True, kw_only=True)
class OpenObstacle:
    """What decides whose turn it is. `asked_on`: the oldest request without an answer; `promised_on`: the next promise."""

    state: ObstacleState
    reported_on: date
    level_reached_on: date
    claimed_on: date | None = None
    asked_on: date | None = None
    promised_on: date | None = None


def turn_of(obstacle: OpenObstacle, today: date) -> tuple[Awaited, date]:
    """Return what an open obstacle waits for, and the day since which (of a running promise: the promised day).

    Who claims that it is gone waits for the confirmation; else a broken promise comes before an answer that is missing,
    that before the decision of a level, that before a promise whose day is still to come. Without any of these who was
    asked has to act, since it was reported.
    """
    if obstacle.state is ObstacleState.REMOVAL_CLAIMED and obstacle.claimed_on is not None:
        return Awaited.CONFIRMATION, obstacle.claimed_on
    if obstacle.promised_on is not None and obstacle.promised_on < today:
        return Awaited.PROMISE_BROKEN, obstacle.promised_on
    if obstacle.asked_on is not None:
        return Awaited.ANSWER, obstacle.asked_on
    if obstacle.state is ObstacleState.ESCALATED:
        return Awaited.DECISION, obstacle.level_reached_on
    if obstacle.promised_on is not None:
        return Awaited.PROMISE, obstacle.promised_on
    return Awaited.ACTION, obstacle.reported_on
