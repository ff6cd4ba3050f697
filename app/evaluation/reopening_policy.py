"""Who may open a round again for corrections, and who confirms. An auditor reads everything and writes nothing."""

from app.core.access import (
    Actor,
    Alternatives,
    Policy,
    Role,
    is_auditor,
    is_control_tower,
    is_coordinator,
    is_head,
    is_hr,
    is_signed_in,
)
from app.evaluation.enums import Permission


def is_no_auditor(actor: Actor, _subject: object) -> bool:
    """An auditor reads everything and writes nothing."""
    return not actor.has(Role.AUDITOR)


def is_the_second(actor: Actor, subject: object) -> bool:
    """Whether the actor was named to agree and to confirm."""
    return getattr(subject, "second_id", None) == actor.id


REOPENING_POLICY: Policy = {
    Permission.REOPENING_PROPOSE: [[is_control_tower, is_no_auditor]],
    Permission.REOPENING_ANSWER: [[is_the_second, is_head, is_no_auditor], [is_the_second, is_hr, is_no_auditor]],
    Permission.REOPENING_READ: [[is_control_tower], [is_auditor], [is_the_second]],
}

_TOWER: Alternatives = ((is_control_tower,),)
_SECONDS: Alternatives = ((is_head,), (is_hr,))
_ENTRY: Alternatives = ((is_control_tower,), (is_coordinator,), (is_head,))

REOPENING_ENDPOINTS: dict[str, Alternatives] = {
    "evaluation.edit_round_days": _TOWER,
    "evaluation.update_round_days": _TOWER,
    "evaluation.new_year_of_rounds": _TOWER,
    "evaluation.create_year_of_rounds": _TOWER,
    "evaluation.list_reopenings": ((is_control_tower,), (is_auditor,)),
    "evaluation.new_reopening": _TOWER,
    "evaluation.create_reopening": _TOWER,
    "evaluation.show_reopening": ((is_signed_in,),),
    "evaluation.create_reopening_agreement": _SECONDS,
    "evaluation.create_reopening_withdrawal": ((is_control_tower,), (is_head,), (is_hr,)),
    "evaluation.new_reopening_entry": _ENTRY,
    "evaluation.create_reopening_entry": _ENTRY,
    "evaluation.create_reopening_entry_removal": _ENTRY,
    "evaluation.create_reopening_submission": _TOWER,
    "evaluation.create_reopening_return": _SECONDS,
    "evaluation.create_reopening_confirmation": _SECONDS,
}
