"""보고 일정: which periods there are, when each is due, and what may still be written about it."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import ReportCadence
from app.innovation.rules.common import check_reason
from app.innovation.rules.reports import reporting_calendar
from app.organization.rules import add_working_days
from app.reports.enums import PeriodReportState

EDITABLE = frozenset({PeriodReportState.DRAFT, PeriodReportState.RETURNED})
HANDED_IN = frozenset({PeriodReportState.SUBMITTED, PeriodReportState.APPROVED})
DUE_WORKING_DAYS = 5
"""Preset: working days after the end of a period in which the department reports."""
MOST_WORKING_DAYS = 20
FURTHEST_BACK = timedelta(days=366)
_QUARTER_BEGINS = frozenset({1, 4, 7, 10})


@dataclass(frozen=True)
class Schedule:
    """From `starts_on` on, departments report so often, due so many working days after the end of a period."""

    cadence: ReportCadence
    due_working_days: int
    starts_on: date


@dataclass(frozen=True)
class Period:
    """One period, e.g. "2026-11" or "2026-Q4"; first, last and due day included."""

    code: str
    starts_on: date
    ends_on: date
    due_on: date

    @property
    def key(self) -> int:
        """The period as a number, 202611: quarters by their last month."""
        return self.ends_on.year * 100 + self.ends_on.month

    def has_begun(self, today: date) -> bool:
        """Whether its first day has come."""
        return self.starts_on <= today

    def has_ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.ends_on < today

    def is_overdue(self, today: date) -> bool:
        """Whether its due day is over."""
        return self.due_on < today


def periods_of(schedules: Sequence[Schedule], until: date, holidays: AbstractSet[date]) -> tuple[Period, ...]:
    """Return every period from the first schedule on that begins by `until`, in order.

    Each schedule holds until the day before the next one begins; they come in the order of their days.
    """
    found: list[Period] = []
    for schedule, following in zip(schedules, [*schedules, None][1:], strict=True):
        last = min(until, following.starts_on - timedelta(days=1)) if following else until
        if last < schedule.starts_on:
            break
        for made in reporting_calendar(schedule.cadence, schedule.starts_on, last):
            due_on = add_working_days(made.ends_on, schedule.due_working_days, holidays)
            found.append(Period(made.code, made.starts_on, made.ends_on, due_on))
    return tuple(found)


def check_schedule(new: Schedule, earlier: Sequence[Schedule], reason: str, today: date) -> None:
    """Refuse a schedule that would change days that have passed, or that begins in the middle of a period."""
    check_reason(reason)
    if not 1 <= new.due_working_days <= MOST_WORKING_DAYS:
        raise Refused(_("Between 1 and %(most)s working days.", most=MOST_WORKING_DAYS))
    if not _begins(new.cadence, new.starts_on):
        raise Refused(_("Begin with the first day of a month, or of a quarter for quarterly reports."))
    if not earlier:
        if new.starts_on < today - FURTHEST_BACK:
            raise Refused(_("The first period may begin one year ago at the most."))
        return
    if new.starts_on <= max(today, earlier[-1].starts_on):
        raise Refused(_("A new calendar begins in the future, after the one before: what was due stays as it was."))
    if not _begins(earlier[-1].cadence, new.starts_on):
        raise Refused(_("The new calendar begins in the middle of a period of the present one."))


def check_writing(period: Period, state: PeriodReportState | None, today: date, *, is_closed: bool) -> None:
    """Refuse to write about a period that has not begun or is closed, or a report that is with the head or approved."""
    if not period.has_begun(today):
        raise Refused(_("This period has not begun yet."))
    if state in HANDED_IN:
        raise Refused(_("This report has been handed in; it can no longer be changed."))
    check_not_closed(is_closed=is_closed)


def check_not_closed(*, is_closed: bool) -> None:
    """Refuse to write about or to hand in a period after which a later one was handed in."""
    if is_closed:
        raise Refused(_("This period is closed: a later one has been reported."))


def period_to_write(periods: Sequence[Period], handed_in: Collection[str], today: date) -> Period | None:
    """Return the period to report now: the oldest one after the last report that is over, or else the present one."""
    begun = [period for period in periods if period.has_begun(today)]
    last = max((place for place, period in enumerate(begun) if period.code in handed_in), default=-1)
    left = begun[last + 1 :]
    return left[0] if left else (begun[-1] if begun else None)


def open_periods(periods: Sequence[Period], today: date, most: int) -> tuple[Period, ...]:
    """Return the latest periods that are over: those somebody may owe a report of."""
    return tuple([period for period in periods if period.has_ended(today)][-most:])


def _begins(cadence: ReportCadence, day: date) -> bool:
    months = frozenset(range(1, 13)) if cadence is ReportCadence.MONTHLY else _QUARTER_BEGINS
    return day.day == 1 and day.month in months
