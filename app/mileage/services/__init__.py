"""Verbs of mileage. Points move through `ledger.post_transfer` alone."""

from app.mileage.services.awards import pay_department, pay_departments_of, pay_people, post_award, split_award
from app.mileage.services.checks import check_ledger
from app.mileage.services.claims import edit_claim, submit_claim, withdraw_claim, write_claim
from app.mileage.services.decisions import confirm_claim, return_claim, verify_claim
from app.mileage.services.items import seed_preset
from app.mileage.services.reversals import reverse_transfer

__all__ = [
    "check_ledger",
    "confirm_claim",
    "edit_claim",
    "pay_department",
    "pay_departments_of",
    "pay_people",
    "post_award",
    "return_claim",
    "reverse_transfer",
    "seed_preset",
    "split_award",
    "submit_claim",
    "verify_claim",
    "withdraw_claim",
    "write_claim",
]
