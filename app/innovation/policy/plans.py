"""Who may do what with plans."""

from dataclasses import dataclass

from app.core.access import Actor, Alternatives, Policy, is_control_tower, is_signed_in
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    coordinates_the_lead_department,
    does_not_lead_the_task,
    heads_the_lead_department,
    is_no_auditor,
    leads_the_task,
    works_in_a_department,
)


@dataclass(frozen=True)
class TeamWork:
    """The work of a task's team, as far as it decides who may touch it."""

    lead_department_id: int
    leader_id: int | None
    member_ids: frozenset[int]


def is_on_the_team(actor: Actor, work: TeamWork) -> bool:
    """Whether the actor is the leader or a member of the team."""
    return actor.id in work.member_ids


WRITES_FOR_THE_TASK: Alternatives = (
    (leads_the_task, is_no_auditor),
    (is_on_the_team, is_no_auditor),
    (coordinates_the_lead_department,),
)
"""Whoever writes what a task hands in: leader, members, the coordinator of the lead department."""

POLICY: Policy = {
    Permission.PLAN_WRITE: WRITES_FOR_THE_TASK,
    Permission.PLAN_APPROVE_HEAD: [[heads_the_lead_department]],
    Permission.PLAN_APPROVE_TOWER: [[is_control_tower, does_not_lead_the_task]],
}

READ: Alternatives = ((is_signed_in,),)
WRITE: Alternatives = ((works_in_a_department, is_no_auditor),)

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.new_plan": WRITE,
    "innovation.create_plan": WRITE,
    "innovation.show_plan": READ,
    "innovation.edit_plan": WRITE,
    "innovation.update_plan": WRITE,
    "innovation.create_plan_submission": WRITE,
    "innovation.create_plan_head_approval": WRITE,
    "innovation.create_plan_tower_approval": ((is_control_tower,),),
    "innovation.create_plan_return": WRITE,
    "innovation.create_plan_version": WRITE,
}
