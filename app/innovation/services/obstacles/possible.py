"""What somebody may do with an obstacle now: the same tables the services ask, for the page's buttons."""

from app.core import access
from app.core.access import Actor
from app.core.errors import Refused
from app.innovation.enums import ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.enums.permissions import Permission
from app.innovation.models import Obstacle
from app.innovation.policy import POLICY
from app.innovation.rules.obstacles import ACTIVE, SETTLED, next_level
from app.innovation.services.obstacles.removals import confirmation_of

STEPS: dict[ObstacleStep, tuple[Permission, frozenset[ObstacleState]]] = {
    ObstacleStep.OWNER_ASSIGNMENT: (Permission.OBSTACLE_ASSIGN, ACTIVE),
    ObstacleStep.HANDOVER: (Permission.OBSTACLE_ASSIGN, ACTIVE),
    ObstacleStep.TAKE_UP: (Permission.OBSTACLE_TAKE_UP, frozenset({ObstacleState.OPEN, ObstacleState.REOPENED})),
    ObstacleStep.ESCALATION: (Permission.OBSTACLE_ESCALATE, ACTIVE),
    ObstacleStep.STRATEGY: (Permission.OBSTACLE_WRITE_STRATEGY, ACTIVE),
    ObstacleStep.REMOVAL_CLAIM: (Permission.OBSTACLE_CLAIM_REMOVAL, ACTIVE),
    ObstacleStep.BYPASS: (Permission.OBSTACLE_BYPASS, ACTIVE),
    ObstacleStep.ACCEPTANCE: (Permission.OBSTACLE_ACCEPT, ACTIVE),
    ObstacleStep.REOPENING: (Permission.OBSTACLE_REOPEN, SETTLED),
}


def possible_steps(obstacle: Obstacle, actor: Actor) -> frozenset[ObstacleStep]:
    """Return the steps the actor may take in the state the obstacle is in."""
    found = {
        step
        for step, (permission, states) in STEPS.items()
        if obstacle.state in states and access.allows(POLICY, permission, actor, obstacle)
    }
    if obstacle.task_id is None:
        found.discard(ObstacleStep.HANDOVER)
    if obstacle.owner_id is None:
        found.discard(ObstacleStep.TAKE_UP)
    if next_level(obstacle.level) is None:
        found.discard(ObstacleStep.ESCALATION)
    if may_confirm(obstacle, actor):
        found |= {ObstacleStep.REMOVAL_CONFIRMATION, ObstacleStep.REMOVAL_REJECTION}
    return frozenset(found)


def may_confirm(obstacle: Obstacle, actor: Actor) -> bool:
    """Whether it is on the actor to say that the claimed removal is real."""
    if obstacle.state is not ObstacleState.REMOVAL_CLAIMED:
        return False
    try:
        confirmation = confirmation_of(obstacle)
    except Refused:
        return False
    return access.allows(POLICY, Permission.OBSTACLE_CONFIRM_REMOVAL, actor, confirmation)
