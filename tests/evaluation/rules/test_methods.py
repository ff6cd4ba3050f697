from decimal import Decimal

import pytest

from app.core.errors import Invalid, Refused
from app.evaluation.enums import MeasureState, Method
from app.evaluation.rules.methods import METHODS, check_parameters, parameter_names, score_measure

EXAMPLES = {
    Method.ATTAINMENT: ({"target": "50"}, "45", "90"),
    Method.LINE: ({"target": 0, "worst": 5}, 1, "80"),
    Method.TARGET_SETTING: ({"history": {"2021": 80, "2022": 80, "2023": 80}}, 84, "70"),
    Method.TREND: ({"history": {"2021": 10, "2022": 20, "2023": 30}}, 40, "60"),
    Method.BANDS: ({"bands": [{"threshold": 1, "points": 55}]}, 2, "55"),
    Method.GRADES: ({}, "B", "90"),
    Method.PANEL: ({"criteria": [{"name": "a", "weight": 100}]}, {"kim": {"a": 77}}, "77"),
    Method.YES_NO: ({}, True, "100"),
    Method.DIRECT: ({}, "88.5", "88.5"),
}


def test_every_method_has_its_arithmetic_and_an_example_here():
    assert set(METHODS) == set(EXAMPLES) == set(Method)


@pytest.mark.parametrize("method", list(Method))
def test_a_measure_is_scored_through_one_door(method):
    parameters, actual, expected = EXAMPLES[method]
    found = score_measure(method, parameters, MeasureState.VALUE, actual)
    assert found is not None
    assert (found.method, found.score) == (method, Decimal(expected))
    assert found.derivation


@pytest.mark.parametrize("state", [MeasureState.NOT_DUE, MeasureState.MISSING, MeasureState.NOT_APPLICABLE])
def test_what_has_no_value_has_no_score(state):
    assert score_measure(Method.DIRECT, {}, state) is None


def test_missing_is_never_zero_and_zero_is_never_missing():
    zero = score_measure(Method.DIRECT, {}, MeasureState.VALUE, 0)
    assert zero is not None
    assert zero.score == 0
    with pytest.raises(Refused, match="missing is not zero"):
        score_measure(Method.DIRECT, {}, MeasureState.VALUE, None)
    with pytest.raises(Refused, match="“Not handed in” cannot have a value"):
        score_measure(Method.DIRECT, {}, MeasureState.MISSING, 0)


@pytest.mark.parametrize("actual", [1.5, "n/a", "NaN", True])
def test_a_float_or_a_word_is_no_actual_value(actual):
    with pytest.raises(Refused, match="must be a number"):
        score_measure(Method.DIRECT, {}, MeasureState.VALUE, actual)


@pytest.mark.parametrize("method", list(Method))
def test_an_unknown_parameter_is_never_ignored(method):
    with pytest.raises(Invalid, match="surprise"):
        check_parameters(method, {**EXAMPLES[method][0], "surprise": 1})


def test_forms_learn_the_names_of_the_parameters():
    assert parameter_names(Method.LINE) == ("target", "worst", "cap", "floor")
