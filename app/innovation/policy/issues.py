"""Who may do what with issues."""

from app.core.access import Alternatives, Policy, is_auditor, is_control_tower
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    READERS,
    is_lead_proposer,
    is_no_auditor,
    is_not_the_proposer,
    works_in_a_department,
)

POLICY: Policy = {
    Permission.ISSUE_HAND_IN: [[works_in_a_department, is_no_auditor]],
    Permission.ISSUE_READ_WITHDRAWN: [[is_control_tower], [is_auditor]],
    Permission.ISSUE_TRIAGE: [[is_control_tower, is_not_the_proposer]],
    Permission.ISSUE_OWN: [[is_lead_proposer]],
}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_issues": READERS,
    "innovation.list_found": READERS,
    "innovation.show_issue": READERS,
    "innovation.show_issue_origins": READERS,
    "innovation.new_issue": ((works_in_a_department, is_no_auditor),),
    "innovation.create_issue": ((works_in_a_department, is_no_auditor),),
    "innovation.create_issue_supplement": ((works_in_a_department,),),
    "innovation.create_issue_withdrawal": ((works_in_a_department,),),
    "innovation.create_reexamination": ((works_in_a_department,),),
    "innovation.create_adoption": ((is_control_tower,),),
    "innovation.create_joining": ((is_control_tower,),),
    "innovation.create_refusal": ((is_control_tower,),),
    "innovation.create_issue_link": ((is_control_tower,),),
    "innovation.create_supplement_request": ((works_in_a_department, is_no_auditor),),
    "innovation.create_link_undoing": ((is_control_tower,),),
}
