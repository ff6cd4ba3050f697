"""Who may do what with mileage. Administrators neither confirm, verify nor reverse; auditors and HR read."""

from typing import Any

from app.core.access import (
    Actor,
    Alternatives,
    Policy,
    Role,
    is_administrator,
    is_auditor,
    is_control_tower,
    is_head,
    is_hr,
    is_signed_in,
    offices_of,
)
from app.mileage.enums import DeputyOffice, Permission


def owns_the_account(actor: Actor, account: Any) -> bool:  # noqa: ANN401  anything with an owner
    """Whether the account is the actor's own."""
    return bool(account.person_id == actor.id)


def leads_the_accounts_department(actor: Actor, account: Any) -> bool:  # noqa: ANN401  anything with an owner
    """Whether the actor heads or coordinates the department whose account it is."""
    return actor.heads(account.department_id) or actor.coordinates(account.department_id)


def is_the_claimant(actor: Actor, claim: Any) -> bool:  # noqa: ANN401  a claim or a row of one
    """Whether the actor wrote the claim."""
    return bool(claim.claimant_id == actor.id)


def shares_in_the_claim(actor: Actor, claim: Any) -> bool:  # noqa: ANN401  a claim seen by the actor
    """Whether the actor has a share. `sharer_ids` is filled by the loader."""
    return actor.id in getattr(claim, "sharer_ids", ())


def heads_the_claims_department(actor: Actor, claim: Any) -> bool:  # noqa: ANN401  a claim or a row of one
    """Whether the actor is head or acting head of the claimant's department."""
    return actor.heads(claim.department_id)


def is_a_deputy(_actor: Actor, decision: Any) -> bool:  # noqa: ANN401  a confirmation or verification of the actor
    """Whether the actor decides in the place of somebody who named them for today."""
    return decision.place.deputy_for_id is not None


def holds_the_seat(actor: Actor, seat: Any) -> bool:  # noqa: ANN401  a seat or whatever names an office and a department
    """Whether the actor has the right of the office today themselves; an acting head stands in already."""
    if seat.office is DeputyOffice.TOWER:
        return actor.has(Role.CONTROL_TOWER) and actor.department_id == seat.department_id
    return any(
        grant.role is Role.HEAD and grant.department_id == seat.department_id and not grant.acting
        for grant in actor.grants
    )


def is_one_of_the_two(actor: Actor, deputy: Any) -> bool:  # noqa: ANN401  a claim deputy
    """Whether the actor is stood for, or stands in."""
    return actor.id in {deputy.principal_id, deputy.deputy_id}


def sits_on_the_panel(actor: Actor, sitting: Any) -> bool:  # noqa: ANN401  whatever names the members
    """Whether the actor was named to the panel."""
    return actor.id in sitting.member_ids


def no_head_is_free(_actor: Actor, confirmation: Any) -> bool:  # noqa: ANN401  a confirmation
    """Whether every head of the department, acting or not, has a part in the claim; or there is none."""
    return not confirmation.has_free_head


def coordinates_the_claims_department(actor: Actor, claim: Any) -> bool:  # noqa: ANN401  a claim or a row of one
    """Whether the actor is the coordinator of the claimant's department."""
    return actor.coordinates(claim.department_id)


def belongs_to_a_department(actor: Actor, _subject: object) -> bool:
    """Whether the actor works in a department: outside evaluators earn nothing."""
    return actor.department_id is not None


def is_no_auditor(actor: Actor, _subject: object) -> bool:
    """An auditor reads everything and writes nothing."""
    return not actor.has(Role.AUDITOR)


def leads_a_department(actor: Actor, _subject: object) -> bool:
    """Whether the actor heads or coordinates the own department."""
    return actor.heads(actor.department_id) or actor.coordinates(actor.department_id)


def asked_for_the_reward(actor: Actor, request: Any) -> bool:  # noqa: ANN401  a reward request or a row of one
    """Whether the reward is requested for the actor."""
    return bool(request.requester_id == actor.id)


def did_not_ask(actor: Actor, request: Any) -> bool:  # noqa: ANN401  a reward request or a row of one
    """Whether the reward is requested for somebody else."""
    return bool(request.requester_id != actor.id)


def has_part_in_the_thanks(actor: Actor, thanks: Any) -> bool:  # noqa: ANN401  a thank-you or a row of one
    """Whether the actor sent the thank-you or got it."""
    return actor.id in {thanks.sender_id, thanks.receiver_id}


def has_no_part_in_the_thanks(actor: Actor, thanks: Any) -> bool:  # noqa: ANN401  a thank-you or a row of one
    """Whether the thank-you is between two others."""
    return not has_part_in_the_thanks(actor, thanks)


def did_not_send_the_thanks(actor: Actor, thanks: Any) -> bool:  # noqa: ANN401  a thank-you or a row of one
    """Whether the thank-you is somebody else's."""
    return bool(actor.id != thanks.sender_id)


def is_the_second(actor: Actor, closing: Any) -> bool:  # noqa: ANN401  a year closing
    """Whether the actor was named to confirm the closing."""
    return bool(closing.second_id == actor.id)


def is_the_objector(actor: Actor, objection: Any) -> bool:  # noqa: ANN401  an objection or a row of one
    """Whether the actor handed the objection in."""
    return bool(objection.objector_id == actor.id)


def has_no_hand_in_it(actor: Actor, objection: Any) -> bool:  # noqa: ANN401  an objection with `hands` and `objector_offices`
    """Whether the actor neither made, decided or shares the row, nor is of an office of the objector."""
    return actor.id not in objection.hands and not offices_of(actor) & objection.objector_offices


def loses_the_points(actor: Actor, deduction: Any) -> bool:  # noqa: ANN401  a deduction
    """Whether the points are the actor's own, or those of a department the actor heads."""
    return bool(deduction.person_id == actor.id) or actor.heads(deduction.department_id)


def loses_no_points(actor: Actor, deduction: Any) -> bool:  # noqa: ANN401  a deduction
    """Whether the deduction is somebody else's, and of no office of the actor."""
    return not loses_the_points(actor, deduction) and deduction.department_id not in offices_of(actor)


def is_the_decider(actor: Actor, deduction: Any) -> bool:  # noqa: ANN401  a deduction
    """Whether the actor was named to decide."""
    return bool(deduction.decider_id == actor.id)


def is_the_reviewer(actor: Actor, deduction: Any) -> bool:  # noqa: ANN401  a deduction
    """Whether the actor was named to answer an objection."""
    return bool(deduction.reviewer_id == actor.id)


_CLAIMANTS: Alternatives = ((belongs_to_a_department, is_no_auditor),)
_READERS: Alternatives = ((is_control_tower,), (is_hr,), (is_auditor,))
_OBJECTORS: Alternatives = (
    (owns_the_account, belongs_to_a_department, is_no_auditor),
    (leads_the_accounts_department, is_no_auditor),
)

POLICY: Policy = {
    Permission.ACCOUNT_READ: ((owns_the_account,), (leads_the_accounts_department,), *_READERS),
    Permission.ACCOUNT_LIST: _READERS,
    Permission.LEDGER_EXPORT: ((is_control_tower,), (is_auditor,)),
    Permission.CLAIM_READ: (
        (is_the_claimant,),
        (shares_in_the_claim,),
        (heads_the_claims_department,),
        (coordinates_the_claims_department,),
        *_READERS,
    ),
    Permission.CLAIM_WRITE: _CLAIMANTS,
    Permission.CLAIM_WRITE_DEPARTMENT: ((leads_a_department,),),
    Permission.CLAIM_ENTER: (
        (is_the_claimant, is_no_auditor),
        (heads_the_claims_department, is_no_auditor),
        (coordinates_the_claims_department, is_no_auditor),
        (is_control_tower, is_no_auditor),
    ),
    Permission.CLAIM_EDIT: ((is_the_claimant, is_no_auditor),),
    Permission.CLAIM_CONFIRM: (
        (heads_the_claims_department,),
        (is_control_tower, no_head_is_free),
        (is_a_deputy, is_no_auditor),
    ),
    Permission.CLAIM_VERIFY: ((is_control_tower,), (is_a_deputy, is_no_auditor)),
    Permission.CLAIM_DEPUTY_NAME: ((holds_the_seat, is_no_auditor),),
    Permission.PANEL_TERMS: ((is_control_tower, is_no_auditor),),
    Permission.PANEL_CONVENE: ((is_control_tower, is_no_auditor),),
    Permission.PANEL_VOTE: ((sits_on_the_panel, is_no_auditor),),
    Permission.CLAIM_DEPUTY_END: ((is_one_of_the_two, is_no_auditor),),
    Permission.TRANSFER_REVERSE: ((is_control_tower,),),
    Permission.ITEM_CHANGE: ((is_control_tower,),),
    Permission.THANKS_SEND: _CLAIMANTS,
    Permission.THANKS_KEEP_PRIVATE: ((has_part_in_the_thanks,),),
    Permission.THANKS_REPORT: ((did_not_send_the_thanks, is_no_auditor),),
    Permission.THANKS_DECIDE: ((is_control_tower, has_no_part_in_the_thanks),),
    Permission.THANKS_OVERSEE: ((is_control_tower,), (is_auditor,)),
    Permission.THANKS_LIMIT: ((is_control_tower,),),
    Permission.SHORTENING_READ: _READERS,
    Permission.SHORTENING_DRAFT: ((is_control_tower,),),
    Permission.SHORTENING_POST: ((is_control_tower,),),
    Permission.CLOSING_READ: (*_READERS, (is_the_second,)),
    Permission.CLOSING_RULE: ((is_control_tower, is_no_auditor),),
    Permission.CLOSING_PROPOSE: ((is_control_tower, is_no_auditor),),
    Permission.CLOSING_CONFIRM: ((is_the_second, is_head, is_no_auditor), (is_the_second, is_hr, is_no_auditor)),
    Permission.CLOSING_WITHDRAW: ((is_control_tower, is_no_auditor), (is_the_second, is_no_auditor)),
    Permission.CLOSING_EXPORT: _READERS,
    Permission.REOPENING_PROPOSE: ((is_control_tower, is_no_auditor),),
    Permission.REOPENING_AGREE: ((is_the_second, is_head, is_no_auditor), (is_the_second, is_hr, is_no_auditor)),
    Permission.REOPENING_WITHDRAW: ((is_control_tower, is_no_auditor), (is_the_second, is_no_auditor)),
    Permission.DEDUCTION_READ: ((loses_the_points,), (is_the_decider,), (is_the_reviewer,), *_READERS),
    Permission.DEDUCTION_PROPOSE: ((is_control_tower, is_no_auditor),),
    Permission.DEDUCTION_ANSWER: ((loses_the_points,),),
    Permission.DEDUCTION_DECIDE: ((is_the_decider, is_head, is_no_auditor), (is_the_decider, is_hr, is_no_auditor)),
    Permission.DEDUCTION_REVIEW: (
        (is_the_reviewer, is_head, is_no_auditor),
        (is_the_reviewer, is_hr, is_no_auditor),
        (is_the_reviewer, is_control_tower, is_no_auditor),
    ),
    Permission.DEDUCTION_WITHDRAW: ((is_control_tower, loses_no_points, is_no_auditor),),
    Permission.REWARD_OFFER: ((is_control_tower,),),
    Permission.REWARD_REQUEST: _CLAIMANTS,
    Permission.REWARD_READ: ((asked_for_the_reward,), *_READERS),
    Permission.REWARD_CANCEL: ((asked_for_the_reward,),),
    Permission.REWARD_DECIDE: ((is_control_tower, did_not_ask),),
    Permission.REWARD_HAND_OVER: ((is_control_tower, did_not_ask), (is_hr, did_not_ask)),
    Permission.REWARD_EXPORT: ((is_hr,),),
    Permission.STATEMENT_TAKE: ((owns_the_account,), (leads_the_accounts_department,)),
    Permission.OBJECTION_READ: ((owns_the_account,), (leads_the_accounts_department,), (is_the_objector,), *_READERS),
    Permission.OBJECTION_WRITE: _OBJECTORS,
    Permission.OBJECTION_WITHDRAW: ((is_the_objector,),),
    Permission.OBJECTION_CLAIM: ((is_the_objector, is_no_auditor),),
    Permission.OBJECTION_ANSWER: ((is_control_tower, is_no_auditor, has_no_hand_in_it),),
    Permission.TERMS_SET: ((is_control_tower, is_no_auditor),),
    Permission.SHOWING_CHOOSE: ((belongs_to_a_department,),),
    Permission.PARTICIPATION_READ: ((is_control_tower,), (is_auditor,)),
}

_EVERYBODY: Alternatives = ((is_signed_in,),)
_OFFICE: Alternatives = ((belongs_to_a_department,), (is_auditor,), (is_administrator,))
"""The people of the office: whoever comes from outside does not read how its departments are doing."""

ENDPOINTS: dict[str, Alternatives] = {
    "mileage.show_statement": _EVERYBODY,
    "mileage.list_accounts": _READERS,
    "mileage.new_ledger_export": ((is_control_tower,), (is_auditor,)),
    "mileage.create_ledger_export": ((is_control_tower,), (is_auditor,)),
    "mileage.show_account": _EVERYBODY,
    "mileage.show_transfer": _EVERYBODY,
    "mileage.create_reversal": ((is_control_tower,),),
    "mileage.show_year_statement": _EVERYBODY,
    "mileage.show_statement_sheet": _EVERYBODY,
    "mileage.show_cut": _EVERYBODY,
    "mileage.list_objections": _EVERYBODY,
    "mileage.new_objection": _EVERYBODY,
    "mileage.create_objection": _EVERYBODY,
    "mileage.show_objection": _EVERYBODY,
    "mileage.create_objection_answer": ((is_control_tower,),),
    "mileage.create_objection_withdrawal": _EVERYBODY,
    "mileage.create_objection_claim": _EVERYBODY,
    "mileage.show_terms": _OFFICE,
    "mileage.create_terms": ((is_control_tower,),),
    "mileage.show_improvement": _OFFICE,
    "mileage.show_personal_board": _OFFICE,
    "mileage.create_showing": ((belongs_to_a_department,),),
    "mileage.show_participation": ((is_control_tower,), (is_auditor,)),
    "mileage.list_items": _EVERYBODY,
    "mileage.new_item": ((is_control_tower,),),
    "mileage.create_item": ((is_control_tower,),),
    "mileage.show_item": _EVERYBODY,
    "mileage.edit_item": ((is_control_tower,),),
    "mileage.create_item_version": ((is_control_tower,),),
    "mileage.create_item_preview": ((is_control_tower,),),
    "mileage.end_item": ((is_control_tower,),),
    "mileage.create_item_end": ((is_control_tower,),),
    "mileage.show_board": _OFFICE,
    "mileage.show_board_row": _OFFICE,
    "mileage.list_claims": _EVERYBODY,
    "mileage.new_claim": _CLAIMANTS,
    "mileage.create_claim": _CLAIMANTS,
    "mileage.new_claim_upload": _CLAIMANTS,
    "mileage.create_claim_upload": _CLAIMANTS,
    "mileage.show_claim_sheet": _CLAIMANTS,
    "mileage.show_claim_errors": _CLAIMANTS,
    "mileage.show_claim": _EVERYBODY,
    "mileage.edit_claim": _EVERYBODY,
    "mileage.update_claim": _EVERYBODY,
    "mileage.create_submission": _EVERYBODY,
    "mileage.create_withdrawal": _EVERYBODY,
    "mileage.create_confirmation": _EVERYBODY,
    "mileage.create_verification": _EVERYBODY,
    "mileage.list_claim_deputies": _OFFICE,
    "mileage.create_claim_deputy": ((is_head,), (is_control_tower,)),
    "mileage.show_panel_terms": ((is_control_tower,), (is_auditor,)),
    "mileage.create_panel_terms": ((is_control_tower,),),
    "mileage.create_claim_panel": ((is_control_tower,),),
    "mileage.create_panel_vote": _CLAIMANTS,
    "mileage.create_claim_deputy_end": _CLAIMANTS,
    "mileage.create_return": _EVERYBODY,
    "mileage.list_thanks": _OFFICE,
    "mileage.list_own_thanks": _OFFICE,
    "mileage.new_thanks": _CLAIMANTS,
    "mileage.create_thanks": _CLAIMANTS,
    "mileage.show_thanks": _OFFICE,
    "mileage.create_thanks_privacy": _OFFICE,
    "mileage.create_thanks_report": _OFFICE,
    "mileage.create_thanks_hiding": ((is_control_tower,),),
    "mileage.create_thanks_dismissal": ((is_control_tower,),),
    "mileage.list_thanks_reports": ((is_control_tower,), (is_auditor,)),
    "mileage.list_thanks_circles": ((is_control_tower,), (is_auditor,)),
    "mileage.show_thanks_limits": _OFFICE,
    "mileage.create_thanks_limits": ((is_control_tower,),),
    "mileage.list_shortening_runs": _READERS,
    "mileage.new_shortening_run": ((is_control_tower,),),
    "mileage.create_shortening_run": ((is_control_tower,),),
    "mileage.show_shortening_run": _READERS,
    "mileage.list_shortening_cases": _EVERYBODY,
    "mileage.create_shortening_posting": ((is_control_tower,),),
    "mileage.create_shortening_withdrawal": ((is_control_tower,),),
    "mileage.show_shortening_sheet": ((is_control_tower,),),
    "mileage.show_shortening_errors": ((is_control_tower,),),
    "mileage.list_shortening_rules": _READERS,
    "mileage.new_shortening_rule": ((is_control_tower,),),
    "mileage.create_shortening_rule": ((is_control_tower,),),
    "mileage.create_shortening_trial": ((is_control_tower,),),
    "mileage.show_shortening_rule": _READERS,
    "mileage.show_item_sheet": ((is_control_tower,),),
    "mileage.show_item_export": _READERS,
    "mileage.new_item_import": ((is_control_tower,),),
    "mileage.create_item_import_preview": ((is_control_tower,),),
    "mileage.create_item_import": ((is_control_tower,),),
    "mileage.show_item_errors": ((is_control_tower,),),
    "mileage.new_shortening_item": ((is_control_tower,),),
    "mileage.create_shortening_item": ((is_control_tower,),),
    "mileage.list_closings": _READERS,
    "mileage.show_closing": (*_READERS, (is_head,)),
    "mileage.show_earlier_closing": (*_READERS, (is_head,)),
    "mileage.new_closing_export": _READERS,
    "mileage.create_closing_export": _READERS,
    "mileage.create_reopening_proposal": ((is_control_tower,),),
    "mileage.create_reopening_agreement": ((is_head,), (is_hr,)),
    "mileage.create_reopening_withdrawal": ((is_control_tower,), (is_head,), (is_hr,)),
    "mileage.list_deductions": _EVERYBODY,
    "mileage.new_deduction": ((is_control_tower,),),
    "mileage.create_deduction": ((is_control_tower,),),
    "mileage.show_deduction": _EVERYBODY,
    "mileage.create_deduction_opinion": _EVERYBODY,
    "mileage.create_deduction_decision": ((is_head,), (is_hr,)),
    "mileage.create_deduction_objection": _EVERYBODY,
    "mileage.create_deduction_answer": ((is_head,), (is_hr,), (is_control_tower,)),
    "mileage.create_deduction_withdrawal": ((is_control_tower,),),
    "mileage.create_closing_proposal": ((is_control_tower,),),
    "mileage.create_closing_confirmation": ((is_head,), (is_hr,)),
    "mileage.create_closing_withdrawal": ((is_control_tower,), (is_head,), (is_hr,)),
    "mileage.new_year_rule": ((is_control_tower,),),
    "mileage.create_year_rule": ((is_control_tower,),),
    "mileage.list_rewards": _OFFICE,
    "mileage.new_reward": ((is_control_tower,),),
    "mileage.create_reward": ((is_control_tower,),),
    "mileage.show_reward": _OFFICE,
    "mileage.edit_reward": ((is_control_tower,),),
    "mileage.create_reward_edition": ((is_control_tower,),),
    "mileage.create_reward_request": _CLAIMANTS,
    "mileage.list_reward_requests": _EVERYBODY,
    "mileage.show_reward_request": _EVERYBODY,
    "mileage.create_reward_approval": ((is_control_tower,),),
    "mileage.create_reward_refusal": ((is_control_tower,),),
    "mileage.create_reward_cancellation": _EVERYBODY,
    "mileage.create_reward_handover": ((is_control_tower,), (is_hr,)),
    "mileage.new_reward_terms": ((is_control_tower,),),
    "mileage.create_reward_terms": ((is_control_tower,),),
    "mileage.new_reward_export": ((is_hr,),),
    "mileage.create_reward_export": ((is_hr,),),
}
