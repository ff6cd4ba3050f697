from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.enums import Direction, RoundingMode
from app.evaluation.rules.methods.reading import YearValue
from app.evaluation.rules.methods.trend import TrendParameters, score
from app.evaluation.rules.rounding import round_to

HISTORY = {"2019": "70", "2020": "74", "2021": "78", "2022": "76", "2023": "80"}


def test_the_worked_example():
    found = score(Decimal(84), TrendParameters.parse({"history": HISTORY}))
    assert str(round_to(found.score, 2, RoundingMode.HALF_UP)) == "79.49"
    assert [str(line) for line in found.derivation] == [
        "Trend of 5 years: expected value 82.2, standard error 2.7495",
        "z = (84 − 82.2) ÷ 2.7495 ≈ 0.6547",
        "20 + 80 × Φ(0.6547) ≈ 79.49",
    ]


def test_down_turns_the_sign():
    up, down = (TrendParameters.parse({"history": HISTORY, "direction": way}) for way in ("up", "down"))
    both = score(Decimal(84), up).score + score(Decimal(84), down).score
    assert abs(both - 120) < Decimal("1e-40")
    assert str(score(Decimal(84), down).derivation[1]) == "z = (82.2 − 84) ÷ 2.7495 ≈ −0.6547"


def test_years_exactly_on_a_line_leave_three_scores():
    parameters = TrendParameters.parse({"history": {"2021": 10, "2022": 20, "2023": 30}})
    assert [score(Decimal(actual), parameters).score for actual in (39, 40, 41)] == [20, 60, 100]


def test_a_gap_in_the_years_is_allowed_and_the_year_can_be_named():
    parameters = TrendParameters.parse({"history": {"2018": 10, "2020": 20, "2021": 25}, "year": 2024})
    assert (parameters.judged_year, score(Decimal(40), parameters).score) == (2024, 60)


def test_a_straight_line_is_recognised_whatever_its_thirds():
    parameters = TrendParameters.parse({"history": {"2021": "0.1", "2022": "0.2", "2024": "0.4"}})
    assert [score(Decimal(actual), parameters).score for actual in ("0.49", "0.5", "0.51")] == [20, 60, 100]


@given(
    st.lists(st.decimals(min_value=0, max_value=1000, places=1), min_size=3, max_size=7),
    st.lists(st.decimals(min_value=-500, max_value=2000, places=1), min_size=2, max_size=5),
)
def test_scores_lie_between_20_and_100_and_never_fall(history, actuals):
    parameters = TrendParameters(history=tuple(YearValue(2015 + i, v) for i, v in enumerate(history)))
    scores = [score(actual, parameters).score for actual in sorted(actuals)]
    assert all(20 <= found <= 100 for found in scores)
    assert all(worse <= better for worse, better in pairwise(scores))


def test_two_years_are_no_trend():
    with pytest.raises(Refused, match="Results of 3 different years"):
        TrendParameters.parse({"history": {"2022": 1, "2023": 2}})


def test_keeping_has_no_trend():
    with pytest.raises(Refused, match="needs a direction"):
        TrendParameters(history=(YearValue(2023, Decimal(1)),), direction=Direction.KEEP)
