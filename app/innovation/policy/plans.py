"""Who may do what with plans."""

from dataclasses import dataclass

from app.core.access import Actor, Alternatives, Policy, is_control_tower
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_lead_department,
    heads_the_lead_department,
    is_no_auditor,
    leads_the_task,
    works_in_a_department,
)


@dataclass(frozen=True)
class TeamWork:
    """The work of a task's team, as far as it decides who may touch it.

    `heads_are_members`: everybody who heads the lead department today is on the team, so that the control tower
    decides in the head's place.
    """

    lead_department_id: int
    leader_id: int | None
    member_ids: frozenset[int]
    heads_are_members: bool = False


def is_on_the_team(actor: Actor, work: TeamWork) -> bool:
    """Whether the actor is the leader or a member of the team."""
    return actor.id in work.member_ids


def is_not_on_the_team(actor: Actor, work: TeamWork) -> bool:
    """Whether the actor has no part in the work: nobody decides about what they do and are credited for themselves."""
    return actor.id not in {work.leader_id, *work.member_ids}


def stands_in_for_the_head(actor: Actor, work: TeamWork) -> bool:
    """Whether the actor is of the control tower and nobody heads the lead department who is not on the team."""
    return work.heads_are_members and is_control_tower(actor, work)


WRITES_FOR_THE_TASK: Alternatives = (
    (leads_the_task, is_no_auditor),
    (is_on_the_team, is_no_auditor),
    (coordinates_the_lead_department,),
)
"""Whoever writes what a task hands in: leader, members, the coordinator of the lead department."""

DECIDES_AS_HEAD: Alternatives = (
    (heads_the_lead_department, is_not_on_the_team),
    (stands_in_for_the_head, is_not_on_the_team),
)
"""Whoever decides as head: a head or acting head outside the team; where there is none, the control tower."""

POLICY: Policy = {
    Permission.PLAN_WRITE: WRITES_FOR_THE_TASK,
    Permission.PLAN_APPROVE_HEAD: DECIDES_AS_HEAD,
    Permission.PLAN_APPROVE_TOWER: [[is_control_tower, is_not_on_the_team]],
}

WRITE: Alternatives = ((works_in_a_department, is_no_auditor),)

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.new_plan": WRITE,
    "innovation.create_plan": WRITE,
    "innovation.show_plan": READERS,
    "innovation.edit_plan": WRITE,
    "innovation.update_plan": WRITE,
    "innovation.create_plan_submission": WRITE,
    "innovation.create_plan_head_approval": WRITE,
    "innovation.create_plan_tower_approval": ((is_control_tower,),),
    "innovation.create_plan_return": WRITE,
    "innovation.create_plan_version": WRITE,
}
