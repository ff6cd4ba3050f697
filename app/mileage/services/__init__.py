"""Verbs of mileage. Points move through `ledger.post_transfer` alone."""

from app.mileage.services.awards import (
    pay_department,
    pay_departments_of,
    pay_people,
    pay_person_by_code,
    post_award,
    split_award,
)
from app.mileage.services.checks import check_ledger
from app.mileage.services.claim_deputies import end_deputy, name_deputy
from app.mileage.services.claim_panels import convene_panel, set_panel_terms, vote_on_claim
from app.mileage.services.claim_uploads import enter_claims
from app.mileage.services.claims import edit_claim, submit_claim, withdraw_claim, write_claim
from app.mileage.services.decisions import confirm_claim, return_claim, verify_claim
from app.mileage.services.deduction_postings import post_due_deductions
from app.mileage.services.item_changes import change_item, end_item, enter_item
from app.mileage.services.item_imports import import_items, preview_items
from app.mileage.services.items import seed_preset
from app.mileage.services.reversals import reverse_transfer
from app.mileage.services.reward_catalogue import change_reward, offer_reward, set_reward_terms
from app.mileage.services.reward_decisions import approve_reward, expire_rewards, hand_over_reward, refuse_reward
from app.mileage.services.reward_exports import export_rewards
from app.mileage.services.reward_requests import cancel_reward, request_reward
from app.mileage.services.year_closings import (
    check_closings,
    confirm_closing,
    propose_closing,
    set_year_rule,
    withdraw_closing,
)

__all__ = [
    "approve_reward",
    "cancel_reward",
    "change_item",
    "change_reward",
    "check_closings",
    "check_ledger",
    "confirm_claim",
    "confirm_closing",
    "convene_panel",
    "edit_claim",
    "end_deputy",
    "end_item",
    "enter_claims",
    "enter_item",
    "expire_rewards",
    "export_rewards",
    "hand_over_reward",
    "import_items",
    "name_deputy",
    "offer_reward",
    "pay_department",
    "pay_departments_of",
    "pay_people",
    "pay_person_by_code",
    "post_award",
    "post_due_deductions",
    "preview_items",
    "propose_closing",
    "refuse_reward",
    "request_reward",
    "return_claim",
    "reverse_transfer",
    "seed_preset",
    "set_panel_terms",
    "set_reward_terms",
    "set_year_rule",
    "split_award",
    "submit_claim",
    "verify_claim",
    "vote_on_claim",
    "withdraw_claim",
    "withdraw_closing",
    "write_claim",
]
