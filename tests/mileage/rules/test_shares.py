import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.mileage.rules.shares import STEP, check_points, split


def shares(*percents):
    return {account: Decimal(percent) for account, percent in enumerate(percents, start=1)}


def test_the_largest_remainder_gets_the_last_step():
    assert split(Decimal(10), shares("33.34", "33.33", "33.33")) == {
        1: Decimal("3.34"),
        2: Decimal("3.33"),
        3: Decimal("3.33"),
    }
    assert split(Decimal("0.05"), shares("30", "50", "20")) == {
        1: Decimal("0.02"),
        2: Decimal("0.02"),
        3: Decimal("0.01"),
    }


def test_equal_remainders_go_to_the_earlier_entry():
    assert split(Decimal("0.01"), shares("50", "50")) == {1: Decimal("0.01"), 2: Decimal("0.00")}


@pytest.mark.parametrize(
    "parts",
    [shares("60", "39.99"), shares("100", "0"), shares("120", "-20"), shares("NaN"), shares("33.333", "66.667"), {}],
)
def test_shares_that_are_no_whole_are_refused(parts):
    with pytest.raises(Refused):
        split(Decimal(10), parts)


@pytest.mark.parametrize(
    "points", ["0", "-1", "0.001", "NaN", "Infinity", "1e-30", "10000000000000000000000000000.001"]
)
def test_points_are_above_zero_in_steps_of_a_hundredth(points):
    with pytest.raises(Refused):
        check_points(Decimal(points))


@pytest.mark.parametrize("points", ["0.01", "1", "1.500", "1e3", "10000000000000000000000000000"])
def test_other_writings_of_such_points_are_fine(points):
    check_points(Decimal(points))


def percents():
    """Cut 0–100.00 at random places: positive shares in hundredths that sum to 100."""
    cuts = st.sets(st.integers(1, 9999), max_size=12).map(lambda found: [0, *sorted(found), 10000])
    return cuts.map(lambda c: [Decimal(b - a) / 100 for a, b in itertools.pairwise(c)])


@given(points=st.decimals(Decimal("0.01"), Decimal(10**9), places=2), found=percents())
def test_the_parts_always_sum_to_the_whole(points, found):
    parts = split(points, shares(*found))
    assert sum(parts.values()) == points


@given(points=st.decimals(Decimal("0.01"), Decimal(10**6), places=2), found=percents())
def test_no_part_is_a_step_away_from_its_exact_share(points, found):
    parts = split(points, shares(*found))
    for account, share in shares(*found).items():
        assert parts[account] >= 0
        assert abs(Fraction(parts[account]) - Fraction(share) * Fraction(points) / 100) < Fraction(STEP)
