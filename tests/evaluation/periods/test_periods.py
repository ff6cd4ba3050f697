"""The periods of a round follow one another without a gap, and what they let expect is reckoned by hand here."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.enums import Aggregation, Cadence, Direction
from app.evaluation.rules.forecasts import from_periods, from_value, from_years
from app.evaluation.rules.methods.reading import YearValue
from app.evaluation.rules.periods import periods_of
from app.evaluation.rules.units import SubUnits

YEARS = [YearValue(2021 + place, Decimal(value)) for place, value in enumerate((70, 74, 78, 76, 80))]
UP, DOWN = Direction.UP, Direction.DOWN


def decimals(*values):
    return [Decimal(str(value)) for value in values]


def test_months_of_a_round_are_named_by_their_year_and_due_ten_days_later():
    found = periods_of(Cadence.MONTHLY, date(2025, 12, 1), date(2026, 2, 15))
    assert [(p.label, p.last, p.due) for p in found] == [
        ("2025-12", date(2025, 12, 31), date(2026, 1, 10)),
        ("2026-01", date(2026, 1, 31), date(2026, 2, 10)),
        ("2026-02", date(2026, 2, 15), date(2026, 2, 25)),
    ]


@pytest.mark.parametrize(
    ("cadence", "labels"),
    [
        (Cadence.QUARTERLY, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        (Cadence.HALF_YEARLY, ["2026-H1", "2026-H2"]),
        (Cadence.YEARLY, ["2026"]),
    ],
)
def test_longer_periods_have_their_own_names(cadence, labels):
    assert [p.label for p in periods_of(cadence, date(2026, 1, 1), date(2026, 11, 30))] == labels


@given(st.sampled_from(Cadence), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_periods_cover_every_day_of_the_round_once_and_sort_by_their_names(cadence, first, length):
    last = first + timedelta(days=length)
    found = periods_of(cadence, first, last)
    assert (found[0].first, found[-1].last) == (first, last)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))
    assert [p.label for p in found] == sorted({p.label for p in found})


def test_a_sum_goes_on_at_the_pace_so_far():
    # 10, 12, 14: mean 12, sample spread 2; two to come: 36 + 24 = 60, error 2 × √(2 + 4/3) = 3.6515
    even = from_periods(decimals(10, 12, 14), 5, Aggregation.PERIOD_SUM, Decimal(60), UP)
    lower = from_periods(decimals(10, 12, 14), 5, Aggregation.PERIOD_SUM, Decimal(56), UP)
    assert (even.expected, even.percent) == (Decimal(60), "50")
    assert lower.percent == "86.3"  # z = 4 ÷ 3.6515 = 1.0954, Φ = 0.8633
    assert "z = 1.0954" in str(lower.derivation[-1])


def test_a_mean_is_expected_to_stay():
    found = from_periods(decimals(10, 12, 14), 5, Aggregation.PERIOD_MEAN, Decimal("11.2"), UP)
    assert (found.expected, found.percent) == (Decimal(12), "86.3")  # error 3.6515 ÷ 5 = 0.7303; 0.8 ÷ 0.7303 = 1.0954


def test_a_last_value_goes_on_by_its_steps():
    # 10, 12, 15, 16: steps 2, 3, 1 with mean 2 and spread 1; one to come: 18, error √(1 + 1/3) = 1.1547
    found = from_periods(decimals(10, 12, 15, 16), 5, Aggregation.PERIOD_LAST, Decimal(17), UP)
    assert (found.expected, found.percent) == (Decimal(18), "80.7")  # z = 0.8660, Φ = 0.8068
    assert from_periods(decimals(10, 12, 15), 5, Aggregation.PERIOD_LAST, Decimal(17), UP) is None


def test_past_years_speak_where_nothing_is_in():
    found = from_years(YEARS, 2026, Decimal(84), UP)
    assert found.percent == "25.6"  # predicted 82.2, S 2.7495: z = −0.6547, 1 − 0.7436
    assert from_years(YEARS, 2026, Decimal(84), DOWN).percent == "74.4"


@pytest.mark.parametrize(("value", "direction", "chance"), [(84, UP, 100), (83, UP, 0), (84, DOWN, 100), (85, DOWN, 0)])
def test_what_is_in_is_certain(value, direction, chance):
    assert from_value(Decimal(value), Decimal(84), direction).chance == chance


def test_too_little_says_nothing():
    assert from_periods(decimals(10, 12), 5, Aggregation.PERIOD_SUM, Decimal(60), UP) is None
    assert from_years(YEARS[:2], 2026, Decimal(84), UP) is None
    assert from_value(Decimal(1), Decimal(1), Direction.KEEP) is None


def test_values_that_never_vary_leave_no_doubt():
    assert from_periods(decimals(5, 5, 5), 4, Aggregation.PERIOD_SUM, Decimal(20), UP).chance == 100
    assert from_periods(decimals(5, 5, 5), 4, Aggregation.PERIOD_SUM, Decimal("20.1"), UP).chance == 0


@given(
    st.lists(st.integers(0, 1000), min_size=3, max_size=12),
    st.sampled_from([a for a in Aggregation if a.by_period]),
    st.integers(0, 12),
    st.integers(-500, 15000),
)
def test_a_chance_lies_between_0_and_100_and_falls_as_the_target_rises(values, how, more, target):
    numbers = decimals(*values)
    one = from_periods(numbers, len(values) + more, how, Decimal(target), UP)
    other = from_periods(numbers, len(values) + more, how, Decimal(target + 7), UP)
    if one is None:
        assert other is None
    else:
        assert 0 <= other.chance <= one.chance <= 100
        mirrored = from_periods([-value for value in numbers], len(values) + more, how, Decimal(-target), DOWN)
        assert mirrored.chance == one.chance


def test_periods_stand_in_the_order_of_time_however_they_are_typed():
    found = SubUnits.read("2026-03 9; 2026-01 12", Aggregation.PERIOD_LAST)
    assert str(found) == "2026-01 12; 2026-03 9"
    assert str(found.mean().derivation) == "Value of the last period, 2026-03: 9"
    assert "(12 + 9) = 21.00" in str(SubUnits.read("2026-03 9; 2026-01 12", Aggregation.PERIOD_SUM).mean().derivation)
    for text in ("2026-01", "2026-01 △3", "2026-01 1; 2026-01 2", ""):
        with pytest.raises(Refused):
            SubUnits.read(text, Aggregation.PERIOD_SUM)
