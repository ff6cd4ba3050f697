"""Who makes links and tokens of surveys, and who takes a token. Answering by a link needs no account."""

from app.core.access import PUBLIC, Alternatives, Policy, is_auditor, is_control_tower
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import READERS, WRITERS, is_no_auditor

_TOWER: Alternatives = ((is_control_tower, is_no_auditor),)

POLICY: Policy = {
    Permission.SURVEY_LINK_EDIT: _TOWER,
    Permission.SURVEY_TOKEN_TAKE: WRITERS,
    Permission.CITIZEN_PANEL_EDIT: _TOWER,
}

ENDPOINTS: dict[str, Alternatives] = {
    "voice.list_survey_links": READERS,
    "voice.create_survey_link": _TOWER,
    "voice.show_survey_card": READERS,
    "voice.create_survey_link_ending": _TOWER,
    "voice.show_survey_tokens": _TOWER,
    "voice.create_survey_tokens": _TOWER,
    "voice.create_survey_reminder": _TOWER,
    "voice.create_survey_wave_closing": _TOWER,
    "voice.list_survey_askings": WRITERS,
    "voice.show_survey_taking": WRITERS,
    "voice.create_survey_taking": WRITERS,
    "voice.list_panel_members": ((is_control_tower,), (is_auditor,)),
    "voice.create_panel_assignment": _TOWER,
    "voice.create_panel_removal": _TOWER,
    "voice.new_panel_consent": _TOWER,
    "voice.create_panel_consent": _TOWER,
    "voice.list_panel_invitations": _TOWER,
    "voice.create_panel_invitations": _TOWER,
    "answering.new_panel_member": PUBLIC,
    "answering.create_panel_member": PUBLIC,
    "answering.show_panel_member": PUBLIC,
    "answering.create_panel_taking": PUBLIC,
    "answering.create_panel_withdrawal": PUBLIC,
    "answering.show_public_survey": PUBLIC,
    "answering.create_public_answer": PUBLIC,
    "answering.show_public_thanks": PUBLIC,
}
