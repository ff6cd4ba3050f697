"""Who may do what in evaluation. The administrator can neither enter, approve, score nor publish."""

from app.core import access
from app.core.access import (
    Actor,
    Alternatives,
    Policy,
    is_auditor,
    is_control_tower,
    is_evaluator,
    is_head,
    is_hr,
    is_signed_in,
)
from app.evaluation.enums import Permission


def coordinates_it(actor: Actor, department_id: object) -> bool:
    """Whether the actor is coordinator of the department."""
    return isinstance(department_id, int) and actor.coordinates(department_id)


def heads_it(actor: Actor, department_id: object) -> bool:
    """Whether the actor is head or acting head of the department."""
    return isinstance(department_id, int) and actor.heads(department_id)


POLICY: Policy = {
    Permission.INDICATOR_EDIT: [[is_control_tower]],
    Permission.ROUND_EDIT: [[is_control_tower]],
    Permission.MEASURE_ENTER: [[coordinates_it], [heads_it]],
    Permission.MEASURE_APPROVE: [[heads_it]],
    Permission.MEASURE_EXEMPT: [[is_control_tower]],
    Permission.SHEET_SCORE: [[is_evaluator]],
    Permission.RESULTS_PUBLISH: [[is_control_tower]],
    Permission.RESULTS_PREVIEW: [[is_control_tower], [is_auditor]],
    Permission.RESULTS_READ_ALL: [[is_control_tower], [is_auditor], [is_hr], [is_head]],
}


def allows(permission: Permission, actor: Actor, subject: object = None) -> bool:
    """Whether the policy lets the actor."""
    return access.allows(POLICY, permission, actor, subject)


def require(permission: Permission, actor: Actor | None, subject: object = None) -> None:
    """Raise `Denied` unless the policy lets the actor; None is the office's own command line."""
    if actor is not None:
        access.require(POLICY, permission, actor, subject)


_STAFF: Alternatives = ((is_signed_in,),)
_TOWER: Alternatives = ((is_control_tower,),)
_MEASURES: Alternatives = ((access.is_coordinator,), (is_head,), (is_control_tower,), (is_auditor,))
_ENTRY: Alternatives = ((access.is_coordinator,), (is_head,))
_EVALUATORS: Alternatives = ((is_evaluator,),)

ENDPOINTS: dict[str, Alternatives] = {
    "evaluation.list_indicators": _STAFF,
    "evaluation.show_indicator": _STAFF,
    "evaluation.new_indicator": _TOWER,
    "evaluation.create_indicator": _TOWER,
    "evaluation.edit_indicator": _TOWER,
    "evaluation.update_indicator": _TOWER,
    "evaluation.list_rounds": _STAFF,
    "evaluation.show_round": _STAFF,
    "evaluation.new_round": _TOWER,
    "evaluation.create_round": _TOWER,
    "evaluation.edit_round": _TOWER,
    "evaluation.update_round": _TOWER,
    "evaluation.edit_setup": ((is_control_tower,), (is_auditor,)),
    "evaluation.update_setup": _TOWER,
    "evaluation.create_phase_change": _TOWER,
    "evaluation.show_measures": _MEASURES,
    "evaluation.create_measures": _ENTRY,
    "evaluation.create_measure_approval": ((is_head,),),
    "evaluation.create_measure_exemption": _TOWER,
    "evaluation.create_measure_evidence": _ENTRY,
    "evaluation.list_evaluators": ((is_control_tower,), (is_auditor,)),
    "evaluation.create_evaluator": _TOWER,
    "evaluation.list_adjustments": ((is_control_tower,), (is_auditor,)),
    "evaluation.create_adjustment": _TOWER,
    "evaluation.list_combinations": _STAFF,
    "evaluation.new_combination": _TOWER,
    "evaluation.create_combination": _TOWER,
    "evaluation.show_combination": _STAFF,
    "evaluation.list_sheets": _EVALUATORS,
    "evaluation.show_sheet": _EVALUATORS,
    "evaluation.create_sheet": _EVALUATORS,
    "evaluation.create_abstention": _EVALUATORS,
    "evaluation.list_results": _STAFF,
    "evaluation.show_result": _STAFF,
    "evaluation.list_publications": _STAFF,
    "evaluation.create_publication": _TOWER,
}
