"""Forecasts are straight lines in Decimal; missing is never zero; the period to write is the oldest after the last."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.enums import Direction
from app.innovation.enums import ReportCadence
from app.reports.enums import Likelihood
from app.reports.rules.forecasts import Goal, Point, forecast
from app.reports.rules.periods import Schedule, period_to_write, periods_of

GOAL = Goal(day=date(2026, 12, 31), target=Decimal(20), direction=Direction.UP)
FIGURES = st.decimals(min_value=0, max_value=1000, places=2)


def at(month, day, value):
    return Point(date(2026, month, day), Decimal(value))


def test_the_line_goes_on_as_it_went():
    found = forecast(at(10, 31, 8), at(11, 30, 12), GOAL)
    assert found.expected.quantize(Decimal("0.01")) == Decimal("16.13")
    assert str(found.formula) == "12 + (12 − 8) × 31 days left ÷ 30 days passed ≈ 16.13"
    assert found.likelihood is Likelihood.UNLIKELY


@pytest.mark.parametrize(
    ("now", "direction", "target", "likelihood"),
    [
        ("20", Direction.UP, "20", Likelihood.LIKELY),
        ("18", Direction.UP, "20", Likelihood.CLOSE),
        ("17", Direction.UP, "20", Likelihood.UNLIKELY),
        ("20", Direction.DOWN, "20", Likelihood.LIKELY),
        ("22", Direction.DOWN, "20", Likelihood.CLOSE),
        ("1", Direction.DOWN, "0", Likelihood.UNLIKELY),
        ("19", Direction.KEEP, "20", Likelihood.CLOSE),
        ("20", None, "20", None),
    ],
)
def test_a_level_line_is_judged_by_where_better_lies(now, direction, target, likelihood):
    goal = Goal(day=date(2026, 12, 31), target=Decimal(target), direction=direction)
    assert forecast(at(10, 31, now), at(11, 30, now), goal).likelihood is likelihood


def test_one_value_alone_forecasts_nothing():
    assert forecast(None, at(11, 30, 12), GOAL) is None
    assert forecast(at(10, 31, 8), None, GOAL) is None
    assert forecast(at(11, 30, 8), at(11, 30, 12), GOAL) is None


@given(FIGURES, FIGURES)
def test_on_the_day_of_the_goal_the_forecast_is_the_value(first, now):
    found = forecast(at(10, 31, first), Point(GOAL.day, now), GOAL)
    assert found.expected == now


@given(FIGURES, FIGURES, FIGURES)
def test_a_higher_value_never_forecasts_less(first, low, high):
    one, two = (forecast(at(10, 31, first), at(11, 30, value), GOAL) for value in sorted((low, high)))
    assert one.expected <= two.expected


def test_a_new_calendar_takes_over_from_its_day():
    schedules = [
        Schedule(ReportCadence.MONTHLY, 5, date(2026, 11, 1)),
        Schedule(ReportCadence.QUARTERLY, 5, date(2027, 1, 1)),
    ]
    found = periods_of(schedules, date(2027, 4, 2), frozenset())
    assert [period.code for period in found] == ["2026-11", "2026-12", "2027-Q1", "2027-Q2"]


def test_the_period_to_write_is_the_oldest_after_the_last_report():
    periods = periods_of([Schedule(ReportCadence.MONTHLY, 5, date(2026, 8, 1))], date(2026, 11, 23), frozenset())
    chosen = [period_to_write(periods, codes, date(2026, 11, 23)).code for codes in ((), ("2026-09",), ("2026-11",))]
    assert chosen == ["2026-08", "2026-10", "2026-11"]
    assert period_to_write((), (), date(2026, 11, 23)) is None
