"""Who may do what with tasks, teams and stages."""

from app.core.access import Alternatives, Policy, is_auditor, is_control_tower, is_coordinator, is_head
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_lead_department,
    does_not_lead_the_task,
    has_not_asked,
    heads_the_department,
    heads_the_lead_department,
    leads_the_task,
    works_in_a_department,
    works_outside_the_lead_department,
)

CARRIES_THE_TASK: Alternatives = (
    (heads_the_lead_department,),
    (coordinates_the_lead_department,),
    (leads_the_task,),
    (is_control_tower,),
)
"""Whoever keeps the task going: head and coordinator of the lead department, the leader, the control tower."""

POLICY: Policy = {
    Permission.TASK_FRAME_STRATEGIC: [[is_control_tower]],
    Permission.TASK_FRAME_DEPARTMENT: [
        [is_control_tower],
        [heads_the_lead_department],
        [coordinates_the_lead_department],
    ],
    Permission.TASK_EDIT_FRAMING: CARRIES_THE_TASK,
    Permission.TEAM_SET: CARRIES_THE_TASK,
    Permission.OPINION_ASK: CARRIES_THE_TASK,
    Permission.OPINION_ANSWER: [[heads_the_department, has_not_asked]],
    Permission.STAGE_ADVANCE: CARRIES_THE_TASK,
    Permission.STAGE_ADVANCE_FRAMED: [[is_control_tower], [heads_the_lead_department]],
    Permission.STAGE_RETURN: [[is_control_tower], [heads_the_lead_department]],
    Permission.STAGE_LIMIT_SET: [[is_control_tower]],
    Permission.STANDSTILL_READ: [[is_control_tower], [is_head], [is_auditor]],
    Permission.LEAD_SHARE_SET: [[is_control_tower]],
    Permission.PRACTICE_CHANGE_SET: CARRIES_THE_TASK,
    Permission.GATE_WAIVE: [[is_control_tower, does_not_lead_the_task, works_outside_the_lead_department]],
}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.show_board": READERS,
    "innovation.show_task": READERS,
    "innovation.show_task_origins": READERS,
    "innovation.new_task": ((is_control_tower,), (is_head,), (is_coordinator,)),
    "innovation.create_task": ((is_control_tower,), (is_head,), (is_coordinator,)),
    "innovation.new_framing": ((works_in_a_department,),),
    "innovation.create_framing": ((works_in_a_department,),),
    "innovation.new_team": ((works_in_a_department,),),
    "innovation.create_team": ((works_in_a_department,),),
    "innovation.new_opinion_request": ((works_in_a_department,),),
    "innovation.create_opinion_request": ((works_in_a_department,),),
    "innovation.create_opinion_answer": ((is_head,),),
    "innovation.create_stage_advance": ((works_in_a_department,),),
    "innovation.create_stage_return": ((is_control_tower,), (is_head,)),
    "innovation.create_gate_waiver": ((is_control_tower,),),
    "innovation.list_standstills": ((is_control_tower,), (is_head,), (is_auditor,)),
    "innovation.edit_stage_limits": ((is_control_tower,),),
    "innovation.create_stage_limits": ((is_control_tower,),),
    "innovation.new_joint_lead": ((is_control_tower,),),
    "innovation.create_joint_lead": ((is_control_tower,),),
    "innovation.list_cooperations": READERS,
    "innovation.show_cooperation": READERS,
    "innovation.create_opinion_reminder": ((works_in_a_department,),),
    "innovation.new_practice_change": ((works_in_a_department,),),
    "innovation.create_practice_change": ((works_in_a_department,),),
}
