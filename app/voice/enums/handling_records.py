"""민원처리기록의 말: units of statutory periods, what they are counted in, and what becomes of a batch."""

from app.core.messages import Labelled, _


class PeriodUnit(Labelled):
    """처리기간의 단위: what the law or the office counts a period of handling in."""

    IMMEDIATE = "immediate", _("Immediately (3 working hours)")
    HOURS = "hours", _("hour(s)")
    DAYS = "days", _("day(s)")
    WEEKS = "weeks", _("week(s)")
    MONTHS = "months", _("month(s)")
    YEARS = "years", _("year(s)")


class Measure(Labelled):
    """What a period really runs in, by the law."""

    MINUTES = "minutes", _("Working minutes")
    WORKING_DAYS = "working_days", _("Working days")
    CALENDAR_DAYS = "calendar_days", _("Calendar days")


class BatchState(Labelled):
    """What becomes of a batch of records."""

    COUNTED = "counted", _("Counted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
