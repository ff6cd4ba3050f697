"""착수, 상향 조정, 상생 전략, 우회, 수용, 재발."""

from app.core import access, clock
from app.core.access import Actor
from app.core.events import FreeText, publish
from app.innovation.enums import ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.enums.permissions import Permission
from app.innovation.enums.search import SearchNoun
from app.innovation.events import (
    ObstacleAccepted,
    ObstacleBypassed,
    ObstacleEscalated,
    ObstacleReopened,
    ObstacleStrategyWritten,
    ObstacleTakenUp,
)
from app.innovation.models import Obstacle
from app.innovation.policy import POLICY
from app.innovation.queries.obstacles.ladder import level_due_day
from app.innovation.rules import obstacles as rules
from app.innovation.services.obstacles.history import move
from app.innovation.services.search import index_for_search


def take_up(*, obstacle: Obstacle, actor: Actor, note: str = "") -> None:
    """Begin work on the obstacle; it needs an owner."""
    access.require(POLICY, Permission.OBSTACLE_TAKE_UP, actor, obstacle)
    rules.check_start(obstacle.state, has_owner=obstacle.owner_id is not None)
    assert obstacle.owner_id is not None
    move(obstacle, ObstacleStep.TAKE_UP, actor=actor, note=note, state=ObstacleState.IN_PROGRESS)
    publish(ObstacleTakenUp(actor_id=actor.id, obstacle_id=obstacle.id, owner_id=obstacle.owner_id))


def escalate(*, obstacle: Obstacle, actor: Actor, reason: str) -> None:
    """Pass the obstacle to the level above."""
    access.require(POLICY, Permission.OBSTACLE_ESCALATE, actor, obstacle)
    above, today = rules.check_escalation(obstacle.state, obstacle.level, reason), clock.today()
    move(
        obstacle,
        ObstacleStep.ESCALATION,
        actor=actor,
        note=reason,
        state=ObstacleState.ESCALATED,
        level=above,
        level_reached_on=today,
        level_due_on=level_due_day(above, today),
    )
    publish(ObstacleEscalated(actor_id=actor.id, obstacle_id=obstacle.id, level=above.value, reason=FreeText(reason)))


def write_strategy(*, obstacle: Obstacle, actor: Actor, strategy: str, seen: str | None = None) -> None:
    """Write down how both sides gain from removing the obstacle; earlier words stay in its history.

    `seen` is the mark of the text the actor looked at. `Conflict` if another one stands there by now.
    """
    access.require(POLICY, Permission.OBSTACLE_WRITE_STRATEGY, actor, obstacle)
    rules.check_strategy(obstacle.state, strategy, present=obstacle.win_win, seen=seen)
    move(obstacle, ObstacleStep.STRATEGY, actor=actor, note=strategy, win_win=strategy)
    index_for_search(SearchNoun.OBSTACLE, obstacle)
    publish(ObstacleStrategyWritten(actor_id=actor.id, obstacle_id=obstacle.id, strategy=FreeText(strategy)))


def bypass(*, obstacle: Obstacle, actor: Actor, reason: str) -> None:
    """Close the obstacle: a way around it was found. Those who suffer say so, or the control tower."""
    access.require(POLICY, Permission.OBSTACLE_BYPASS, actor, obstacle)
    rules.check_bypass(obstacle.state, reason)
    today = clock.today()
    move(obstacle, ObstacleStep.BYPASS, actor=actor, note=reason, state=ObstacleState.BYPASSED, closed_on=today)
    publish(ObstacleBypassed(actor_id=actor.id, obstacle_id=obstacle.id, reason=FreeText(reason)))


def accept(*, obstacle: Obstacle, actor: Actor, reason: str) -> None:
    """Close the obstacle: the head of the department that suffers decides to live with it."""
    access.require(POLICY, Permission.OBSTACLE_ACCEPT, actor, obstacle)
    rules.check_acceptance(obstacle.state, reason)
    today = clock.today()
    move(obstacle, ObstacleStep.ACCEPTANCE, actor=actor, note=reason, state=ObstacleState.ACCEPTED, closed_on=today)
    publish(ObstacleAccepted(actor_id=actor.id, obstacle_id=obstacle.id, reason=FreeText(reason)))


def reopen(*, obstacle: Obstacle, actor: Actor, reason: str) -> None:
    """Open a closed obstacle again, at the level it had; the next confirmation is a new one."""
    access.require(POLICY, Permission.OBSTACLE_REOPEN, actor, obstacle)
    rules.check_reopening(obstacle.state, reason)
    was, today = obstacle.state, clock.today()
    move(
        obstacle,
        ObstacleStep.REOPENING,
        actor=actor,
        note=reason,
        state=ObstacleState.REOPENED,
        closed_on=None,
        level_reached_on=today,
        level_due_on=level_due_day(obstacle.level, today),
        handed_over_at=None,
        claimed_by_id=None,
        claimed_by_department_id=None,
        claimed_at=None,
        confirmed_by_id=None,
        confirmed_by_department_id=None,
        confirmed_at=None,
    )
    publish(ObstacleReopened(actor_id=actor.id, obstacle_id=obstacle.id, was=was.value, reason=FreeText(reason)))
