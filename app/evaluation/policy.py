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
from app.evaluation import appeal_policy, calibration_policy
from app.evaluation.enums import Permission
from app.evaluation.rater_policy import RATER_ENDPOINTS
from app.evaluation.reopening_policy import REOPENING_ENDPOINTS


def coordinates_it(actor: Actor, department_id: object) -> bool:
    """Whether the actor is coordinator of the department."""
    return isinstance(department_id, int) and actor.coordinates(department_id)


def heads_it(actor: Actor, department_id: object) -> bool:
    """Whether the actor is head or acting head of the department."""
    return isinstance(department_id, int) and actor.heads(department_id)


POLICY: Policy = {
    Permission.INDICATOR_EDIT: [[is_control_tower]],
    Permission.SCORECARD_EDIT: [[is_control_tower]],
    Permission.ROUND_EDIT: [[is_control_tower]],
    Permission.MEASURE_ENTER: [[coordinates_it], [heads_it]],
    Permission.MEASURE_APPROVE: [[heads_it]],
    Permission.MEASURE_EXEMPT: [[is_control_tower]],
    Permission.SHEET_SCORE: [[is_evaluator]],
    Permission.RESULTS_PUBLISH: [[is_control_tower]],
    Permission.RESULTS_PREVIEW: [[is_control_tower], [is_auditor]],
    Permission.RESULTS_READ_ALL: [[is_control_tower], [is_auditor], [is_hr], [is_head]],
    **appeal_policy.POLICY,
    **calibration_policy.POLICY,
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
_SEES_ALL: Alternatives = ((is_control_tower,), (is_auditor,))

ENDPOINTS: dict[str, Alternatives] = {
    "evaluation.list_indicators": _STAFF,
    "evaluation.show_indicator": _STAFF,
    "evaluation.new_indicator": _TOWER,
    "evaluation.create_indicator": _TOWER,
    "evaluation.edit_indicator": _TOWER,
    "evaluation.update_indicator": _TOWER,
    "evaluation.create_target_confirmation": _TOWER,
    "evaluation.show_scorecard": _STAFF,
    "evaluation.list_weight_sets": _STAFF,
    "evaluation.new_weight_set": _TOWER,
    "evaluation.create_weight_set": _TOWER,
    "evaluation.show_strategy_map": _STAFF,
    "evaluation.create_objective_link": _TOWER,
    "evaluation.create_objective_link_removal": _TOWER,
    "evaluation.new_round_copy": _TOWER,
    "evaluation.create_round_copy": _TOWER,
    "evaluation.list_joint_indicators": ((is_control_tower,), (is_auditor,)),
    "evaluation.edit_joint_indicator": _TOWER,
    "evaluation.update_joint_indicator": _TOWER,
    "evaluation.create_joint_indicator_removal": _TOWER,
    "evaluation.new_definition_import": _TOWER,
    "evaluation.show_definition_sheet": _TOWER,
    "evaluation.show_definition_export": _TOWER,
    "evaluation.create_definition_preview": _TOWER,
    "evaluation.create_definition_import": _TOWER,
    "evaluation.show_definition_errors": _TOWER,
    "evaluation.list_sources": _STAFF,
    "evaluation.show_source_pictures": _MEASURES,
    "evaluation.show_quality": _STAFF,
    "evaluation.show_sunset": _STAFF,
    "evaluation.create_sunset_decision": _TOWER,
    "evaluation.new_quality_panel": _TOWER,
    "evaluation.create_quality_panel": _TOWER,
    "evaluation.show_quality_panel": _STAFF,
    "evaluation.edit_quality_rating": _STAFF,
    "evaluation.create_quality_rating": _STAFF,
    "evaluation.create_quality_submission": _STAFF,
    "evaluation.create_quality_closing": _TOWER,
    "evaluation.show_derivation": _STAFF,
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
    "evaluation.show_measure_score": _MEASURES,
    "evaluation.show_due_days": _MEASURES,
    "evaluation.show_outlook": _MEASURES,
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
    "evaluation.create_declared_conflict": _EVALUATORS,
    "evaluation.create_sheet_reopening": _EVALUATORS,
    "evaluation.list_guests": _SEES_ALL,
    "evaluation.create_guest": _TOWER,
    "evaluation.show_panel_code": _SEES_ALL,
    "evaluation.create_panel_code": _TOWER,
    "evaluation.create_panel_code_revocation": _TOWER,
    "evaluation.show_scoring_progress": _SEES_ALL,
    "evaluation.create_sheet_rules": _TOWER,
    "evaluation.new_panel_sign_in": access.PUBLIC,
    "evaluation.create_panel_sign_in": access.PUBLIC,
    "evaluation.create_panel_sign_out": access.GUESTS,
    "evaluation.list_panel_sheets": access.GUESTS,
    "evaluation.show_panel_sheet": access.GUESTS,
    "evaluation.create_panel_sheet": access.GUESTS,
    "evaluation.create_panel_abstention": access.GUESTS,
    "evaluation.create_panel_conflict": access.GUESTS,
    "evaluation.create_panel_reopening": access.GUESTS,
    "evaluation.show_panel_evidence": access.GUESTS,
    "evaluation.show_panel_draft": access.GUESTS,
    "evaluation.create_panel_draft": access.GUESTS,
    "evaluation.create_panel_draft_discard": access.GUESTS,
    "evaluation.list_results": _STAFF,
    "evaluation.show_result": _STAFF,
    "evaluation.list_publications": _STAFF,
    "evaluation.create_publication": _TOWER,
    **appeal_policy.ENDPOINTS,
    **calibration_policy.ENDPOINTS,
    **REOPENING_ENDPOINTS,
    **RATER_ENDPOINTS,
}
