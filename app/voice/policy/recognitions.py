"""Who may do what with awards, visits and proactive cases, and their weights."""

from typing import Any

from app.core.access import Actor, Alternatives, Policy, is_auditor, is_control_tower
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import READERS, WRITERS, is_no_auditor, works_in_a_department


def wrote_it(actor: Actor, recognition: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor handed it in."""
    return bool(recognition.author_id == actor.id)


def did_not_write_it(actor: Actor, recognition: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else handed it in."""
    return bool(recognition.author_id != actor.id)


POLICY: Policy = {
    Permission.RECOGNITION_WRITE: [[works_in_a_department, is_no_auditor]],
    Permission.RECOGNITION_EDIT: [[wrote_it, is_no_auditor]],
    Permission.RECOGNITION_DECIDE: [[is_control_tower, did_not_write_it]],
    Permission.RECOGNITION_REVOKE: [[is_control_tower, did_not_write_it]],
    Permission.RECOGNITION_WEIGH: [[is_control_tower]],
    Permission.RECOGNITION_READ_ALL: [[is_control_tower], [is_auditor]],
}

_TOWER: Alternatives = ((is_control_tower,),)

ENDPOINTS: dict[str, Alternatives] = {
    "voice.list_recognitions": READERS,
    "voice.new_recognition": WRITERS,
    "voice.create_recognition": WRITERS,
    "voice.show_recognition": READERS,
    "voice.edit_recognition": WRITERS,
    "voice.update_recognition": WRITERS,
    "voice.create_recognition_withdrawal": WRITERS,
    "voice.create_recognition_confirmation": _TOWER,
    "voice.create_recognition_return": _TOWER,
    "voice.create_recognition_revocation": _TOWER,
    "voice.show_recognition_weights": READERS,
    "voice.edit_recognition_weights": _TOWER,
    "voice.create_recognition_weights": _TOWER,
}
