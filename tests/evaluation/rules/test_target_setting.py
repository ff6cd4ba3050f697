from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused
from app.evaluation.enums import Direction, RoundingMode, TargetMode
from app.evaluation.rules.methods.reading import YearValue
from app.evaluation.rules.methods.target_setting import TargetSettingParameters, baseline, score
from app.evaluation.rules.rounding import round_to

HISTORY = {"2019": "70", "2020": "74", "2021": "78", "2022": "76", "2023": "80"}


def worked(**more):
    return TargetSettingParameters.parse({"history": HISTORY, **more})


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"upper": "1.2", "lower": "0.8"}, "70.00"),
        ({"upper": "1.1", "lower": "0.8"}, "86.67"),
        ({"mode": "sigma", "k": 2}, "83.25"),
        ({"mode": "sigma", "k": 1}, "100.00"),
    ],
)
def test_the_worked_examples(parameters, expected):
    found = score(Decimal(84), worked(**parameters))
    assert str(round_to(found.score, 2, RoundingMode.HALF_UP)) == expected


def test_the_derivation_shows_baseline_ends_and_formula():
    assert [str(line) for line in score(Decimal(84), worked()).derivation] == [
        "Baseline: the higher of last year (80) and the mean of 3 years (78) = 80",
        "Best value 80 × 1.2 = 96, worst value 80 × 0.8 = 64",
        "20 + 80 × (84 − 64) ÷ (96 − 64) = 70.00",
    ]


def test_the_baseline_is_the_better_of_last_year_and_the_mean():
    falling = {"2021": 80, "2022": 78, "2023": 70}
    up = TargetSettingParameters.parse({"history": falling})
    down = TargetSettingParameters.parse({"history": falling, "direction": "down"})
    assert (baseline(up), baseline(down)) == (76, 70)


def test_down_mirrors_the_two_ends():
    parameters = TargetSettingParameters.parse(
        {"history": {"2021": 100, "2022": 100, "2023": 100}, "direction": "down"}
    )
    found = [score(Decimal(actual), parameters).score for actual in (80, 90, 100, 110, 120, 130)]
    assert found == [100, 80, 60, 40, 20, 20]


def test_sigma_mode_mirrors_too():
    up, down = (worked(mode="sigma", k=2, direction=way) for way in ("up", "down"))
    assert baseline(up) == 80
    assert baseline(down) == 78
    assert score(Decimal(84), up).score == score(Decimal(74), down).score


def test_equal_ends_give_20():
    found = score(Decimal(7), TargetSettingParameters.parse({"history": {"2021": 0, "2022": 0, "2023": 0}}))
    assert (found.score, str(found.derivation[-1])) == (20, "The best and the worst value are equal: 20.")


histories = st.lists(st.decimals(min_value=0, max_value=1000, places=2), min_size=5, max_size=8)


@given(
    histories,
    st.lists(st.decimals(min_value=0, max_value=2000, places=2), min_size=2, max_size=6),
    st.sampled_from([Direction.UP, Direction.DOWN]),
    st.sampled_from(list(TargetMode)),
)
def test_scores_lie_between_20_and_100_and_follow_the_direction(history, actuals, direction, mode):
    entries = tuple(YearValue(2015 + i, value) for i, value in enumerate(history))
    parameters = TargetSettingParameters(history=entries, direction=direction, mode=mode)
    ordered = sorted(actuals, reverse=direction is Direction.DOWN)
    scores = [score(actual, parameters).score for actual in ordered]
    assert all(20 <= found <= 100 for found in scores)
    assert all(worse <= better for worse, better in pairwise(scores))


@given(st.permutations(list(HISTORY.items())))
def test_the_order_of_the_years_does_not_matter(items):
    assert score(Decimal(84), TargetSettingParameters.parse({"history": dict(items)})).score == 70


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"direction": "keep"}, "needs a direction"),
        ({"history": {"2023": 1}}, "Results of 3 different years"),
        ({"history": {"2021": 1, "2022": 2, "2023": 3}, "mode": "sigma"}, "Results of 5 different years"),
        ({"upper": "0.7"}, "upper factor lies below"),
        ({"k": -1}, "k must not be below 0"),
        ({"history": {"2021": -1, "2022": -2, "2023": -3}}, "cannot be multiplied"),
    ],
)
def test_contradictions_are_refused(values, sentence):
    with pytest.raises(Refused, match=sentence):
        worked(**values)


@pytest.mark.parametrize("history", ["70", {"last year": "70"}, {"2023": "much"}, [70, 74]])
def test_a_history_is_a_table_of_years(history):
    with pytest.raises(Invalid, match="history"):
        worked(history=history)


def test_a_year_twice_is_refused():
    twice = (YearValue(2021, Decimal(1)), YearValue(2022, Decimal(1)), YearValue(2022, Decimal(2)))
    with pytest.raises(Refused, match="different years"):
        TargetSettingParameters(history=twice)
