"""근무시간 달력: working days and working minutes laid end to end, so that a period is one addition.

Times are moments on the office's wall clock (Asia/Seoul). Days off are handed in; Saturdays and Sundays are off anyway.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.core.clock import SEOUL

BASE = date(1990, 1, 1)
"""A Monday. Nothing before it is counted."""
_BASE = BASE.toordinal()
_SATURDAY = 5
_AHEAD = 400


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """근무시간: when the office works on a working day. 09–18 without 12–13 is eight hours, the day of 민원처리법 §19."""

    opens: time = time(9)
    noon_from: time = time(12)
    noon_until: time = time(13)
    closes: time = time(18)

    def __post_init__(self) -> None:
        """Refuse hours that are not in order."""
        if not self.opens < self.noon_from <= self.noon_until < self.closes:
            raise ValueError("Opening, noon and closing are not in order.")


DEFAULT_HOURS = OfficeHours()


@dataclass
class WorkCalendar:
    """Which days and minutes count. Two tables, drawn further as later days are asked for, answer in constant time."""

    days_off: AbstractSet[date]
    hours: OfficeHours = DEFAULT_HOURS
    _before: list[int] = field(default_factory=lambda: [0], repr=False)
    _working: list[int] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        """Take the hours apart once."""
        hours = self.hours
        self._opens, self._afternoon = _minutes(hours.opens), _minutes(hours.noon_until)
        self._noon, self._closes = _minutes(hours.noon_from), _minutes(hours.closes)
        self.morning_minutes = self._noon - self._opens
        self.day_minutes = self.morning_minutes + self._closes - self._afternoon
        self._off = frozenset(day.toordinal() for day in self.days_off)

    def is_working(self, day: date) -> bool:
        """Whether the office works on the day."""
        return day.weekday() < _SATURDAY and day.toordinal() not in self._off

    def days_before(self, day: date) -> int:
        """Count the working days before a day. `ValueError` for a day before `BASE`."""
        place = day.toordinal() - _BASE
        if place < 0:
            raise ValueError("The calendar begins in 1990.")
        self._reach(place)
        return self._before[place]

    def nth_day(self, place: int) -> date:
        """Return the working day before which there are `place` working days."""
        while place >= len(self._working):
            self._reach(len(self._before))
        return date.fromordinal(self._working[place])

    def minutes_at(self, moment: datetime) -> int:
        """Count the working minutes that have passed before a moment; seconds are left out."""
        passed = self.days_before(day := moment.date()) * self.day_minutes
        if not self.is_working(day):
            return passed
        clock = moment.hour * 60 + moment.minute
        morning = min(max(clock - self._opens, 0), self.morning_minutes)
        return passed + morning + min(max(clock - self._afternoon, 0), self._closes - self._afternoon)

    def moment_at(self, minutes: int) -> datetime:
        """Return the first moment before which so many (≥ 1) working minutes have passed: the inverse."""
        day, last = divmod(minutes - 1, self.day_minutes)
        inside = last + 1
        clock = (
            self._opens + inside if inside <= self.morning_minutes else self._afternoon + inside - self.morning_minutes
        )
        return datetime.combine(self.nth_day(day), time.min, SEOUL) + timedelta(minutes=clock)

    def opening(self, moment: datetime) -> datetime:
        """Return the moment itself in working hours, else the next opening: in the noon break its end."""
        day, clock = moment.date(), moment.hour * 60 + moment.minute
        if self.is_working(day) and clock < self._closes:
            if self._noon <= clock < self._afternoon:
                clock = self._afternoon
            return self._at(day, max(clock, self._opens))
        return self._at(self.nth_day(self.days_before(day + timedelta(days=1))), self._opens)

    def next_working_day(self, day: date) -> date:
        """Return the day itself if the office works on it, else the first working day after it."""
        return self.nth_day(self.days_before(day))

    @staticmethod
    def _at(day: date, clock: int) -> datetime:
        return datetime.combine(day, time(clock // 60, clock % 60), SEOUL)

    def _reach(self, place: int) -> None:
        """Draw the tables on to a place and some way beyond it."""
        if place < len(self._before):
            return
        for ordinal in range(_BASE + len(self._before) - 1, _BASE + place + _AHEAD):
            works = (ordinal - _BASE) % 7 < _SATURDAY and ordinal not in self._off
            if works:
                self._working.append(ordinal)
            self._before.append(self._before[-1] + works)
