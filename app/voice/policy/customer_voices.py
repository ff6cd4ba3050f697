"""Who may do what with the voice of the customer: the department that answers, its head, and the control tower."""

from typing import Any

from app.core.access import Actor, Alternatives, Policy, is_auditor, is_control_tower
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import (
    READERS,
    WRITERS,
    heads_the_department,
    is_no_auditor,
    is_of_another_department,
    is_of_the_department,
)


def did_not_write_the_answer(actor: Actor, voice: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else wrote the answer."""
    return bool(voice.answer_by_id != actor.id)


def is_not_praised(actor: Actor, voice: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else, or the department, is praised."""
    return bool(voice.praised_id != actor.id)


def did_not_write_it_down(actor: Actor, voice: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else took the voice in."""
    return bool(voice.entered_by_id != actor.id)


def wrote_it_down(actor: Actor, voice: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor took the voice in."""
    return bool(voice.entered_by_id == actor.id)


_TOWER: Alternatives = ((is_control_tower, is_no_auditor),)
_DEPARTMENT: Alternatives = ((is_of_the_department, is_no_auditor),)

POLICY: Policy = {
    Permission.VOICE_TAKE_IN: WRITERS,
    Permission.VOICE_IMPORT: _TOWER,
    Permission.VOICE_READ_ALL: ((is_control_tower,), (is_auditor,)),
    Permission.VOICE_READ: ((is_control_tower,), (is_auditor,), (is_of_the_department,), (wrote_it_down,)),
    Permission.VOICE_TRANSFER: (*_DEPARTMENT, *_TOWER),
    Permission.VOICE_EXTEND: _DEPARTMENT,
    Permission.VOICE_LEAVE_OUT: (*_DEPARTMENT, *_TOWER),
    Permission.VOICE_ANSWER: _DEPARTMENT,
    Permission.VOICE_APPROVE: ((heads_the_department, did_not_write_the_answer, is_no_auditor),),
    Permission.VOICE_READ_CALL: ((is_control_tower,), (is_auditor,)),
    Permission.VOICE_CALL: ((is_control_tower, is_of_another_department, did_not_write_the_answer, is_no_auditor),),
    Permission.VOICE_CONFIRM_PRAISE: (
        (heads_the_department, is_not_praised, did_not_write_it_down, is_no_auditor),
        (is_control_tower, is_not_praised, did_not_write_it_down, is_no_auditor),
    ),
    Permission.VOICE_MAKE_ISSUE: (*_DEPARTMENT, *_TOWER),
    Permission.VOICE_TELL_CHANGE: _TOWER,
    Permission.VOICE_TERMS: _TOWER,
}

_TOWER_ONLY: Alternatives = ((is_control_tower, is_no_auditor),)

ENDPOINTS: dict[str, Alternatives] = {
    "voice.list_customer_voices": READERS,
    "voice.show_customer_voice": READERS,
    "voice.new_customer_voice": WRITERS,
    "voice.create_customer_voice": WRITERS,
    "voice.create_voice_transfer": WRITERS,
    "voice.create_voice_extension": WRITERS,
    "voice.create_voice_not_counted": WRITERS,
    "voice.create_voice_answer": WRITERS,
    "voice.create_answer_approval": WRITERS,
    "voice.create_answer_return": WRITERS,
    "voice.create_happy_call": _TOWER_ONLY,
    "voice.create_praise_confirmation": WRITERS,
    "voice.create_praise_refusal": WRITERS,
    "voice.create_voice_change": _TOWER_ONLY,
    "voice.new_voice_issue": WRITERS,
    "voice.create_voice_issue": WRITERS,
    "voice.create_voice_issue_link": WRITERS,
    "voice.new_voice_import": _TOWER_ONLY,
    "voice.create_voice_import": _TOWER_ONLY,
    "voice.show_voice_sheet": _TOWER_ONLY,
    "voice.show_voice_digest": READERS,
    "voice.show_voice_words": READERS,
    "voice.show_voice_terms": READERS,
    "voice.create_voice_terms": _TOWER_ONLY,
}
