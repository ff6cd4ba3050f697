"""Ratings, checks before a year opens, and the sunset list: pure rules."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused, WrongState
from app.evaluation.enums import Direction, QualityAspect, QualityFlag, ResultKind, SunsetChoice
from app.evaluation.rules import indicator_quality as rules
from app.evaluation.rules.indicator_quality import QualityFacts, Rating, aspect_figures, findings

TODAY = date(2026, 11, 23)


def marks(*given_marks):
    return dict(zip(QualityAspect, given_marks, strict=True))


def facts(indicator_id=1, **changes):
    """An indicator in order."""
    written = {
        "has_owner": True,
        "has_evidence": True,
        "result_kind": ResultKind.OUTCOME,
        "place": "목표",
        "direction": Direction.UP,
        "target": Decimal(80),
        "last_result": Decimal(78),
        "full_years": {},
    }
    return QualityFacts(indicator_id=indicator_id, **(written | changes))


def flags(*known, year=2026):
    return {one: [row.flag for row in rows] for one, rows in findings(known, year).items()}


@pytest.mark.parametrize("wrong", [(0, 3, 3, 3), (6, 3, 3, 3), (3, 3, 3, -1)])
def test_marks_go_from_one_to_five(wrong):
    with pytest.raises(Invalid):
        rules.check_rating(Rating(marks=marks(*wrong), note="말"))


def test_every_aspect_is_marked():
    with pytest.raises(Invalid) as refusal:
        rules.check_rating(Rating(marks={QualityAspect.FIT: 3}))
    assert sorted(refusal.value.fields) == ["challenge", "difficulty", "importance"]


@pytest.mark.parametrize("end", [1, 5])
def test_a_mark_at_an_end_needs_words(end):
    with pytest.raises(Invalid):
        rules.check_rating(Rating(marks=marks(3, 3, end, 3), note="  "))
    rules.check_rating(Rating(marks=marks(3, 3, end, 3), note="작년과 같은 일로 이룬다."))
    rules.check_rating(Rating(marks=marks(2, 3, 4, 3)))


def test_fewer_than_three_show_no_mean():
    two = aspect_figures([marks(4, 4, 2, 3), marks(2, 4, 2, 3)])
    three = aspect_figures([marks(4, 4, 2, 3), marks(2, 4, 2, 3), marks(4, 4, 3, 3)])
    assert {(figure.count, figure.mean) for figure in two.values()} == {(2, None)}
    assert [three[aspect].mean for aspect in QualityAspect] == [
        Decimal("3.33"),
        Decimal("4.00"),
        Decimal("2.33"),
        Decimal("3.00"),
    ]


@given(st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=3, max_size=30), st.randoms())
def test_a_mean_lies_within_its_marks_and_knows_no_order(given_marks, random):
    shuffled = list(given_marks)
    random.shuffle(shuffled)
    figures = aspect_figures([marks(*one) for one in given_marks])
    assert figures == aspect_figures([marks(*one) for one in shuffled])
    for place, aspect in enumerate(QualityAspect):
        column = [one[place] for one in given_marks]
        assert min(column) <= figures[aspect].mean <= max(column)


def test_an_indicator_in_order_has_no_findings():
    assert flags(facts()) == {}


def test_each_fault_is_found():
    assert flags(facts(has_owner=False)) == {1: [QualityFlag.NO_OWNER]}
    assert flags(facts(has_evidence=False)) == {1: [QualityFlag.NO_EVIDENCE]}
    assert flags(facts(result_kind=ResultKind.NOT_SAID)) == {1: [QualityFlag.KIND_NOT_SAID]}
    assert flags(facts(never_updated=True)) == {1: [QualityFlag.NEVER_UPDATED]}


def test_an_output_is_enough_where_the_same_objective_has_an_outcome():
    output = facts(1, result_kind=ResultKind.OUTPUT)
    assert flags(output) == {1: [QualityFlag.OUTPUT_ONLY]}
    assert flags(output, facts(2)) == {}
    assert flags(output, facts(2, place="다른 목표")) == {1: [QualityFlag.OUTPUT_ONLY]}
    nowhere = facts(1, result_kind=ResultKind.PROCESS, place=None)
    assert flags(nowhere, facts(2, place=None)) == {1: [QualityFlag.OUTPUT_ONLY]}


@pytest.mark.parametrize(
    ("direction", "target", "last", "worse"),
    [
        (Direction.UP, 77, 78, True),
        (Direction.UP, 78, 78, False),
        (Direction.DOWN, 5, 4, True),
        (Direction.DOWN, 3, 4, False),
        (Direction.KEEP, 5, 9, False),
        (None, 5, 9, False),
        (Direction.UP, None, 9, False),
        (Direction.UP, 5, None, False),
        (Direction.UP, -5, -4, True),
        (Direction.DOWN, 0, 0, False),
    ],
)
def test_a_target_is_held_against_last_year_by_its_direction(direction, target, last, worse):
    one = facts(
        direction=direction,
        target=None if target is None else Decimal(target),
        last_result=None if last is None else Decimal(last),
    )
    assert rules.is_target_worse(one) is worse


def test_three_full_years_in_a_row_are_needed_and_a_year_nobody_knows_is_none():
    full = {2023: True, 2024: True, 2025: True}
    assert flags(facts(full_years=full)) == {1: [QualityFlag.FULL_THREE_YEARS]}
    assert flags(facts(full_years={**full, 2024: False})) == {}
    assert flags(facts(full_years={2024: True, 2025: True})) == {}
    assert flags(facts(full_years=full), year=2027) == {}


def test_who_opens_a_panel_does_not_rate_and_two_are_no_panel():
    rules.check_opening(due_on=TODAY, today=TODAY, raters=[1, 2, 3], opener=9, indicators=1)
    for changes in (
        {"raters": [1, 2, 2]},
        {"opener": 1},
        {"due_on": date(2026, 11, 22)},
        {"indicators": 0},
    ):
        written = {"due_on": TODAY, "raters": [1, 2, 3], "opener": 9, "indicators": 1} | changes
        with pytest.raises(Refused):
            rules.check_opening(today=TODAY, **written)


def test_a_panel_is_closed_without_somebody_only_after_its_last_day_and_with_a_reason():
    with pytest.raises(Refused):
        rules.check_closing(closed=False, missing=1, due_on=TODAY, today=TODAY, reason="휴직한 위원이 있다.")
    with pytest.raises(Invalid):
        rules.check_closing(closed=False, missing=1, due_on=date(2026, 11, 22), today=TODAY, reason="")
    rules.check_closing(closed=False, missing=1, due_on=date(2026, 11, 22), today=TODAY, reason="휴직한 위원이 있다.")
    rules.check_closing(closed=False, missing=0, due_on=TODAY, today=TODAY, reason="")
    with pytest.raises(WrongState):
        rules.check_closing(closed=True, missing=0, due_on=TODAY, today=TODAY, reason="")


def test_only_what_is_on_the_list_is_decided_about():
    reason = "모든 부서가 세 해 내리 이루었다."
    with pytest.raises(WrongState):
        rules.check_sunset(SunsetChoice.RETIRE, listed=False, retired=False, reason=reason)
    with pytest.raises(WrongState):
        rules.check_sunset(SunsetChoice.RETIRE, listed=True, retired=True, reason=reason)
    with pytest.raises(Invalid):
        rules.check_sunset(SunsetChoice.RETIRE, listed=True, retired=False, reason="짧다")
    rules.check_sunset(SunsetChoice.KEEP, listed=False, retired=True, reason=reason)
