"""Who writes surveys, opens them and reads what was answered. Whoever works in the office reads the figures."""

from typing import Any

from app.core.access import Actor, Alternatives, Policy, is_auditor, is_control_tower, is_coordinator, is_head
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import (
    READERS,
    coordinates_the_department,
    heads_the_department,
    is_no_auditor,
    is_of_another_department,
)


def did_not_enter_it(actor: Actor, thing: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else typed the table."""
    return bool(thing.entered_by_id != actor.id)


POLICY: Policy = {
    Permission.CUSTOMER_GROUP_WRITE: [
        [is_control_tower, is_no_auditor],
        [coordinates_the_department, is_no_auditor],
        [heads_the_department, is_no_auditor],
    ],
    Permission.SURVEY_WRITE: [[is_control_tower, is_no_auditor], [coordinates_the_department, is_no_auditor]],
    Permission.SURVEY_OPEN: [[is_control_tower, is_no_auditor]],
    Permission.SURVEY_ENTER: [[is_control_tower, is_no_auditor], [coordinates_the_department, is_no_auditor]],
    Permission.SURVEY_CONFIRM: [[is_control_tower, is_no_auditor, did_not_enter_it, is_of_another_department]],
    Permission.SURVEY_READ_TEXTS: [
        [is_control_tower],
        [is_auditor],
        [heads_the_department],
        [coordinates_the_department],
    ],
}

_WRITERS: Alternatives = ((is_control_tower, is_no_auditor), (is_coordinator, is_no_auditor))
_GROUP_WRITERS: Alternatives = (*_WRITERS, (is_head, is_no_auditor))
_TOWER: Alternatives = ((is_control_tower, is_no_auditor),)

ENDPOINTS: dict[str, Alternatives] = {
    "voice.list_customer_groups": READERS,
    "voice.new_customer_group": _GROUP_WRITERS,
    "voice.create_customer_group": _GROUP_WRITERS,
    "voice.edit_customer_group": _GROUP_WRITERS,
    "voice.update_customer_group": _GROUP_WRITERS,
    "voice.create_customer_group_retirement": _GROUP_WRITERS,
    "voice.list_surveys": READERS,
    "voice.show_survey": READERS,
    "voice.show_survey_preview": READERS,
    "voice.new_survey": _WRITERS,
    "voice.create_survey": _WRITERS,
    "voice.edit_survey": _WRITERS,
    "voice.update_survey": _WRITERS,
    "voice.create_survey_release": _WRITERS,
    "voice.create_survey_retirement": _WRITERS,
    "voice.create_survey_edition": _WRITERS,
    "voice.new_survey_question": _WRITERS,
    "voice.create_survey_question": _WRITERS,
    "voice.edit_survey_question": _WRITERS,
    "voice.update_survey_question": _WRITERS,
    "voice.create_survey_question_move": _WRITERS,
    "voice.create_survey_question_removal": _WRITERS,
    "voice.show_survey_wave": READERS,
    "voice.list_survey_texts": READERS,
    "voice.new_survey_wave": _TOWER,
    "voice.create_survey_wave": _TOWER,
    "voice.edit_survey_wave": _TOWER,
    "voice.update_survey_wave": _TOWER,
    "voice.create_survey_wave_opening": _TOWER,
    "voice.new_survey_entry": _WRITERS,
    "voice.create_survey_entry": _WRITERS,
    "voice.create_survey_entry_confirmation": _TOWER,
    "voice.create_survey_entry_rejection": _TOWER,
    "voice.create_survey_tables_closing": _TOWER,
}
