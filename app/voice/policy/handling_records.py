"""Who may do what with handling records. Figures are for the whole office; single records for those who answer for them."""

from app.core.access import (
    Actor,
    Alternatives,
    Policy,
    is_auditor,
    is_control_tower,
    offices_of,
)
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import READERS


def answers_for_a_department(actor: Actor, _thing: object) -> bool:
    """Whether the actor heads or coordinates some department today."""
    return bool(actor.headed_department_ids or actor.coordinated_department_ids)


def answers_for_the_affair(actor: Actor, department_ids: object) -> bool:
    """Whether the actor heads or coordinates a department that handles the affair (`department_ids`: all that do)."""
    own = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    return isinstance(department_ids, frozenset) and not own.isdisjoint(department_ids)


def answered_departments(actor: Actor) -> frozenset[int]:
    """Return the departments the actor heads or coordinates today."""
    return offices_of(actor) & frozenset({*actor.headed_department_ids, *actor.coordinated_department_ids})


_ALL: Alternatives = ((is_control_tower,), (is_auditor,))
_OWN: Alternatives = ((is_control_tower,), (is_auditor,), (answers_for_a_department,))
_TOWER: Alternatives = ((is_control_tower,),)

POLICY: Policy = {
    Permission.HANDLING_IMPORT: _TOWER,
    Permission.HANDLING_WITHDRAW: _TOWER,
    Permission.HANDLING_READ_ALL: _ALL,
    Permission.HANDLING_READ_OWN: _OWN,
    Permission.AFFAIR_IMPROVE: ((is_control_tower,), (answers_for_the_affair,)),
    Permission.SHORTENING_HAND_OVER: _TOWER,
}

ENDPOINTS: dict[str, Alternatives] = {
    "voice.show_handling": READERS,
    "voice.list_same_work": READERS,
    "voice.list_affairs": READERS,
    "voice.show_affair": READERS,
    "voice.create_affair_improvement": ((is_control_tower,), (answers_for_a_department,)),
    "voice.create_improvement_withdrawal": ((is_control_tower,), (answers_for_a_department,)),
    "voice.list_handling_records": _OWN,
    "voice.show_handling_record": _OWN,
    "voice.list_handling_batches": _ALL,
    "voice.show_handling_batch": _ALL,
    "voice.new_handling_batch": _TOWER,
    "voice.create_handling_batch": _TOWER,
    "voice.show_handling_sheet": _TOWER,
    "voice.create_handling_withdrawal": _TOWER,
    "voice.list_shortening_handovers": _ALL,
    "voice.new_shortening_handover": _TOWER,
    "voice.create_shortening_handover": _TOWER,
}
