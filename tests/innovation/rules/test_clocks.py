from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SEOUL
from app.innovation.rules.clocks import (
    IssueClock,
    Pause,
    answered_by,
    capped,
    credited_until,
    decision_due,
    follow_up_day,
    opinion_due,
    reexamination_due,
    supplement_due,
    supplement_request_due,
)

CLOCK = IssueClock()
MARCH_2 = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=SEOUL)
NONE: frozenset[date] = frozenset()


def test_the_days_of_the_regulation():
    assert decision_due(NOON, CLOCK, NONE) == date(2026, 4, 1)
    assert supplement_request_due(NOON, CLOCK, NONE) == date(2026, 3, 9)
    assert opinion_due(NOON, CLOCK, NONE) == date(2026, 3, 23)
    assert reexamination_due(MARCH_2, CLOCK, NONE) == date(2026, 3, 17)
    assert supplement_due(NOON, CLOCK, NONE) == date(2026, 3, 16)
    assert credited_until(MARCH_2, CLOCK) == date(2028, 3, 2)


def test_an_office_can_change_the_days():
    assert decision_due(NOON, IssueClock(decision_days=14), NONE) == date(2026, 3, 16)


def test_a_leap_day_ends_on_the_twenty_eighth():
    assert credited_until(date(2028, 2, 29), CLOCK) == date(2030, 2, 28)


def test_waiting_for_an_answer_is_not_counted():
    assert decision_due(NOON, CLOCK, NONE, [Pause(date(2026, 3, 5), date(2026, 3, 15))]) == date(2026, 4, 13)


def test_overlapping_pauses_count_once():
    pauses = [Pause(date(2026, 3, 5), date(2026, 3, 15)), Pause(date(2026, 3, 10), date(2026, 3, 20))]
    assert decision_due(NOON, CLOCK, NONE, pauses) == date(2026, 4, 16)


def test_a_pause_after_the_due_day_comes_too_late():
    assert decision_due(NOON, CLOCK, NONE, [Pause(date(2026, 4, 2), date(2026, 4, 20))]) == date(2026, 4, 1)


def pauses():
    one = st.tuples(st.integers(0, 60), st.integers(0, 40))
    return st.lists(
        one.map(lambda p: Pause(MARCH_2 + timedelta(days=p[0]), MARCH_2 + timedelta(days=p[0] + p[1]))), max_size=5
    )


@given(found=pauses(), most=st.integers(1, 80))
def test_waiting_is_cut_off_after_so_many_days(found, most):
    whole = sorted({day for pause in found for day in pause.days()})
    kept = capped(found, most)
    assert sorted({day for pause in kept for day in pause.days()}) == whole[:most]
    assert [pause.asked_on for pause in kept] == [pause.asked_on for pause in found]


@given(found=pauses())
def test_the_due_day_leaves_at_least_thirty_counted_days_and_ends_on_a_working_day(found):
    due = decision_due(NOON, CLOCK, NONE, found)
    days = [MARCH_2 + timedelta(days=i) for i in range(1, (due - MARCH_2).days + 1)]
    counted = [day for day in days if not any(pause.asked_on < day <= pause.answered_on for pause in found)]
    assert CLOCK.decision_days <= len(counted) <= CLOCK.decision_days + 2
    assert due.weekday() < 5


@given(found=pauses(), extra=pauses())
def test_more_waiting_never_brings_the_due_day_nearer(found, extra):
    assert decision_due(NOON, CLOCK, NONE, found + extra) >= decision_due(NOON, CLOCK, NONE, found)


def test_an_adopted_idea_is_followed_every_year_for_three_years():
    days = [follow_up_day(date(2028, 2, 29), year, CLOCK) for year in (1, 2, 3, 4)]
    assert days == [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), None]


def test_a_promised_day_counts_only_when_it_is_later():
    assert answered_by(MARCH_2, None) == MARCH_2
    assert answered_by(MARCH_2, date(2026, 3, 9)) == date(2026, 3, 9)
    assert answered_by(date(2026, 3, 20), date(2026, 3, 9)) == date(2026, 3, 20)
