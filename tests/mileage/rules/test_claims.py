from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import Refused
from app.mileage.enums import ClaimState, ItemConfirmer, ItemTrigger
from app.mileage.rules.claims import (
    ClaimFacts,
    check_claimable,
    check_confirmation,
    check_day,
    check_editing,
    check_return,
    check_submission,
    check_twins,
    check_verification,
    check_withdrawal,
)

S = ClaimState
KIM, LEE, PARK, CHOI = 1, 2, 3, 4
TRAFFIC, TOWER = 10, 20
CLAIM = ClaimFacts(state=S.SUBMITTED, claimant_id=KIM, sharer_ids=frozenset({KIM, PARK}))
HEADS_CLAIM = replace(CLAIM, claimant_is_head=True)
TOWER_ITEM = replace(CLAIM, confirmer=ItemConfirmer.TOWER)


def at(claim, state):
    return replace(claim, state=state, confirmed_by_id=LEE if state is S.CONFIRMED else None)


MOVES = {
    "edit": (check_editing, {S.DRAFT, S.RETURNED}),
    "submit": (lambda s: check_submission(s, evidence_needed=True, evidence_count=1), {S.DRAFT, S.RETURNED}),
    "confirm": (lambda s: check_confirmation(at(CLAIM, s), LEE), {S.SUBMITTED}),
    "verify": (lambda s: check_verification(at(CLAIM, s), CHOI, TOWER), {S.CONFIRMED}),
    "confirm a head's": (lambda s: check_confirmation(at(HEADS_CLAIM, s), LEE), set()),
    "verify a head's": (lambda s: check_verification(at(HEADS_CLAIM, s), CHOI, TOWER), {S.SUBMITTED}),
    "confirm the tower's item": (lambda s: check_confirmation(at(TOWER_ITEM, s), LEE), set()),
    "verify the tower's item": (lambda s: check_verification(at(TOWER_ITEM, s), CHOI, TOWER), {S.SUBMITTED}),
    "return": (lambda s: check_return(at(CLAIM, s), LEE, "증빙 불일치"), {S.SUBMITTED, S.CONFIRMED}),
    "withdraw": (lambda s: check_withdrawal(at(CLAIM, s), KIM), {S.DRAFT, S.SUBMITTED, S.CONFIRMED, S.RETURNED}),
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_starts_only_from_its_states(move, state):
    check, allowed = MOVES[move]
    if state in allowed:
        check(state)
    else:
        with pytest.raises(Refused):
            check(state)


@pytest.mark.parametrize("decider", [KIM, PARK])
@pytest.mark.parametrize("claim", [CLAIM, HEADS_CLAIM, TOWER_ITEM])
def test_neither_the_claimant_nor_a_sharer_decides(decider, claim):
    checks = [
        lambda: check_confirmation(claim, decider),
        lambda: check_verification(claim if claim.skips_head else at(claim, S.CONFIRMED), decider, TOWER),
        lambda: check_return(claim, decider, "증빙 불일치"),
    ]
    for check in checks:
        with pytest.raises(Refused):
            check()


def test_whoever_confirmed_does_not_verify():
    with pytest.raises(Refused):
        check_verification(at(CLAIM, S.CONFIRMED), LEE, TOWER)


def test_nobody_verifies_what_the_own_department_is_paid():
    departmental = replace(at(CLAIM, S.CONFIRMED), paid_department_id=TRAFFIC)
    check_verification(departmental, CHOI, TOWER)
    with pytest.raises(Refused):
        check_verification(departmental, CHOI, TRAFFIC)


@pytest.mark.parametrize(
    ("today", "day", "fine"),
    [
        ("2026-11-23", "2026-11-23", True),
        ("2026-11-23", "2026-11-24", False),
        ("2026-11-23", "2026-01-01", True),
        ("2026-11-23", "2025-12-31", False),
        ("2026-01-31", "2025-01-01", True),
        ("2026-01-31", "2024-12-31", False),
        ("2026-02-01", "2025-12-31", False),
        ("2026-11-23", "0001-01-01", False),
    ],
)
def test_facts_of_last_year_are_claimed_until_the_end_of_january(today, day, fine):
    if fine:
        check_day(date.fromisoformat(day), date.fromisoformat(today))
    else:
        with pytest.raises(Refused):
            check_day(date.fromisoformat(day), date.fromisoformat(today))


def test_a_claim_that_looks_like_a_posted_one_needs_a_reason():
    check_twins([], "")
    check_twins([7], "다른 서식입니다.")
    with pytest.raises(Refused):
        check_twins([7], " ")


def test_a_return_says_why():
    with pytest.raises(Refused):
        check_return(CLAIM, LEE, " ")


def test_only_the_claimant_withdraws():
    with pytest.raises(Refused):
        check_withdrawal(CLAIM, PARK)


def test_an_item_that_asks_for_evidence_gets_it():
    check_submission(S.DRAFT, evidence_needed=False, evidence_count=0)
    with pytest.raises(Refused):
        check_submission(S.DRAFT, evidence_needed=True, evidence_count=0)


def test_what_is_paid_automatically_is_not_claimed():
    check_claimable(ItemTrigger.CLAIM)
    with pytest.raises(Refused):
        check_claimable(ItemTrigger.EVENT)
