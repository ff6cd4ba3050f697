from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.rules.obstacles import (
    ACTIVE,
    SETTLED,
    EscalationLadder,
    check_acceptance,
    check_bypass,
    check_escalation,
    check_ladder,
    check_removal_claim,
    check_removal_confirmation,
    check_removal_rejection,
    check_reopening,
    check_start,
    confirming_department,
    is_level_overdue,
    level_due,
    next_level,
    should_escalate,
)

S = ObstacleState
WHY = "조례 개정이 먼저다"
SIDES = {"claimant_department": 1, "responsible_department": 2, "confirming_department": 2}
MOVES = {
    "start": (lambda state: check_start(state, has_owner=True), {S.OPEN, S.REOPENED}),
    "escalate": (lambda state: check_escalation(state, ObstacleLevel.DEPARTMENT, WHY), ACTIVE),
    "claim": (lambda state: check_removal_claim(state, WHY), ACTIVE),
    "confirm": (lambda state: check_removal_confirmation(state, **SIDES), {S.REMOVAL_CLAIMED}),
    "reject": (lambda state: check_removal_rejection(state, **SIDES, reason=WHY), {S.REMOVAL_CLAIMED}),
    "bypass": (lambda state: check_bypass(state, WHY), ACTIVE),
    "accept": (lambda state: check_acceptance(state, WHY), ACTIVE),
    "reopen": (lambda state: check_reopening(state, WHY), SETTLED),
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


def test_a_state_is_active_or_claimed_or_settled():
    assert ACTIVE | SETTLED | {S.REMOVAL_CLAIMED} == set(S)
    assert not ACTIVE & SETTLED


@pytest.mark.parametrize("reason", [None, "", " \n", "-"])
def test_decisions_about_an_obstacle_need_words(reason):
    checks = [
        lambda: check_escalation(S.OPEN, ObstacleLevel.DEPARTMENT, reason),
        lambda: check_removal_rejection(S.REMOVAL_CLAIMED, **SIDES, reason=reason),
        lambda: check_bypass(S.OPEN, reason),
        lambda: check_acceptance(S.OPEN, reason),
        lambda: check_reopening(S.REMOVED, reason),
    ]
    for check in checks:
        with pytest.raises(Refused):
            check()


def test_a_claim_says_how_the_obstacle_went_away():
    with pytest.raises(Refused):
        check_removal_claim(S.IN_PROGRESS, " ")


def test_work_begins_when_somebody_owns_the_obstacle():
    with pytest.raises(Refused):
        check_start(S.OPEN, has_owner=False)


def test_the_ladder_goes_up_to_the_vice_mayor_and_ends_there():
    assert check_escalation(S.OPEN, ObstacleLevel.DEPARTMENT, WHY) is ObstacleLevel.BUREAU
    assert check_escalation(S.ESCALATED, ObstacleLevel.BUREAU, WHY) is ObstacleLevel.VICE_MAYOR
    assert next_level(ObstacleLevel.VICE_MAYOR) is None
    with pytest.raises(Refused):
        check_escalation(S.ESCALATED, ObstacleLevel.VICE_MAYOR, WHY)


def test_each_level_has_its_working_days():
    ladder = EscalationLadder(department_days=5, bureau_days=7, vice_mayor_days=10)
    reached, day_off = date(2026, 3, 2), frozenset({date(2026, 3, 3)})
    assert [level_due(level, reached, ladder, day_off) for level in ObstacleLevel] == [
        date(2026, 3, 10),
        date(2026, 3, 12),
        date(2026, 3, 17),
    ]


def test_an_obstacle_should_go_up_the_day_after_its_days_are_over():
    last, level = date(2026, 3, 9), ObstacleLevel.DEPARTMENT
    assert not should_escalate(S.OPEN, level, last, last)
    assert should_escalate(S.OPEN, level, last, date(2026, 3, 10))
    assert not should_escalate(S.OPEN, level, None, date(2026, 3, 10))
    for state in SETTLED | {S.REMOVAL_CLAIMED}:
        assert not should_escalate(state, level, last, date(2026, 12, 31))
    assert not should_escalate(S.ESCALATED, ObstacleLevel.VICE_MAYOR, last, date(2026, 12, 31))
    assert is_level_overdue(S.ESCALATED, last, date(2026, 12, 31))


@pytest.mark.parametrize("days", [0, -1, 251])
def test_a_level_has_a_sensible_number_of_days(days):
    for level in ("department_days", "bureau_days", "vice_mayor_days"):
        with pytest.raises(Refused):
            check_ladder(EscalationLadder(**{level: days}), WHY)
    check_ladder(EscalationLadder(), WHY)
    with pytest.raises(Refused):
        check_ladder(EscalationLadder(), " ")


def test_the_claimant_cannot_confirm():
    with pytest.raises(Refused) as refusal:
        check_removal_confirmation(
            S.REMOVAL_CLAIMED, claimant_department=1, responsible_department=1, confirming_department=1
        )
    assert str(refusal.value) == "The department that claims the removal cannot confirm it."


def test_a_third_department_cannot_confirm():
    with pytest.raises(Refused) as refusal:
        check_removal_confirmation(
            S.REMOVAL_CLAIMED, claimant_department=1, responsible_department=2, confirming_department=3
        )
    assert str(refusal.value) == "The department that suffered has to confirm the removal."


def test_the_department_that_suffered_confirms():
    assert confirming_department(suffering=2, claimant=1, control_tower=9, asked=1) == 2


def test_where_the_suffering_department_claims_itself_another_confirms():
    assert confirming_department(suffering=2, claimant=2, control_tower=9) == 9
    assert confirming_department(suffering=9, claimant=9, control_tower=9, asked=4) == 4
    with pytest.raises(Refused):
        confirming_department(suffering=9, claimant=9, control_tower=9)


DEPARTMENTS = st.integers(1, 4)


@given(suffering=DEPARTMENTS, claimant=DEPARTMENTS, control_tower=DEPARTMENTS, asked=st.none() | DEPARTMENTS)
def test_whoever_has_to_confirm_is_never_the_claimant(suffering, claimant, control_tower, asked):
    try:
        found = confirming_department(suffering=suffering, claimant=claimant, control_tower=control_tower, asked=asked)
    except Refused:
        assert {suffering, control_tower, asked} <= {claimant, None}
    else:
        check_removal_confirmation(
            S.REMOVAL_CLAIMED, claimant_department=claimant, responsible_department=found, confirming_department=found
        )
