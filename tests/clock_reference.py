"""A plain reference of the clock of proposals, to compare the product with.

It walks through every day (and, for periods in hours, every minute) and asks of each one whether it counts. It shares
no code with the product, not even the test of a working day.
"""

from datetime import time, timedelta

import holidays as published

from app.innovation.enums.answers import ClockCounting
from app.innovation.rules.clocks import Pause

HOLIDAYS = frozenset(published.country_holidays("KR", years=range(2024, 2029)))
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)


def office_is_open(day):
    return day.isoweekday() not in {6, 7} and day not in HOLIDAYS


def is_waited_for(day, pauses):
    return any(pause.asked_on < day <= pause.answered_on for pause in pauses)


def cut_off(pauses, most):
    """Walk through the days: once `most` of them were waited for, nothing is waited for any more."""
    if not pauses:
        return []
    day, seen = min(pause.asked_on for pause in pauses), 0
    while seen < most and day <= max(pause.answered_on for pause in pauses):
        day += ONE_DAY
        seen += is_waited_for(day, pauses)
    return [Pause(pause.asked_on, max(pause.asked_on, min(pause.answered_on, day))) for pause in pauses]


def question_is_open_at_the_end_of(day, pauses):
    return any(pause.asked_on <= day < pause.answered_on for pause in pauses)


def reference(started, days, counting, pauses):
    if counting is ClockCounting.WORKING and days <= 5:
        day = day_after_minutes(started, days * 480, pauses)
    else:
        day = day_after_days(started, days, counting, pauses)
    while not office_is_open(day) or question_is_open_at_the_end_of(day, pauses):
        day += ONE_DAY
    return day


def day_after_minutes(started, minutes, pauses):
    moment = started
    while minutes:
        if counts_as_office_minute(moment, pauses):
            minutes -= 1
        moment += ONE_MINUTE
    return (moment - ONE_MINUTE).date()


def counts_as_office_minute(moment, pauses):
    at = moment.time()
    in_hours = time(9) <= at < time(12) or time(13) <= at < time(18)
    return in_hours and office_is_open(moment.date()) and not is_waited_for(moment.date(), pauses)


def day_after_days(started, days, counting, pauses):
    day = started.date()
    if counting is ClockCounting.CALENDAR:
        day += ONE_DAY
    while True:
        left_out = counting is ClockCounting.WORKING and not office_is_open(day)
        if not left_out and not is_waited_for(day, pauses):
            days -= 1
        if days == 0:
            return day
        day += ONE_DAY
