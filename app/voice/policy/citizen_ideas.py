"""Who decides what of a citizen's idea is public: the control tower, and the head of the department that answers."""

from app.core.access import PUBLIC, Alternatives, Policy, is_control_tower
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import WRITERS, heads_the_department, is_no_auditor

POLICY: Policy = {
    Permission.CITIZEN_IDEA_SHOW: ((is_control_tower, is_no_auditor), (heads_the_department, is_no_auditor)),
}

ENDPOINTS: dict[str, Alternatives] = {
    "voice.create_idea_showing": WRITERS,
    "voice.create_idea_keeping": WRITERS,
    "answering.list_public_ideas": PUBLIC,
    "answering.new_public_idea": PUBLIC,
    "answering.create_public_idea": PUBLIC,
    "answering.new_idea_lookup": PUBLIC,
    "answering.create_idea_lookup": PUBLIC,
}
