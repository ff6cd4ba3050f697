"""The clock against a plain reference: 1,000 random histories with stop times, over the holidays of 2024 to 2027."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.innovation.enums.answers import ClockCounting
from app.innovation.rules.clocks import IssueClock, Pause, decision_due, opinion_due, supplement_request_due
from tests.clock_reference import HOLIDAYS, reference

HISTORIES = 1_000
PERIODS = (1, 2, 3, 5, 6, 7, 10, 14, 21, 30)
SEOUL = ZoneInfo("Asia/Seoul")


def random_history(chance):
    received = datetime(2024, 1, 1, tzinfo=SEOUL) + timedelta(
        minutes=chance.randrange(60 * 24 * 365 * 4 - 60 * 24 * 200)
    )
    days = chance.choice(PERIODS)
    pauses = []
    for _n in range(chance.randrange(5)):
        asked = received.date() + timedelta(days=chance.randrange(days + 12))
        pauses.append(Pause(asked, asked + timedelta(days=chance.randrange(25))))
    return received, days, chance.choice(list(ClockCounting)), pauses


@pytest.mark.parametrize("seed", range(10))
def test_the_decision_is_due_when_the_reference_says(seed):
    chance = random.Random(seed)  # noqa: S311  dice
    for _n in range(HISTORIES // 10):
        started, days, counting, pauses = random_history(chance)
        clock = IssueClock(decision_days=days, counting=counting)
        found = decision_due(started, clock, HOLIDAYS, pauses)
        assert found == reference(started, days, counting, pauses), (started, days, counting, pauses)


def test_the_other_periods_are_counted_alike():
    chance = random.Random("other periods")  # noqa: S311  dice
    for _n in range(200):
        started, days, counting, _pauses = random_history(chance)
        clock = IssueClock(supplement_request_days=days, opinion_days=days, counting=counting)
        expected = reference(started, days, counting, [])
        assert {opinion_due(started, clock, HOLIDAYS), supplement_request_due(started, clock, HOLIDAYS)} == {expected}


def test_a_deadline_on_a_holiday_moves_behind_the_whole_break():
    started = datetime(2025, 9, 4, 10, tzinfo=SEOUL)
    assert decision_due(started, IssueClock(), HOLIDAYS) == date(2025, 10, 10)  # 4 October: Saturday before Chuseok


def test_a_question_in_the_break_before_the_moved_day_still_stops_the_clock():
    started = datetime(2025, 9, 4, 10, tzinfo=SEOUL)
    pauses = [Pause(date(2025, 10, 6), date(2025, 10, 14))]
    assert decision_due(started, IssueClock(), HOLIDAYS, pauses) == date(2025, 10, 14)


def test_civil_days_count_the_first_and_leave_the_holidays_out():
    clock = IssueClock(decision_days=6, counting=ClockCounting.WORKING)
    assert decision_due(datetime(2026, 9, 22, 17, tzinfo=SEOUL), clock, HOLIDAYS) == date(
        2026, 10, 1
    )  # Chuseok 24-26 September


def test_civil_hours_run_from_the_moment_of_receipt():
    clock = IssueClock(decision_days=1, counting=ClockCounting.WORKING)
    friday_afternoon, friday_evening = (
        datetime(2026, 11, 20, 14, tzinfo=SEOUL),
        datetime(2026, 11, 20, 20, tzinfo=SEOUL),
    )
    assert decision_due(friday_afternoon, clock, HOLIDAYS) == date(2026, 11, 23)
    assert decision_due(friday_evening, clock, HOLIDAYS) == date(2026, 11, 23)
    assert decision_due(datetime(2026, 11, 20, 8, tzinfo=SEOUL), clock, HOLIDAYS) == date(2026, 11, 20)
