"""해소 신청과 확인: one department says that the obstacle is gone, another one confirms it."""

from app.core import access, clock
from app.core.access import Actor
from app.core.errors import Denied
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.enums.permissions import Permission
from app.innovation.events import ObstacleRemovalClaimed, ObstacleRemovalRejected, ObstacleRemoved
from app.innovation.models import Obstacle
from app.innovation.policy import POLICY
from app.innovation.policy.obstacles import RemovalConfirmation
from app.innovation.rules import obstacles as rules
from app.innovation.services.obstacles.history import move
from app.organization.queries import control_tower_department_id

NOBODY = 0
"""Stands for the claimant's department while nobody claims anything."""


def claim_removal(*, obstacle: Obstacle, actor: Actor, how: str) -> None:
    """Say that the obstacle is gone, and how. Where nobody owned it, the claimant does from now on."""
    access.require(POLICY, Permission.OBSTACLE_CLAIM_REMOVAL, actor, obstacle)
    rules.check_removal_claim(obstacle.state, how)
    department_id = _claiming_department(obstacle, actor)
    confirming = confirmation_of(obstacle, claimant=department_id).responsible_department_id
    move(
        obstacle,
        ObstacleStep.REMOVAL_CLAIM,
        actor=actor,
        note=how,
        department_id=department_id,
        state=ObstacleState.REMOVAL_CLAIMED,
        owner_id=obstacle.owner_id or actor.id,
        claimed_by_id=actor.id,
        claimed_by_department_id=department_id,
        claimed_at=clock.now(),
    )
    publish(
        ObstacleRemovalClaimed(
            actor_id=actor.id,
            obstacle_id=obstacle.id,
            claimed_by_department_id=department_id,
            confirming_department_id=confirming,
        )
    )


def confirm_removal(*, obstacle: Obstacle, actor: Actor, note: str = "") -> None:
    """Close the obstacle: the department that suffered says it is gone."""
    confirmation = confirmation_of(obstacle)
    access.require(POLICY, Permission.OBSTACLE_CONFIRM_REMOVAL, actor, confirmation)
    rules.check_removal_confirmation(obstacle.state, **_departments(confirmation))
    removers = tuple(dict.fromkeys(person for person in (obstacle.claimed_by_id, obstacle.owner_id) if person))
    move(
        obstacle,
        ObstacleStep.REMOVAL_CONFIRMATION,
        actor=actor,
        note=note,
        department_id=confirmation.responsible_department_id,
        state=ObstacleState.REMOVED,
        confirmed_by_id=actor.id,
        confirmed_by_department_id=confirmation.responsible_department_id,
        confirmed_at=clock.now(),
        closed_on=clock.today(),
    )
    publish(
        ObstacleRemoved(
            actor_id=actor.id,
            obstacle_id=obstacle.id,
            remover_ids=removers,
            remover_department_id=confirmation.claimed_by_department_id,
            days_open=(clock.today() - clock.to_seoul(obstacle.reported_at).date()).days,
            task_id=obstacle.task_id,
            issue_id=obstacle.issue_id,
        )
    )


def reject_removal(*, obstacle: Obstacle, actor: Actor, reason: str) -> None:
    """Say that the obstacle is still there; it is worked on again."""
    confirmation = confirmation_of(obstacle)
    access.require(POLICY, Permission.OBSTACLE_CONFIRM_REMOVAL, actor, confirmation)
    rules.check_removal_rejection(obstacle.state, **_departments(confirmation), reason=reason)
    move(
        obstacle,
        ObstacleStep.REMOVAL_REJECTION,
        actor=actor,
        note=reason,
        department_id=confirmation.responsible_department_id,
        state=ObstacleState.IN_PROGRESS,
        claimed_by_id=None,
        claimed_by_department_id=None,
        claimed_at=None,
    )
    publish(
        ObstacleRemovalRejected(
            actor_id=actor.id,
            obstacle_id=obstacle.id,
            confirming_department_id=confirmation.responsible_department_id,
            reason=FreeText(reason),
        )
    )


def confirmation_of(obstacle: Obstacle, *, claimant: int | None = None) -> RemovalConfirmation:
    """Return who has to confirm the claim there is, or the one `claimant` would make. `Refused` if nobody could."""
    claiming = claimant or obstacle.claimed_by_department_id or NOBODY
    tower = control_tower_department_id()
    responsible = rules.confirming_department(
        suffering=obstacle.suffering_department_id,
        claimant=claiming,
        control_tower=tower,
        asked=obstacle.asked_department_id,
    )
    return RemovalConfirmation(
        claimed_by_id=obstacle.claimed_by_id,
        claimed_by_department_id=claiming,
        responsible_department_id=responsible,
        is_control_tower=responsible == tower,
    )


def _departments(confirmation: RemovalConfirmation) -> dict[str, int]:
    """The policy has seen to it that the actor acts for the responsible department."""
    return {
        "claimant_department": confirmation.claimed_by_department_id,
        "responsible_department": confirmation.responsible_department_id,
        "confirming_department": confirmation.responsible_department_id,
    }


def _claiming_department(obstacle: Obstacle, actor: Actor) -> int:
    """Whoever owns the obstacle claims for their own department, everybody else for the one that is asked."""
    own = obstacle.owner_id == actor.id or obstacle.asked_department_id is None
    department_id = actor.department_id if own else obstacle.asked_department_id
    if department_id is None:
        raise Denied(_("You may not do this."))
    return department_id
