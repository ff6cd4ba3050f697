"""Who may recommend, answer and report the spread of a result."""

from app.core.access import Alternatives, Policy, is_control_tower, is_coordinator, is_head
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_department,
    has_not_recommended,
    heads_the_department,
    heads_the_lead_department,
)

POLICY: Policy = {
    Permission.SPREAD_RECOMMEND: [[is_control_tower], [heads_the_lead_department]],
    Permission.SPREAD_ANSWER: [[heads_the_department, has_not_recommended]],
    Permission.SPREAD_REPORT: [
        [heads_the_department, has_not_recommended],
        [coordinates_the_department, has_not_recommended],
    ],
}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_spreads": READERS,
    "innovation.show_spread": READERS,
    "innovation.new_spread": ((is_control_tower,), (is_head,)),
    "innovation.create_spread": ((is_control_tower,), (is_head,)),
    "innovation.create_spread_answer": ((is_head,),),
    "innovation.create_spread_adoption": ((is_head,), (is_coordinator,)),
}
