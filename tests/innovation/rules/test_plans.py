from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import Refused
from app.innovation.enums import PlanState
from app.innovation.rules import plans
from app.innovation.rules.plans import MeasureContent, PlanContent, PracticeItemContent, missing_fields

S = PlanState
ITEM = PracticeItemContent(text="창구 통합", owner_id=7, due_on=date(2026, 6, 30))
MEASURE = MeasureContent(name="처리일수", unit="일", baseline=Decimal(7), target=Decimal(0))
PLAN = PlanContent(
    background="대기 시간이 길다",
    goal="하루 안에 처리",
    budget=Decimal(0),
    practice_items=(ITEM,),
    measures=(MEASURE,),
    expected_obstacle_count=1,
    no_obstacles=False,
)
PEOPLE = {"author_id": 1, "approver_id": 2}
TOWER = {"author_id": 1, "head_approver_id": 2, "approver_id": 3}
MOVES = {
    "edit": (plans.check_editing, {S.DRAFT, S.RETURNED}),
    "submit": (lambda state: plans.check_submission(state, PLAN), {S.DRAFT, S.RETURNED}),
    "head": (lambda state: plans.check_head_approval(state, **PEOPLE), {S.SUBMITTED}),
    "tower": (lambda state: plans.check_tower_approval(state, **TOWER), {S.HEAD_APPROVED}),
    "return": (lambda state: plans.check_return(state, "목표 재검토"), {S.SUBMITTED, S.HEAD_APPROVED}),
    "revise": (lambda state: plans.check_new_version(state, "예산 변경"), {S.APPROVED}),
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


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"background": " "}, ["Background"]),
        ({"goal": ""}, ["Goal"]),
        ({"practice_items": ()}, ["Practice items"]),
        ({"practice_items": (replace(ITEM, owner_id=None),)}, ["Owner and date of each practice item"]),
        ({"practice_items": (ITEM, replace(ITEM, due_on=None))}, ["Owner and date of each practice item"]),
        ({"budget": None}, ["Budget (0 if none)"]),
        ({"measures": ()}, ["Measures"]),
        ({"measures": (replace(MEASURE, baseline=None),)}, ["Unit, baseline and target of each measure"]),
        ({"measures": (replace(MEASURE, target=None),)}, ["Unit, baseline and target of each measure"]),
        ({"expected_obstacle_count": 0}, ["Expected obstacles, or the tick for none"]),
        ({"expected_obstacle_count": 0, "no_obstacles": True}, []),
    ],
)
def test_the_form_names_what_is_missing(change, missing):
    assert [str(label) for label in missing_fields(replace(PLAN, **change))] == missing


def test_an_incomplete_form_is_not_submitted():
    with pytest.raises(Refused) as refusal:
        plans.check_submission(S.DRAFT, replace(PLAN, goal="", budget=None))
    assert str(refusal.value) == "The form is not complete. Missing: Goal, Budget (0 if none)."


@pytest.mark.parametrize("change", [{"no_obstacles": True}, {"budget": Decimal(-1)}])
def test_a_contradictory_form_is_refused(change):
    with pytest.raises(Refused):
        plans.check_content(replace(PLAN, **change))


def test_a_target_of_zero_is_a_target():
    assert PLAN.complete_measure_count == 1
    assert replace(PLAN, measures=(MEASURE, replace(MEASURE, target=None))).complete_measure_count == 1


def test_the_author_approves_at_neither_step():
    with pytest.raises(Refused):
        plans.check_head_approval(S.SUBMITTED, author_id=1, approver_id=1)
    with pytest.raises(Refused):
        plans.check_tower_approval(S.HEAD_APPROVED, author_id=1, head_approver_id=2, approver_id=1)


def test_the_two_approvals_come_from_two_people():
    with pytest.raises(Refused):
        plans.check_tower_approval(S.HEAD_APPROVED, author_id=1, head_approver_id=2, approver_id=2)


@pytest.mark.parametrize("reason", [None, " "])
def test_returning_and_revising_need_a_reason(reason):
    with pytest.raises(Refused):
        plans.check_return(S.SUBMITTED, reason)
    with pytest.raises(Refused):
        plans.check_new_version(S.APPROVED, reason)
