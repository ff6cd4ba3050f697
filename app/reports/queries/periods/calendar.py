"""보고 일정: which periods there are, and which of them a department has reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.queries import holidays_between
from app.reports.models import ReportingCalendar
from app.reports.rules.periods import Period, Schedule, periods_of

AHEAD = timedelta(days=92)
"""How far ahead periods are known by name: the next quarter."""
DUE_WITHIN = timedelta(days=60)
YEARS_BACK = 3


@dataclass(frozen=True, kw_only=True)
class CalendarVersion:
    """One version of the calendar with who set it and why."""

    calendar: ReportingCalendar
    by: str


def schedules() -> tuple[Schedule, ...]:
    """Return every version of the calendar in the order of its beginning; none before the control tower set one."""
    rows = db.session.scalars(select(ReportingCalendar).order_by(ReportingCalendar.starts_on))
    return tuple(Schedule(row.cadence, row.due_working_days, row.starts_on) for row in rows)


def calendar_versions() -> Sequence[CalendarVersion]:
    """Return every version, the latest first."""
    statement = (
        select(ReportingCalendar, Person.name)
        .join(Person, Person.id == ReportingCalendar.set_by_id)
        .order_by(ReportingCalendar.starts_on.desc())
    )
    return [CalendarVersion(calendar=row, by=name) for row, name in db.session.execute(statement)]


def known_periods(until: date | None = None) -> tuple[Period, ...]:
    """Return the periods of the last years that begin by a day (today), in order: two statements."""
    until = until or clock.today()
    first = date(until.year - YEARS_BACK, 1, 1)
    found = [
        Schedule(one.cadence, one.due_working_days, max(one.starts_on, first))
        for one, following in _pairs(schedules())
        if following is None or following.starts_on > first
    ]
    if not found:
        return ()
    return periods_of(found, until, holidays_between(found[0].starts_on, until + AHEAD + DUE_WITHIN))


def period_or_404(code: str) -> Period:
    """Return the period with this code, also one of the next months. `Missing` if there is none."""
    for period in known_periods(clock.today() + AHEAD):
        if period.code == code:
            return period
    raise Missing(_("There is no such reporting period."))


def _pairs(every: Sequence[Schedule]) -> list[tuple[Schedule, Schedule | None]]:
    return list(zip(every, [*every, None][1:], strict=True))
