"""The clock of handling times: agrees with a plain reference, and with what follows from the words of the law."""

import random
from datetime import date, datetime, timedelta

import holidays as public_holidays
import pytest

from app.core.clock import SEOUL
from app.core.errors import Refused
from app.organization.rules import civil_deadline
from app.voice.enums.handling_records import Measure, PeriodUnit
from app.voice.rules.handling_clock import Period, Stretch, clocked, due_of, whole_days
from app.voice.rules.work_calendars import WorkCalendar
from tests.voice.clock_reference import Reference

pytestmark = pytest.mark.engine_free

DAYS_OFF = frozenset(public_holidays.country_holidays("KR", years=range(2024, 2031)))
CALENDAR, REFERENCE = WorkCalendar(DAYS_OFF), Reference(DAYS_OFF)
CASES = 2_000
U = PeriodUnit


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def due(received, amount, unit, *not_counted, extension=0):
    return due_of(at(received), Period(amount, unit), CALENDAR, not_counted, extension=extension)


def random_case(rng):
    unit = rng.choice([U.IMMEDIATE, U.HOURS, U.DAYS, U.DAYS, U.DAYS, U.WEEKS, U.MONTHS, U.YEARS])
    most = {U.IMMEDIATE: 1, U.HOURS: 40, U.DAYS: 30, U.WEEKS: 4, U.MONTHS: 5, U.YEARS: 1}[unit]
    received = datetime(2024, 1, 1) + timedelta(minutes=rng.randrange(4 * 365 * 24 * 60 + 24 * 60))  # noqa: DTZ001
    completed = received + timedelta(minutes=rng.randrange(rng.choice([600, 6_000, 40_000])))
    left_out = []
    for _number in range(rng.choice([0, 0, 0, 1, 2, 3])):
        start = received + timedelta(minutes=rng.randrange(-3_000, 20_000))
        left_out.append((start, start + timedelta(minutes=rng.randrange(1, 9_000))))
    period = Period(rng.randint(1, most), unit)
    longest = 3 if unit is U.IMMEDIATE else period.amount
    return received, completed, period, left_out, rng.choice([0, 0, rng.randint(1, longest), longest, 2 * longest])


def by_reference(received, completed, period, left_out, extension=0):
    """An extended period runs in the unit of the one it extends: five days and one are six days of hours."""
    amount = period.amount + extension
    if period.measure is Measure.MINUTES:
        hours = {U.IMMEDIATE: 3 + extension, U.HOURS: amount, U.DAYS: 8 * amount}[period.unit]
        return REFERENCE.hours(received, 60 * hours, completed, left_out)
    if period.measure is Measure.WORKING_DAYS:
        last, taken = REFERENCE.days(received, amount, completed, left_out)
    else:
        last, taken = REFERENCE.calendar(received, amount, period.unit.value, completed, left_out)
    return datetime(last.year, last.month, last.day, 23, 59), taken  # noqa: DTZ001


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_random_cases_agree_with_the_reference(seed):
    rng = random.Random(seed)  # noqa: S311  cases, no secrets
    for _number in range(CASES // 4):
        received, completed, period, left_out, extension = random_case(rng)
        stretches = [Stretch(start.replace(tzinfo=SEOUL), end.replace(tzinfo=SEOUL)) for start, end in left_out]
        in_seoul = received.replace(tzinfo=SEOUL), completed.replace(tzinfo=SEOUL)
        case = clocked(*in_seoul, period, CALENDAR, stretches, extension=extension)
        expected_due, expected_taken = by_reference(received, completed, period, left_out, extension)
        told = (received, completed, period, left_out, extension)
        assert (case.due.replace(tzinfo=None), case.actual) == (expected_due, expected_taken), told
        assert case.is_late == (completed > expected_due), told


@pytest.mark.parametrize("seed", range(3))
def test_periods_in_days_end_where_the_clock_of_the_organization_ends_them(seed):
    rng = random.Random(seed)  # noqa: S311
    for _number in range(300):
        day = date(2024, 1, 1) + timedelta(days=rng.randrange(1_400))
        received = datetime(day.year, day.month, day.day, rng.randrange(9, 18), rng.randrange(60), tzinfo=SEOUL)
        days = rng.randint(1, 20)
        if not CALENDAR.is_working(day):
            continue
        one, other = due_of(received, Period(days, U.DAYS), CALENDAR), civil_deadline(received, days, DAYS_OFF)
        assert one.date() == other.date()
        assert days > 5 or one == other


@pytest.mark.parametrize(
    ("received", "amount", "unit", "extension", "last"),
    [
        ("2026-03-03 09:00", 1, U.IMMEDIATE, 3, "2026-03-03 16:00"),
        ("2026-03-03 09:00", 4, U.HOURS, 4, "2026-03-03 18:00"),
        ("2026-03-03 09:00", 5, U.DAYS, 5, "2026-03-16 18:00"),
        ("2026-03-03 09:00", 7, U.DAYS, 7, "2026-03-20 23:59"),
        ("2026-03-03 09:00", 7, U.DAYS, 14, "2026-03-31 23:59"),
        ("2026-03-03 09:00", 2, U.WEEKS, 2, "2026-03-30 23:59"),
        ("2026-03-03 09:00", 1, U.MONTHS, 1, "2026-05-04 23:59"),
        ("2026-03-03 09:00", 1, U.YEARS, 1, "2028-03-02 23:59"),
    ],
)
def test_an_extension_is_in_the_unit_of_its_period(received, amount, unit, extension, last):
    """시행령 §21①: by at most the period itself, once more with consent. 3 March 2026 is a Tuesday; 2 May a Saturday."""
    assert due(received, amount, unit, extension=extension) == at(last)


# 법 §19① · 5일 이하는 접수시각부터 시간 단위, 1일은 8시간
def test_one_day_is_eight_working_hours_from_the_moment_of_receipt():
    assert due("2026-03-03 10:00", 1, U.DAYS) == at("2026-03-04 10:00")


def test_five_days_received_on_monday_at_ten_end_on_the_next_monday_at_ten():
    assert due("2026-03-09 10:00", 5, U.DAYS) == at("2026-03-16 10:00")


def test_saturdays_and_days_off_are_left_out_of_hours():
    assert due("2026-02-27 17:00", 1, U.DAYS) == at("2026-03-03 17:00")  # 3·1절 is a Sunday, its substitute Monday


def test_eight_hours_received_at_nine_end_at_closing_of_the_same_day():
    assert due("2026-03-03 09:00", 1, U.DAYS) == at("2026-03-03 18:00")


# 법 §19② · 6일 이상은 일 단위, 첫날 산입
def test_six_days_count_the_first_day():
    assert due("2026-03-03 17:59", 6, U.DAYS) == at("2026-03-10 23:59")


def test_six_days_leave_saturdays_and_holidays_out():
    assert due("2026-02-12 10:00", 6, U.DAYS) == at("2026-02-24 23:59")  # 설 연휴 16–18 February


def test_five_days_run_in_hours_and_six_in_days():
    assert Period(5, U.DAYS).measure is Measure.MINUTES
    assert Period(6, U.DAYS).measure is Measure.WORKING_DAYS


# 법 §19③, 민법 §§159–161
def test_a_week_counts_its_first_day_and_ends_with_the_last():
    assert due("2026-03-03 10:00", 1, U.WEEKS) == at("2026-03-09 23:59")


def test_a_month_ends_on_the_eve_of_the_corresponding_day():
    assert due("2026-03-03 10:00", 1, U.MONTHS) == at("2026-04-02 23:59")


def test_a_month_without_such_a_day_ends_with_its_last_day():
    assert due("2025-01-31 10:00", 1, U.MONTHS) == at("2025-02-28 23:59")


def test_a_period_that_ends_on_a_saturday_or_holiday_ends_on_the_next_day():
    assert due("2026-04-05 10:00", 1, U.MONTHS).date() == date(2026, 5, 6)  # from Monday the 6th: Children's Day is off
    assert due("2026-03-08 10:00", 1, U.WEEKS).date() == date(2026, 3, 16)  # from Monday the 9th: the 15th is a Sunday


def test_a_year_from_the_leap_day_ends_with_february():
    assert due("2024-02-29 10:00", 1, U.YEARS).date() == date(2025, 2, 28)


def test_a_year_runs_over_the_year_end():
    assert due("2025-12-30 10:00", 1, U.YEARS) == at("2026-12-29 23:59")
    assert due("2025-12-30 10:00", 6, U.DAYS) == at("2026-01-07 23:59")
    assert due("2025-12-31 17:00", 2, U.DAYS) == at("2026-01-05 17:00")


# 시행령 §19 · 즉시 = 3근무시간
def test_immediately_is_three_working_hours():
    assert due("2026-03-03 09:30", 1, U.IMMEDIATE) == at("2026-03-03 13:30")
    assert due("2026-03-03 17:00", 1, U.IMMEDIATE) == at("2026-03-04 11:00")


# 시행령 §20 · 불산입
def test_days_of_supplementing_are_left_out_of_a_period_in_days():
    pause = whole_days(date(2026, 3, 4), date(2026, 3, 6))
    assert due("2026-03-03 10:00", 6, U.DAYS, pause) == at("2026-03-13 23:59")


def test_several_times_that_overlap_are_left_out_once():
    pauses = [
        Stretch(at("2026-03-03 13:00"), at("2026-03-03 15:00")),
        Stretch(at("2026-03-03 14:00"), at("2026-03-03 16:00")),
    ]
    assert due("2026-03-03 10:00", 1, U.DAYS, *pauses) == at("2026-03-04 14:00")


# 시행령 §21 · 연장
def test_an_extension_moves_the_end_and_not_the_statutory_period():
    case = clocked(at("2026-03-03 10:00"), at("2026-03-05 09:00"), Period(1, U.DAYS), CALENDAR, extension=1)
    assert (case.due, case.statutory, case.is_late) == (at("2026-03-05 10:00"), 480, False)
    assert case.actual == 900


def test_receipt_outside_working_hours_counts_from_the_next_opening():
    assert due("2026-03-06 19:00", 1, U.IMMEDIATE) == at("2026-03-09 12:00")
    assert due("2026-03-07 11:00", 6, U.DAYS) == at("2026-03-16 23:59")
    assert due("2026-03-03 12:20", 1, U.IMMEDIATE) == at("2026-03-03 16:00")


def test_what_was_done_before_the_office_opened_took_no_counted_time():
    case = clocked(at("2026-03-07 11:00"), at("2026-03-08 11:00"), Period(1, U.DAYS), CALENDAR)
    assert (case.actual, case.is_late) == (0, False)


def test_moments_of_another_zone_are_told_on_the_clock_of_seoul():
    assert due_of(datetime.fromisoformat("2026-03-03T00:30:00+00:00"), Period(1, U.IMMEDIATE), CALENDAR) == at(
        "2026-03-03 13:30"
    )


def test_a_period_of_nothing_is_refused():
    for unit in U:
        with pytest.raises(Refused):
            Period(0, unit)


def test_completion_before_receipt_is_refused():
    with pytest.raises(Refused, match="completed before"):
        clocked(at("2026-03-03 10:00"), at("2026-03-03 09:59"), Period(1, U.DAYS), CALENDAR)


def test_a_time_not_counted_must_end_after_it_begins():
    with pytest.raises(Refused):
        Stretch(at("2026-03-03 10:00"), at("2026-03-03 10:00"))


def test_the_derivation_says_every_step():
    pause = whole_days(date(2026, 3, 10), date(2026, 3, 10))
    case = clocked(at("2026-03-07 10:00"), at("2026-03-18 10:00"), Period(6, U.DAYS), CALENDAR, [pause])
    assert [str(line) for line in case.derivation()] == [
        "Received 2026-03-07 10:00; outside working hours it counts from the next opening: 2026-03-09 09:00.",
        "A period of six days or more is counted in days, the first one included; Saturdays, Sundays and days off are "
        "left out (Civil Petitions Treatment Act §19②).",
        "Period: 6 (day(s)) = 6 working days.",
        "Not counted: 1 working days.",
        "In time until 2026-03-17 23:59.",
        "Completed 2026-03-18 10:00 after 7 working days: late.",
    ]
