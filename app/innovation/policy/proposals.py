"""Who may do what with campaigns, shares and hidden names."""

from app.core.access import Alternatives, Policy, is_auditor, is_control_tower, is_head, is_hr
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import READERS, is_no_auditor, is_not_the_proposer, works_in_a_department

_PROPOSERS: Alternatives = ((works_in_a_department, is_no_auditor),)
_SECONDS: Alternatives = ((is_head, is_no_auditor), (is_hr, is_no_auditor))
"""Who may be asked to be the second person: heads of departments and HR. An auditor reads and writes nothing."""

POLICY: Policy = {
    Permission.CAMPAIGN_WRITE: [[is_control_tower]],
    Permission.SHARE_ANSWER: _PROPOSERS,
    Permission.SHARES_SET: _PROPOSERS,
    Permission.UNMASKING_ASK: [[is_control_tower, is_no_auditor, is_not_the_proposer]],
    Permission.UNMASKING_READ: [[is_control_tower], [is_auditor]],
    Permission.UNMASKING_ANSWER: _SECONDS,
}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_campaigns": READERS,
    "innovation.new_campaign": ((is_control_tower,),),
    "innovation.create_campaign": ((is_control_tower,),),
    "innovation.show_campaign": READERS,
    "innovation.edit_campaign": ((is_control_tower,),),
    "innovation.create_campaign_change": ((is_control_tower,),),
    "innovation.create_campaign_closing": ((is_control_tower,),),
    "innovation.create_share_confirmation": _PROPOSERS,
    "innovation.create_share_refusal": _PROPOSERS,
    "innovation.new_share_setting": _PROPOSERS,
    "innovation.create_share_setting": _PROPOSERS,
    "innovation.new_unmasking": ((is_control_tower,),),
    "innovation.create_unmasking": ((is_control_tower,),),
    "innovation.show_unmasking": ((is_control_tower,), *_SECONDS),
    "innovation.create_unmasking_agreement": _SECONDS,
    "innovation.create_unmasking_refusal": _SECONDS,
}
