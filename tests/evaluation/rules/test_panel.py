from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.rules.methods.panel import PanelParameters, read, score

ONE = PanelParameters.parse({"criteria": [{"name": "overall", "weight": 100}]})
TWO = PanelParameters.parse({"criteria": [{"name": "effort", "weight": 40}, {"name": "result", "weight": 60}]})
marks = st.lists(st.one_of(st.none(), st.decimals(min_value=0, max_value=100, places=1)), min_size=1, max_size=12)


def ballots(values):
    return read({f"e{i}": None if value is None else {"overall": value} for i, value in enumerate(values)})


def test_the_worked_example():
    found = score(ballots([88, 92, 79, 85, 90, 95, 86]), ONE)
    assert (found.score, str(found.derivation[0])) == (
        Decimal("88.2"),
        "7 evaluators: the highest 95 and the lowest 79 are dropped; mean of the other 5 (85, 86, 88, 90, 92) = 88.20",
    )


def test_four_evaluators_make_a_plain_mean():
    found = score(ballots([80, 90, 100, 60]), ONE)
    assert [found.score, str(found.derivation[0])] == [
        Decimal("82.5"),
        "Plain mean of 4 evaluators (60, 80, 90, 100) = 82.50",
    ]


def test_an_abstention_is_no_zero_and_does_not_make_a_fifth():
    found = score(ballots([80, 90, 100, 60, None]), ONE)
    assert (found.score, str(found.derivation[1])) == (
        Decimal("82.5"),
        "Evaluators who abstained and are not counted: 1",
    )


def test_only_one_of_several_highest_is_dropped():
    assert score(ballots([100, 100, 100, 50, 50]), ONE).score.quantize(Decimal("0.01")) == Decimal("83.33")


def test_criteria_are_weighted_per_evaluator():
    found = score(read({"kim": {"effort": 100, "result": 50}, "lee": {"effort": 50, "result": 100}}), TWO)
    assert found.score == 75


@given(marks)
def test_the_mean_lies_between_the_lowest_and_the_highest(values):
    given_marks = [value for value in values if value is not None]
    if not given_marks:
        with pytest.raises(Refused, match="No evaluator"):
            score(ballots(values), ONE)
        return
    assert min(given_marks) <= score(ballots(values), ONE).score <= max(given_marks)


@given(marks.filter(any), st.randoms())
def test_the_order_of_the_evaluators_does_not_matter(values, random):
    shuffled = random.sample(values, len(values))
    assert score(ballots(values), ONE).score == score(ballots(shuffled), ONE).score


@pytest.mark.parametrize(
    ("actual", "sentence"),
    [
        ({"kim": {"effort": 80}}, "every criterion"),
        ({"kim": {"effort": 80, "result": 80, "looks": 80}}, "and no other"),
        ({"kim": {"effort": 80, "result": 101}}, "between 0 and 100"),
        ({"kim": {"effort": 80, "result": "good"}}, "must be a number"),
        ({"kim": 80}, "marks of a panel"),
        (80, "marks of a panel"),
    ],
)
def test_incomplete_or_impossible_marks_are_refused(actual, sentence):
    with pytest.raises(Refused, match=sentence):
        score(read(actual), TWO)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "needs criteria"),
        ({"criteria": [{"name": "a", "weight": 50}, {"name": "a", "weight": 50}]}, "name of its own"),
        ({"criteria": [{"name": "a", "weight": 99}]}, "they sum to 99"),
        ({"criteria": [{"name": "a", "weight": 100}], "drop_from": 2}, "from 3 evaluators on"),
    ],
)
def test_panels_that_contradict_themselves_are_refused(values, sentence):
    with pytest.raises(Refused, match=sentence):
        PanelParameters.parse(values)
