"""Who may do what with closings and lessons."""

from app.core.access import Alternatives, Policy, is_control_tower
from app.innovation.enums.permissions import Permission
from app.innovation.policy.plans import WRITE, WRITES_FOR_THE_TASK, is_not_on_the_team
from app.innovation.policy.predicates import READERS, heads_the_lead_department

POLICY: Policy = {
    Permission.CLOSING_WRITE: [*WRITES_FOR_THE_TASK, [heads_the_lead_department]],
    Permission.CLOSING_SUBMIT: [[heads_the_lead_department]],
    Permission.CLOSING_DECIDE: [[is_control_tower, is_not_on_the_team]],
}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.new_closing": WRITE,
    "innovation.create_closing": WRITE,
    "innovation.show_closing": READERS,
    "innovation.edit_closing": WRITE,
    "innovation.update_closing": WRITE,
    "innovation.create_closing_submission": WRITE,
    "innovation.create_closing_return": ((is_control_tower,),),
    "innovation.create_task_end": ((is_control_tower,),),
    "innovation.list_lessons": READERS,
    "innovation.show_lesson": READERS,
}
