from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.organization.rules import (
    add_working_days,
    fiscal_year,
    fiscal_year_bounds,
    is_working_day,
    next_working_day,
    working_days_between,
)

CHUSEOK = {date(2026, 9, 24), date(2026, 9, 25), date(2026, 9, 26)}
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
HOLIDAYS = st.frozensets(st.dates(date(2020, 1, 1), date(2020, 3, 31)), max_size=20)
EARLY_2020 = st.dates(date(2020, 1, 1), date(2020, 3, 31))


def test_saturdays_sundays_and_holidays_are_no_working_days():
    week = [date(2026, 9, 21) + timedelta(days=i) for i in range(7)]
    assert [is_working_day(day, CHUSEOK) for day in week] == [True, True, True, False, False, False, False]


def test_counting_skips_weekend_and_holidays():
    assert add_working_days(date(2026, 9, 23), 1, CHUSEOK) == date(2026, 9, 28)
    assert add_working_days(date(2026, 9, 28), -1, CHUSEOK) == date(2026, 9, 23)
    assert working_days_between(date(2026, 9, 23), date(2026, 9, 30), CHUSEOK) == 3


def test_a_day_is_no_working_day_away_from_itself():
    assert add_working_days(date(2026, 9, 26), 0, CHUSEOK) == date(2026, 9, 26)
    assert working_days_between(date(2026, 9, 26), date(2026, 9, 26), CHUSEOK) == 0


def test_a_period_that_ends_on_a_holiday_ends_on_the_next_working_day():
    assert next_working_day(date(2026, 9, 24), CHUSEOK) == date(2026, 9, 28)
    assert next_working_day(date(2026, 9, 28), CHUSEOK) == date(2026, 9, 28)


@given(start=EARLY_2020, n=st.integers(-60, 60), holidays=HOLIDAYS)
def test_adding_and_counting_are_inverse(start, n, holidays):
    assert working_days_between(start, add_working_days(start, n, holidays), holidays) == n


@given(start=EARLY_2020, n=st.integers(-60, 60).filter(bool), holidays=HOLIDAYS)
def test_adding_days_lands_on_a_working_day(start, n, holidays):
    assert is_working_day(add_working_days(start, n, holidays), holidays)


@given(start=EARLY_2020, middle=st.integers(0, 90), rest=st.integers(0, 90), holidays=HOLIDAYS)
def test_working_days_add_up_over_a_stop_on_the_way(start, middle, rest, holidays):
    stop = start + timedelta(days=middle)
    end = stop + timedelta(days=rest)
    parts = working_days_between(start, stop, holidays) + working_days_between(stop, end, holidays)
    assert working_days_between(start, end, holidays) == parts


@given(day=DAYS)
def test_the_fiscal_year_is_the_calendar_year(day):
    first, last = fiscal_year_bounds(fiscal_year(day))
    assert first <= day <= last
    assert (last - first).days in {364, 365}
