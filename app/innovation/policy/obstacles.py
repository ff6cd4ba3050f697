"""Who may do what with obstacles."""

from dataclasses import dataclass

from app.core.access import Actor, Alternatives, Policy, Role, is_control_tower
from app.innovation.enums.permissions import Permission
from app.innovation.models import Obstacle
from app.innovation.policy.predicates import READERS, is_no_auditor, works_in_a_department


@dataclass(frozen=True)
class RemovalConfirmation:
    """A confirmation somebody wants to give: `responsible_department_id` is the department that has to."""

    claimed_by_id: int | None
    claimed_by_department_id: int
    responsible_department_id: int
    is_control_tower: bool


def owns_the_obstacle(actor: Actor, obstacle: Obstacle) -> bool:
    """Whether the actor is named as the one who sees to it."""
    return obstacle.owner_id == actor.id


def has_reported(actor: Actor, obstacle: Obstacle) -> bool:
    """Whether the actor reported the obstacle."""
    return obstacle.reported_by_id == actor.id


def is_asked_to_act(actor: Actor, obstacle: Obstacle) -> bool:
    """Whether the actor is head, acting head or coordinator of the department that is asked to act."""
    asked = obstacle.asked_department_id
    return actor.heads(asked) or actor.coordinates(asked)


def heads_the_suffering_department(actor: Actor, obstacle: Obstacle) -> bool:
    """Whether the actor is head or acting head of the department that suffers."""
    return actor.heads(obstacle.suffering_department_id)


def coordinates_the_suffering_department(actor: Actor, obstacle: Obstacle) -> bool:
    """Whether the actor is the coordinator of the department that suffers."""
    return actor.coordinates(obstacle.suffering_department_id)


def works_where_it_hurts(actor: Actor, obstacle: Obstacle) -> bool:
    """Whether the actor belongs to the department that suffers."""
    return actor.department_id == obstacle.suffering_department_id


def works_in_no_asked_department(actor: Actor, obstacle: Obstacle) -> bool:
    """Whether it is not the actor's own department that is asked to act: it does not let itself off."""
    return actor.department_id != obstacle.asked_department_id


def is_not_handed_over(_actor: Actor, obstacle: Obstacle) -> bool:
    """Whether nobody has to take the obstacle over: what was handed over is taken up by its new owner alone."""
    return obstacle.handed_over_at is None


def heads_the_confirming_department(actor: Actor, confirmation: RemovalConfirmation) -> bool:
    """Whether the actor is head or acting head of the department that has to confirm."""
    return actor.heads(confirmation.responsible_department_id)


def confirms_for_the_control_tower(actor: Actor, confirmation: RemovalConfirmation) -> bool:
    """Whether it is the control tower that has to confirm, and the actor is of it."""
    belongs = actor.department_id == confirmation.responsible_department_id
    return confirmation.is_control_tower and belongs and actor.has(Role.CONTROL_TOWER)


def is_not_of_the_claimant(actor: Actor, confirmation: RemovalConfirmation) -> bool:
    """Whether the actor neither made the claim nor belongs to the department that made it."""
    return confirmation.claimed_by_id != actor.id and confirmation.claimed_by_department_id != actor.department_id


SUFFERS: Alternatives = ((heads_the_suffering_department,), (coordinates_the_suffering_department,))

POLICY: Policy = {
    Permission.OBSTACLE_REPORT: [[works_in_a_department, is_no_auditor]],
    Permission.OBSTACLE_ASSIGN: [[has_reported], [owns_the_obstacle], [is_asked_to_act], *SUFFERS, [is_control_tower]],
    Permission.OBSTACLE_TAKE_UP: [[owns_the_obstacle], [is_asked_to_act, is_not_handed_over]],
    Permission.OBSTACLE_ESCALATE: [[has_reported], [owns_the_obstacle], *SUFFERS, [is_control_tower]],
    Permission.OBSTACLE_CLAIM_REMOVAL: [[owns_the_obstacle], [is_asked_to_act]],
    Permission.OBSTACLE_CONFIRM_REMOVAL: [
        [heads_the_confirming_department, is_not_of_the_claimant],
        [confirms_for_the_control_tower, is_not_of_the_claimant],
    ],
    Permission.OBSTACLE_BYPASS: [
        *SUFFERS,
        [owns_the_obstacle, works_where_it_hurts],
        [is_control_tower, works_in_no_asked_department],
    ],
    Permission.OBSTACLE_ACCEPT: [[heads_the_suffering_department]],
    Permission.OBSTACLE_WRITE_STRATEGY: [[has_reported], [owns_the_obstacle], [is_asked_to_act], *SUFFERS],
    Permission.OBSTACLE_LADDER_SET: [[is_control_tower]],
    Permission.OBSTACLE_REOPEN: [[has_reported], *SUFFERS, [is_control_tower]],
}

_WRITE: Alternatives = ((works_in_a_department, is_no_auditor),)

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_obstacles": READERS,
    "innovation.show_obstacle": READERS,
    "innovation.new_obstacle": _WRITE,
    "innovation.create_obstacle": _WRITE,
    "innovation.create_obstacle_owner": _WRITE,
    "innovation.create_obstacle_handover": _WRITE,
    "innovation.create_obstacle_take_up": _WRITE,
    "innovation.create_obstacle_escalation": _WRITE,
    "innovation.create_obstacle_strategy": _WRITE,
    "innovation.list_blockers": READERS,
    "innovation.show_escalation_days": READERS,
    "innovation.create_escalation_days": ((is_control_tower,),),
    "innovation.create_removal_claim": _WRITE,
    "innovation.create_removal_confirmation": _WRITE,
    "innovation.create_removal_rejection": _WRITE,
    "innovation.create_obstacle_bypass": _WRITE,
    "innovation.create_obstacle_acceptance": _WRITE,
    "innovation.create_obstacle_reopening": _WRITE,
}
