"""보고 일정: the control tower says from when on, how often, and by when departments report."""

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.events import FreeText, publish
from app.reports.enums import Permission
from app.reports.events import ReportingCalendarSet
from app.reports.models import ReportingCalendar
from app.reports.policy import POLICY
from app.reports.queries.periods.calendar import schedules
from app.reports.rules.periods import Schedule, check_schedule


def set_calendar(*, actor: Actor, schedule: Schedule, reason: str) -> ReportingCalendar:
    """Write a version of the calendar. `Refused` where it would change days that have passed."""
    access.require(POLICY, Permission.CALENDAR_SET, actor)
    check_schedule(schedule, schedules(), reason, clock.today())
    record = ReportingCalendar(
        cadence=schedule.cadence,
        due_working_days=schedule.due_working_days,
        starts_on=schedule.starts_on,
        reason=reason.strip(),
        set_by_id=actor.id,
        set_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    publish(
        ReportingCalendarSet(
            actor_id=actor.id,
            reporting_calendar_id=record.id,
            cadence=schedule.cadence.value,
            due_working_days=schedule.due_working_days,
            starts_on=schedule.starts_on.isoformat(),
            reason=FreeText(record.reason),
        )
    )
    return record
