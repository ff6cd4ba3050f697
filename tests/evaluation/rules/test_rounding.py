from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.figures import HUNDRED, exact
from app.evaluation.enums import RoundingMode
from app.evaluation.rules.rounding import round_to, round_to_unit

PYTHON_MODES = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.CEILING: ROUND_CEILING,
    RoundingMode.FLOOR: ROUND_FLOOR,
    RoundingMode.TRUNCATE: ROUND_DOWN,
}
figures = st.decimals(min_value=-(10**6), max_value=10**6, places=6)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2.5", {"half_up": "3", "half_even": "2", "ceiling": "3", "floor": "2", "truncate": "2"}),
        ("3.5", {"half_up": "4", "half_even": "4", "ceiling": "4", "floor": "3", "truncate": "3"}),
        ("-2.5", {"half_up": "-3", "half_even": "-2", "ceiling": "-2", "floor": "-3", "truncate": "-2"}),
        ("2.01", {"half_up": "2", "half_even": "2", "ceiling": "3", "floor": "2", "truncate": "2"}),
    ],
)
def test_the_five_modes(value, expected):
    found = {mode.value: str(round_to(Decimal(value), 0, mode)) for mode in RoundingMode}
    assert found == expected


@given(figures, st.integers(0, 6), st.sampled_from(list(RoundingMode)))
def test_rounding_once_agrees_with_decimal(value, digits, mode):
    expected = value.quantize(Decimal(1).scaleb(-digits), rounding=PYTHON_MODES[mode])
    assert round_to(value, digits, mode) == expected


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 100))
def test_rounding_down_a_quotient_gives_what_fractions_give(actual, target, weight):
    with exact():
        points = Decimal(weight) * (Decimal(actual) / Decimal(target) * HUNDRED) / HUNDRED
    truth = Fraction(weight * actual, target)
    assert round_to(points, 1, RoundingMode.FLOOR) == Decimal(floor(truth * 10)) / 10


def test_two_thirds_of_thirty_is_twenty_in_every_mode():
    with exact():
        points = 30 * (Decimal(2) / Decimal(3))
    assert {str(round_to(points, 1, mode)) for mode in RoundingMode} == {"20.0"}


def test_a_rounded_zero_has_no_sign():
    assert str(round_to(Decimal("-0.001"), 2, RoundingMode.TRUNCATE)) == "0.00"


def test_won_are_rounded_to_their_unit():
    found = {unit: round_to_unit(Decimal("1234567.5"), unit, RoundingMode.FLOOR) for unit in (1, 10, 1000)}
    assert found == {1: 1234567, 10: 1234560, 1000: 1234000}


@given(figures, st.sampled_from([1, 10, 1000]), st.sampled_from(list(RoundingMode)))
def test_rounded_won_are_multiples_less_than_a_unit_away(value, unit, mode):
    rounded = round_to_unit(value, unit, mode)
    assert rounded % unit == 0
    assert abs(rounded - value) < unit


def test_a_unit_below_one_won_is_refused():
    with pytest.raises(Refused, match="1 won or more"):
        round_to_unit(Decimal(1), 0, RoundingMode.FLOOR)
