"""Working days and the fiscal year. Dates are days in Asia/Seoul; holidays are a set of such days.

The set holds public, substitute and own holidays of the office; Saturdays and Sundays need not be in it.
"""

from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Whether the office works on the day."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(day: date, holidays: AbstractSet[date]) -> date:
    """Return the day itself if it is a working day, else the first one after it.

    A period that ends on a holiday ends on this day. Source: 민법 §161.
    """
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def add_working_days(start: date, n: int, holidays: AbstractSet[date]) -> date:
    """Return the n-th working day after `start` (before it for negative n); n = 0 returns `start`.

    `start` itself is never counted, whether it is a working day or not.
    """
    step = _DAY if n > 0 else -_DAY
    day = start
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: AbstractSet[date]) -> int:
    """Count the working days after `start` up to and including `end`; negative if `end` lies before `start`.

    The inverse of `add_working_days`: the distance to its result is n again.
    """
    if end < start:
        return -sum(is_working_day(start - _DAY * i, holidays) for i in range(1, (start - end).days + 1))
    return sum(is_working_day(start + _DAY * i, holidays) for i in range(1, (end - start).days + 1))


def fiscal_year(day: date) -> int:
    """회계연도: the calendar year of the day. Source: 지방회계법 §7."""
    return day.year


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """First and last day of the fiscal year, both included."""
    return date(year, 1, 1), date(year, 12, 31)


OFFICE_HOURS = ((time(9), time(12)), (time(13), time(18)))
"""Eight working hours a day, the noon break left out. Source: 지방공무원 복무규정 §2."""
HOURS_A_DAY = timedelta(hours=8)
MOST_DAYS_IN_HOURS = 5


def civil_deadline(
    received: datetime, days: int, holidays: AbstractSet[date], not_counted: AbstractSet[date] = frozenset()
) -> datetime:
    """Return when a period of `days` ends; `received` and the result are moments on the office's clock (Seoul).

    Up to 5 days run in working hours from the moment of receipt (8 hours make a day); from 6 days on in days, the
    first one counted. Saturdays, days off and the days in `not_counted` are left out. Source: 민원 처리에 관한 법률 §19.
    """
    off = holidays | not_counted
    if days <= MOST_DAYS_IN_HOURS:
        return _after_office_hours(received, days * HOURS_A_DAY, off)
    day = received.date() - _DAY
    left = days
    while left:
        day += _DAY
        left -= is_working_day(day, off)
    return datetime.combine(day, OFFICE_HOURS[-1][1], received.tzinfo)


def _after_office_hours(start: datetime, left: timedelta, off: AbstractSet[date]) -> datetime:
    """Return the moment at which so many office hours after `start` have passed."""
    day = start.date()
    while True:
        for opens, closes in OFFICE_HOURS if is_working_day(day, off) else ():
            begin = max(datetime.combine(day, opens, start.tzinfo), start)
            end = datetime.combine(day, closes, start.tzinfo)
            if begin + left <= end:
                return begin + left
            left -= max(end - begin, timedelta(0))
        day += _DAY
