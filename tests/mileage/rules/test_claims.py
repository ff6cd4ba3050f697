from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import Refused
from app.mileage.enums import ClaimState, ItemConfirmer, ItemTrigger
from app.mileage.rules.claims import (
    ClaimFacts,
    Decider,
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


def by(person, *offices, headed=(), deputy_for=None):
    return Decider(
        id=person, deputy_for_id=deputy_for, office_ids=frozenset({TOWER, *offices}), headed_ids=frozenset(headed)
    )


MOVES = {
    "edit": (check_editing, {S.DRAFT, S.RETURNED}),
    "submit": (lambda s: check_submission(s, evidence_needed=True, evidence_count=1), {S.DRAFT, S.RETURNED}),
    "confirm": (lambda s: check_confirmation(at(CLAIM, s), LEE), {S.SUBMITTED}),
    "verify": (lambda s: check_verification(at(CLAIM, s), by(CHOI)), {S.CONFIRMED}),
    "confirm a head's": (lambda s: check_confirmation(at(HEADS_CLAIM, s), LEE), set()),
    "verify a head's": (lambda s: check_verification(at(HEADS_CLAIM, s), by(CHOI)), {S.SUBMITTED}),
    "confirm the tower's item": (lambda s: check_confirmation(at(TOWER_ITEM, s), LEE), set()),
    "verify the tower's item": (lambda s: check_verification(at(TOWER_ITEM, s), by(CHOI)), {S.SUBMITTED}),
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
        lambda: check_verification(claim if claim.skips_head else at(claim, S.CONFIRMED), by(decider)),
        lambda: check_return(claim, decider, "증빙 불일치"),
    ]
    for check in checks:
        with pytest.raises(Refused):
            check()


def test_whoever_confirmed_does_not_verify():
    with pytest.raises(Refused):
        check_verification(at(CLAIM, S.CONFIRMED), by(LEE))


def test_nobody_verifies_what_the_own_department_is_paid():
    departmental = replace(at(CLAIM, S.CONFIRMED), paid_department_id=TRAFFIC)
    check_verification(departmental, by(CHOI))
    with pytest.raises(Refused):
        check_verification(departmental, by(CHOI, TRAFFIC))


def test_no_side_of_a_claim_is_on_the_other_side_too():
    """Who confirmed, or was confirmed for, neither verifies nor is verified for; nor does a head or acting head."""
    claim = replace(at(CLAIM, S.CONFIRMED), confirmed_for_id=PARK + 10, department_id=TRAFFIC)
    check_verification(claim, by(CHOI, deputy_for=CHOI + 10))
    for decider in (
        by(PARK + 10),
        by(CHOI, deputy_for=LEE),
        by(CHOI, deputy_for=PARK + 10),
        by(CHOI, deputy_for=KIM),
        by(CHOI, deputy_for=PARK),
        by(CHOI, headed={TRAFFIC}),
    ):
        with pytest.raises(Refused):
            check_verification(claim, decider)


@pytest.mark.parametrize("part", [KIM, PARK])
def test_nobody_is_stood_for_where_they_have_a_part(part):
    check_confirmation(CLAIM, CHOI, LEE)
    for check in (
        lambda: check_confirmation(CLAIM, CHOI, part),
        lambda: check_return(CLAIM, CHOI, "증빙 불일치", part),
        lambda: check_confirmation(replace(CLAIM, entered_by_id=LEE), CHOI, LEE),
    ):
        with pytest.raises(Refused):
            check()


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
