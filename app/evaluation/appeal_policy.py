"""Who may do what with an appeal, and who says what the public sees. An auditor reads and does nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    offices_of,
)
from app.evaluation.enums import AppealState, Permission


@dataclass(frozen=True, kw_only=True)
class AppealWork:
    """An appeal as far as it decides who may do what. Ids are None as long as nobody has done it."""

    department_id: int
    filed_by_id: int
    state: AppealState
    replied_by_id: int | None = None
    replier_department_id: int | None = None
    second_decider_id: int | None = None
    second_ids: frozenset[int] = frozenset()
    """Who was asked to confirm what it corrects."""


def is_no_auditor(actor: Actor, _subject: object) -> bool:
    """An auditor reads everything and writes nothing."""
    return not actor.has(Role.AUDITOR)


def heads_the_department(actor: Actor, subject: object) -> bool:
    """Whether the actor is head or acting head of the department; the subject is its id, or its appeal."""
    department_id = subject.department_id if isinstance(subject, AppealWork) else subject
    return isinstance(department_id, int) and actor.heads(department_id)


def stands_for_it(actor: Actor, work: AppealWork) -> bool:
    """Whether the actor heads or coordinates the department, or filed the appeal."""
    own = actor.heads(work.department_id) or actor.coordinates(work.department_id)
    return own or actor.id == work.filed_by_id


def is_no_party(actor: Actor, work: AppealWork) -> bool:
    """Whether the actor neither filed it nor has an office in the department."""
    return actor.id != work.filed_by_id and work.department_id not in offices_of(actor)


def did_not_reply(actor: Actor, work: AppealWork) -> bool:
    """Whether somebody else replied."""
    return actor.id != work.replied_by_id


def waits_for_the_first(_actor: Actor, work: AppealWork) -> bool:
    """Whether it was replied to and is to be decided at the first level."""
    return work.state is AppealState.ANSWERED


def heads_who_replied(actor: Actor, work: AppealWork) -> bool:
    """Whether the actor heads the department of the person who replied."""
    return actor.heads(work.replier_department_id)


def is_named_for_it(actor: Actor, work: AppealWork) -> bool:
    """Whether the actor was named to decide at the second level."""
    return work.state is AppealState.RAISED and actor.id == work.second_decider_id


def was_named(actor: Actor, work: AppealWork) -> bool:
    """Whether the actor was named for its second level, or asked to confirm what it corrects."""
    return actor.id == work.second_decider_id or actor.id in work.second_ids


POLICY: Policy = {
    Permission.APPEAL_READ: [[is_control_tower], [is_auditor], [stands_for_it], [was_named], [heads_who_replied]],
    Permission.APPEAL_FILE: [[heads_the_department, is_no_auditor]],
    Permission.APPEAL_REPLY: [[is_control_tower, is_no_party, is_no_auditor]],
    Permission.APPEAL_DECIDE: [
        [waits_for_the_first, is_control_tower, is_no_party, did_not_reply, is_no_auditor],
        [waits_for_the_first, heads_who_replied, is_no_party, did_not_reply, is_no_auditor],
        [is_named_for_it, is_no_party, did_not_reply, is_no_auditor],
    ],
    Permission.APPEAL_TERMS: [[is_control_tower, is_no_auditor]],
}

_READERS: Alternatives = ((is_control_tower,), (is_auditor,), (is_head,), (is_coordinator,), (is_hr,))
_HEADS: Alternatives = ((is_head, is_no_auditor),)
_TOWER: Alternatives = ((is_control_tower, is_no_auditor),)
_JUDGES: Alternatives = (
    (is_control_tower, is_no_auditor),
    (is_head, is_no_auditor),
    (is_hr, is_no_auditor),
)

ENDPOINTS: Mapping[str, Alternatives] = {
    "evaluation.list_appeals": _READERS,
    "evaluation.create_appeal_terms": _TOWER,
    "evaluation.new_appeal": _HEADS,
    "evaluation.create_appeal": _HEADS,
    "evaluation.show_appeal": _READERS,
    "evaluation.create_appeal_evidence": _HEADS,
    "evaluation.create_appeal_reply": _TOWER,
    "evaluation.create_appeal_decision": _JUDGES,
    "evaluation.create_appeal_settlement": _HEADS,
    "evaluation.create_appeal_escalation": _HEADS,
    "evaluation.create_appeal_decider": _TOWER,
    "evaluation.create_appeal_withdrawal": _HEADS,
    "evaluation.new_appeal_correction": _TOWER,
    "evaluation.create_appeal_correction": _TOWER,
    "evaluation.create_appeal_confirmation": _JUDGES,
    "evaluation.create_appeal_correction_end": _JUDGES,
    "evaluation.show_moves": ((is_signed_in,),),
    "evaluation.edit_public_showing": ((is_control_tower,), (is_auditor,)),
    "evaluation.update_public_showing": _TOWER,
}
