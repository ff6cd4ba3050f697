"""Who may do what to answer an issue."""

from typing import Any

from app.core.access import Actor, Alternatives, Policy, is_auditor, is_control_tower
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_department,
    heads_the_department,
    is_lead_proposer,
    is_no_auditor,
    is_not_the_proposer,
    works_in_a_department,
)


def reviews_the_issue(actor: Actor, issue: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor heads or coordinates the department that reviews the issue."""
    unit = issue.reviewing_department_id
    return actor.heads(unit) or actor.coordinates(unit)


def heads_the_reviewing_department(actor: Actor, issue: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is head or acting head of the department that reviews the issue."""
    return actor.heads(issue.reviewing_department_id)


REVIEWS: Alternatives = [
    [is_control_tower, is_not_the_proposer],
    [reviews_the_issue, is_not_the_proposer, is_no_auditor],
]

POLICY: Policy = {
    Permission.CLOCK_PRESET_SET: [[is_control_tower]],
    Permission.ISSUE_REVIEW: REVIEWS,
    Permission.ISSUE_ADVISE: [[heads_the_reviewing_department, is_not_the_proposer]],
    Permission.ISSUE_OPINION_DRAFT: [[coordinates_the_department], [heads_the_department]],
    Permission.ISSUE_OPINION_ANSWER: [[heads_the_department]],
    Permission.ISSUE_FOLLOW_UP: [[is_control_tower, is_not_the_proposer]],
    Permission.REVIVAL_RECORD: [[is_control_tower, is_not_the_proposer], [is_lead_proposer]],
    Permission.REVIVAL_DECIDE: [[is_control_tower, is_not_the_proposer]],
    Permission.RECEIPT_PRINT: [[is_lead_proposer], [is_control_tower], [is_auditor]],
}

_ACTS: Alternatives = ((works_in_a_department, is_no_auditor),)
_TOWER: Alternatives = ((is_control_tower,),)

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_clock_presets": READERS,
    "innovation.create_clock_preset": _TOWER,
    "innovation.show_register": READERS,
    "innovation.export_register": READERS,
    "innovation.create_register_export": READERS,
    "innovation.show_receipt": READERS,
    "innovation.show_issue_clock": READERS,
    "innovation.list_deadlines": READERS,
    "innovation.create_issue_opinion": _ACTS,
    "innovation.create_issue_opinion_draft": _ACTS,
    "innovation.create_issue_opinion_answer": _ACTS,
    "innovation.create_issue_transfer": _ACTS,
    "innovation.create_issue_review": _ACTS,
    "innovation.create_issue_promise": _ACTS,
    "innovation.create_follow_up": _TOWER,
    "innovation.new_revival": _ACTS,
    "innovation.create_revival": _ACTS,
    "innovation.create_revival_claim": _ACTS,
    "innovation.create_revival_decision": _TOWER,
}
