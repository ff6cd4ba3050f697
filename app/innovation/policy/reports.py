"""Who may do what with progress reports, check meetings and findings."""

from app.core.access import Actor, Alternatives, Policy, is_control_tower, is_coordinator, is_head
from app.innovation.enums.permissions import Permission
from app.innovation.models import MeetingDecision
from app.innovation.policy.plans import DECIDES_AS_HEAD, WRITE, WRITES_FOR_THE_TASK
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_lead_department,
    heads_the_lead_department,
    is_no_auditor,
)


def is_named_in_the_decision(actor: Actor, decision: MeetingDecision) -> bool:
    """Whether the decision names the actor."""
    return bool(decision.person_id == actor.id)


def acts_for_the_named_department(actor: Actor, decision: MeetingDecision) -> bool:
    """Whether the actor heads or coordinates the department the decision names."""
    return actor.heads(decision.department_id) or actor.coordinates(decision.department_id)


POLICY: Policy = {
    Permission.REPORT_WRITE: WRITES_FOR_THE_TASK,
    Permission.REPORT_APPROVE: DECIDES_AS_HEAD,
    Permission.MEETING_RECORD: [[is_control_tower], [heads_the_lead_department]],
    Permission.DECISION_COMPLETE: [
        [is_named_in_the_decision, is_no_auditor],
        [acts_for_the_named_department],
        [is_control_tower],
    ],
    Permission.FINDING_RECORD: [[is_control_tower], [is_head], [is_coordinator], *WRITES_FOR_THE_TASK],
    Permission.FINDING_ANSWER: [[heads_the_lead_department], [coordinates_the_lead_department]],
}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_overdue_reports": READERS,
    "innovation.show_report": READERS,
    "innovation.new_report": WRITE,
    "innovation.create_report": WRITE,
    "innovation.edit_report": WRITE,
    "innovation.update_report": WRITE,
    "innovation.create_report_evidence": WRITE,
    "innovation.create_report_evidence_withdrawal": WRITE,
    "innovation.create_report_submission": WRITE,
    "innovation.create_report_approval": WRITE,
    "innovation.create_report_return": WRITE,
    "innovation.new_meeting": WRITE,
    "innovation.create_meeting": WRITE,
    "innovation.show_meeting": READERS,
    "innovation.create_decision_completion": WRITE,
    "innovation.new_finding": WRITE,
    "innovation.create_finding": WRITE,
    "innovation.show_finding": READERS,
    "innovation.create_finding_answer": WRITE,
}
