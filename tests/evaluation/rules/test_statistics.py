from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.rules.statistics import forecast, mean, normal_share, population_spread

HISTORY = [Decimal(v) for v in (70, 74, 78, 76, 80)]
z_values = st.decimals(min_value=-20, max_value=20, places=4)


def test_half_lies_below_the_middle():
    assert normal_share(Decimal(0)) == Decimal("0.5")


@pytest.mark.parametrize(
    ("z", "share"),
    # from published tables of the normal distribution
    [("1", "0.84134474606854294858523254563"), ("2", "0.97724986805182079280"), ("-3", "0.00134989803163009452665")],
)
def test_known_values_of_the_normal_distribution(z, share):
    assert abs(normal_share(Decimal(z)) - Decimal(share)) < Decimal("1e-18")


@given(z_values)
def test_the_series_agrees_with_the_standard_library(z):
    assert abs(normal_share(z) - Decimal(NormalDist().cdf(float(z)))) < Decimal("1e-12")


@given(z_values)
def test_both_tails_are_alike(z):
    assert abs(normal_share(z) + normal_share(-z) - 1) < Decimal("1e-45")


@given(z_values, z_values)
def test_the_share_never_falls_and_never_leaves_0_to_1(first, second):
    low, high = sorted((first, second))
    assert 0 <= normal_share(low) <= normal_share(high) <= 1


def test_the_population_spread_divides_by_n():
    assert mean(HISTORY) == Decimal("75.6")
    assert abs(population_spread(HISTORY) ** 2 - Decimal("11.84")) < Decimal("1e-25")


def test_the_worked_trend():
    found = forecast(enumerate(HISTORY, start=2019), 2024)
    assert (found.predicted, round(found.error, 4)) == (Decimal("82.2"), Decimal("2.7495"))
