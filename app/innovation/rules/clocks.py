"""제안의 기한: periods of a proposal, days that are not counted, and the days on which they end.

Moments are on the office's clock (`core.clock.to_seoul`); days are days in Seoul.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.innovation.enums.answers import ClockCounting
from app.organization.rules import civil_deadline, next_working_day

_DAY = timedelta(days=1)
LONGEST_BREAK = timedelta(days=31)
"""No run of days off is longer than this."""


MOST_WAITING = 60
"""Days of waiting for departments that are not counted in one term, at most; as many as a decision may be put off."""


@dataclass(frozen=True, kw_only=True)
class IssueClock:
    """Periods of a proposal. Source: 공무원 제안 규정 §6②, §8④, §9①, §11①, §13③, §23; §29 (local offices).

    The regulation leaves the time for a supplement to the office: 14 days here.
    """

    counting: ClockCounting = ClockCounting.CALENDAR
    supplement_request_days: int = 7
    supplement_days: int = 14
    opinion_days: int = 21
    decision_days: int = 30
    reexamination_days: int = 15
    credit_years: int = 2
    follow_up_years: int = 3


@dataclass(frozen=True, order=True)
class Pause:
    """A stretch that is not counted: from the day something was asked to the day the answer came."""

    asked_on: date
    answered_on: date

    def days(self) -> Iterable[date]:
        """Return the days that are left out: those after the question, up to and with the answer."""
        return (self.asked_on + _DAY * n for n in range(1, (self.answered_on - self.asked_on).days + 1))


def capped(pauses: Sequence[Pause], most: int = MOST_WAITING) -> list[Pause]:
    """Cut the pauses off, in their order, where `most` days have been left out; overlapping days count once."""
    days = sorted({day for pause in pauses for day in pause.days()})
    if len(days) <= most:
        return list(pauses)
    end = days[most - 1]
    return [Pause(pause.asked_on, max(pause.asked_on, min(pause.answered_on, end))) for pause in pauses]


def term_end(
    started: datetime,
    days: int,
    counting: ClockCounting,
    holidays: AbstractSet[date],
    pauses: Sequence[Pause] = (),
) -> date:
    """Return the last day of a period that began at `started`.

    Overlapping pauses count once. A period never ends on a day off (민법 §161) nor while an answer is awaited that was
    asked for in time; a pause that begins after the last day came too late to move it.
    """
    left_out = frozenset(day for pause in pauses for day in pause.days())
    if counting is ClockCounting.WORKING:
        last = civil_deadline(started, days, holidays, left_out).date()
    else:
        last = _calendar_end(started.date(), days, left_out)
    last = next_working_day(last, holidays)
    for pause in sorted(pauses):
        if pause.asked_on <= last < pause.answered_on:
            last = next_working_day(pause.answered_on, holidays)
    return last


def _calendar_end(day: date, days: int, left_out: AbstractSet[date]) -> date:
    """The first day is not counted (민법 §157)."""
    left = days
    while left:
        day += _DAY
        left -= day not in left_out
    return day


def decision_due(
    started: datetime, clock: IssueClock, holidays: AbstractSet[date], pauses: Sequence[Pause] = ()
) -> date:
    """Return the last day for the decision."""
    return term_end(started, clock.decision_days, clock.counting, holidays, pauses)


def supplement_request_due(started: datetime, clock: IssueClock, holidays: AbstractSet[date]) -> date:
    """Return the last day on which the office may ask for a supplement."""
    return term_end(started, clock.supplement_request_days, clock.counting, holidays)


def supplement_due(asked: datetime, clock: IssueClock, holidays: AbstractSet[date]) -> date:
    """Return the last day for the supplement that was asked for."""
    return term_end(asked, clock.supplement_days, clock.counting, holidays)


def opinion_due(asked: datetime, clock: IssueClock, holidays: AbstractSet[date]) -> date:
    """Return the last day for the opinion of a department that was asked."""
    return term_end(asked, clock.opinion_days, clock.counting, holidays)


def reexamination_due(notified_on: date, clock: IssueClock, holidays: AbstractSet[date]) -> date:
    """Return the last day on which the proposer may ask to look again; always counted by the calendar."""
    return next_working_day(notified_on + timedelta(days=clock.reexamination_days), holidays)


def credited_until(notified_on: date, clock: IssueClock) -> date:
    """Return the last day on which a refused idea that is carried out after all is credited to its proposer."""
    return years_later(notified_on, clock.credit_years)


def follow_up_day(decided_on: date, year_number: int, clock: IssueClock) -> date | None:
    """Return the day on which the record of that year is owed, or None once the idea is followed no longer."""
    return years_later(decided_on, year_number) if year_number <= clock.follow_up_years else None


def years_later(day: date, years: int) -> date:
    """Return the same day in a later year; 29 February becomes the 28th (민법 §160 ③)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def answered_by(due_on: date, promised_on: date | None) -> date:
    """Return the day the proposer may count on: the promised one where it is later than the due day."""
    return due_on if promised_on is None else max(due_on, promised_on)
