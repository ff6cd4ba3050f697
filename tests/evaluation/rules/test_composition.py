from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.rules.composition import Part, check_composition, combine, simple_mean, weighted_mean

PUBLISHED = {
    "서울특별시 2017": ["15", "20", "25", "30", "10"],
    "서울특별시 2020": ["20", "20", "25", "25", "3", "7"],
    "부안군 관과소 2024": ["40", "40", "20"],
    "부안군 읍면 2024": ["50", "50"],
    "금정구 2010": ["10", "20", "30", "10", "10", "20"],
    "춘천시 2024": ["50", "20", "10", "10", "10"],
    "충청남도 2021": ["25", "20", "20", "5", "10", "5", "7", "8"],
}
part_scores = st.lists(st.decimals(min_value=0, max_value=100, places=2), min_size=1, max_size=8)


def shares(values):
    return {str(i): Decimal(value) for i, value in enumerate(values)}


def part(score, weight="1"):
    return Part(f"part {score}", None if score is None else Decimal(score), Decimal(weight))


@pytest.mark.parametrize("office", list(PUBLISHED))
def test_published_compositions_can_be_opened(office):
    check_composition(office, shares(PUBLISHED[office]))


def test_the_refusal_names_the_group_and_the_sum():
    with pytest.raises(Refused) as caught:
        check_composition("제주시 2014", shares(["28", "42"]))
    assert str(caught.value) == "The shares of “제주시 2014” sum to 70, not to 100."


def test_a_hair_beside_100_is_not_100():
    with pytest.raises(Refused, match=r"sum to 99\.99"):
        check_composition("읍면동", shares(["50", "49.99"]))


def test_an_empty_share_is_refused():
    with pytest.raises(Refused, match="must be above 0"):
        check_composition("읍면동", shares(["100", "0"]))


def test_a_score_is_combined_of_two():
    found = combine([part(90, "0.4"), part(80, "0.6")])
    assert (found.score, str(found.derivation)) == (84, "90 × 0.4 + 80 × 0.6 = 84.00")


@pytest.mark.parametrize("weights", [("0.4", "0.5"), ("1.5", "-0.5")])
def test_weights_that_do_not_sum_to_1_are_refused(weights):
    with pytest.raises(Refused, match="sum to 1"):
        combine([part(90, weights[0]), part(80, weights[1])])


@pytest.mark.parametrize("function", [simple_mean, weighted_mean, combine])
def test_a_missing_score_is_not_a_zero(function):
    with pytest.raises(Refused, match="A score is missing: part None"):
        function([part(90, "0.5"), part(None, "0.5")])


def test_the_two_means_say_which_they_are():
    parts = [part(90, "30"), part(60, "10")]
    simple, weighted = simple_mean(parts), weighted_mean(parts)
    assert (simple.score, str(simple.derivation)) == (75, "Simple mean of 2 units (90, 60) = 75.00")
    assert (weighted.score, str(weighted.derivation)) == (
        Decimal("82.5"),
        "Weighted mean: (90 × 30 + 60 × 10) ÷ 40 = 82.50",
    )


def test_nothing_has_no_mean():
    with pytest.raises(Refused, match="nothing to combine"):
        simple_mean([])
    with pytest.raises(Refused, match="at least one of them above 0"):
        weighted_mean([part(90, "0")])


@given(part_scores)
def test_equal_weights_make_the_simple_mean(scores):
    parts = [part(score, "7") for score in scores]
    assert abs(simple_mean(parts).score - weighted_mean(parts).score) < Decimal("1e-40")
    assert min(scores) <= simple_mean(parts).score <= max(scores)
