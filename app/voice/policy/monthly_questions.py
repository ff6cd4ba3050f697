"""Who asks the question of the month. Everybody of the office reads it; the public pages need no account."""

from app.core.access import PUBLIC, Alternatives, Policy, is_control_tower
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import READERS, is_no_auditor

_TOWER: Alternatives = ((is_control_tower, is_no_auditor),)

POLICY: Policy = {Permission.CITIZEN_QUESTION_ASK: _TOWER}

ENDPOINTS: dict[str, Alternatives] = {
    "voice.list_monthly_questions": READERS,
    "voice.show_monthly_question": READERS,
    "voice.new_monthly_question": _TOWER,
    "voice.create_monthly_question": _TOWER,
    "voice.create_monthly_result": _TOWER,
    "voice.create_monthly_reflection": _TOWER,
    "answering.show_citizens_page": PUBLIC,
    "answering.show_public_question": PUBLIC,
}
