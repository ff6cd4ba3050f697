from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused
from app.evaluation.rules.methods.line import LineParameters, score

values = st.decimals(min_value=-1000, max_value=1000, places=3)


def test_accidents_worst_5_target_0_actual_1_are_80():
    found = score(Decimal(1), LineParameters(target=Decimal(0), worst=Decimal(5)))
    assert (found.score, str(found.derivation[0])) == (80, "100 × (1 − 5) ÷ (0 − 5) = 80.00")


def test_beyond_either_end_the_score_is_held():
    parameters = LineParameters(target=Decimal(90), worst=Decimal(50))
    found = [score(Decimal(actual), parameters) for actual in (40, 50, 70, 90, 95)]
    assert [(f.score, f.clamped) for f in found] == [(0, True), (0, False), (50, False), (100, False), (100, True)]


def test_negative_numbers_are_bracketed_in_the_formula():
    found = score(Decimal(-2), LineParameters(target=Decimal(0), worst=Decimal(-8)))
    assert str(found.derivation[0]) == "100 × ((−2) − (−8)) ÷ (0 − (−8)) = 75.00"


@given(values, values, values, values)
def test_the_score_moves_only_towards_the_target(worst, target, first, second):
    assume(worst != target)
    parameters = LineParameters(target=target, worst=worst)
    low, high = (score(actual, parameters).score for actual in sorted((first, second)))
    assert (low <= high) if target > worst else (low >= high)
    assert 0 <= min(low, high) <= max(low, high) <= 100


def test_equal_ends_make_no_line():
    with pytest.raises(Refused, match="must differ"):
        LineParameters(target=Decimal(3), worst=Decimal(3))


def test_both_ends_are_needed():
    with pytest.raises(Invalid) as caught:
        LineParameters.parse({})
    assert sorted(caught.value.fields) == ["target", "worst"]
