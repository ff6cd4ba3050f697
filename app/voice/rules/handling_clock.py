"""민원 처리기간의 계산: when a period of handling ends, how much of it was used, and whether it was too long.

Source: 민원 처리에 관한 법률 §19, 시행령 §§19–21, 민법 §§159–161 (as §19③ calls them in). What the law leaves open is
stated in `docs/civil-affairs.md`: receipt outside working hours counts from the next opening, seconds are left out, in a
period of days a day with a not-counted part is left out whole.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.clock import SEOUL
from app.core.errors import Refused
from app.core.messages import Message, _
from app.voice.enums.handling_records import Measure, PeriodUnit
from app.voice.rules.work_calendars import WorkCalendar

MOST_DAYS_IN_HOURS = 5
"""Up to so many days a period runs in hours. Source: 민원처리법 §19①."""
IMMEDIATE_HOURS = 3
"""Source: 시행령 §19."""
MOST = {
    PeriodUnit.IMMEDIATE: 1,
    PeriodUnit.HOURS: 999,
    PeriodUnit.DAYS: 999,
    PeriodUnit.WEEKS: 260,
    PeriodUnit.MONTHS: 60,
    PeriodUnit.YEARS: 10,
}
"""The longest period that is no slip of the pen."""
EXTENSIONS = 2
"""A period is extended once, and once more with the citizen's consent, each time by at most itself. Source: 시행령 §21."""
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_LAST_MINUTE = time(23, 59)
_HOUR = 60
_MONTHS_A_YEAR = 12

Spans = Sequence[tuple[int, int]]
"""Half-open spans of counted units, in order and apart."""


@dataclass(frozen=True)
class Period:
    """처리기간: so many of a unit. For `IMMEDIATE` the amount is 1."""

    amount: int
    unit: PeriodUnit

    def __post_init__(self) -> None:
        """Refuse a period of nothing, and one that nobody means."""
        if self.amount < 1:
            raise Refused(_("A statutory period is at least 1."))
        if self.amount > MOST[self.unit]:
            raise Refused(_("A period of this unit is at most %(most)s.", most=MOST[self.unit]))

    @property
    def measure(self) -> Measure:
        """What it runs in: hours up to five days, days from six on, weeks and longer by the calendar."""
        if self.unit in {PeriodUnit.IMMEDIATE, PeriodUnit.HOURS}:
            return Measure.MINUTES
        if self.unit is PeriodUnit.DAYS:
            return Measure.MINUTES if self.amount <= MOST_DAYS_IN_HOURS else Measure.WORKING_DAYS
        return Measure.CALENDAR_DAYS


@dataclass(frozen=True)
class Stretch:
    """불산입 기간: from a moment until another (not included), both on the wall clock of Seoul. See `whole_days`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse a stretch of nothing."""
        if self.end <= self.start:
            raise Refused(_("A time that is not counted ends after it begins."))


def whole_days(first: date, last: date) -> Stretch:
    """Return the stretch of whole days, both included."""
    return Stretch(datetime.combine(first, time.min, SEOUL), datetime.combine(last + _DAY, time.min, SEOUL))


@dataclass(frozen=True, kw_only=True)
class Clocked:
    """What the clock says of one case. `statutory`, `extended`, `actual` and `left_out` are in units of `measure`.

    `begins` is the moment, or the first day, from which it runs; `due` the last minute in which it is in time.
    """

    period: Period
    measure: Measure
    received: datetime
    completed: datetime
    begins: datetime
    due: datetime
    statutory: int
    extension: int
    actual: int
    left_out: int
    is_late: bool
    day_minutes: int

    @property
    def statutory_minutes(self) -> int:
        """The period in minutes: a day, of whichever kind, is one working day of eight hours."""
        return self.statutory * self._factor

    @property
    def actual_minutes(self) -> int:
        """What it took in minutes, reckoned alike."""
        return self.actual * self._factor

    @property
    def _factor(self) -> int:
        return 1 if self.measure is Measure.MINUTES else self.day_minutes

    def derivation(self) -> tuple[Message, ...]:
        """Say in sentences how due moment and duration follow from the receipt."""
        return tuple(_derivation(self))


def due_of(
    received: datetime,
    period: Period,
    calendar: WorkCalendar,
    not_counted: Sequence[Stretch] = (),
    *,
    extension: int = 0,
) -> datetime:
    """Return the last minute in which a case is in time, on the wall clock of Seoul.

    `received` is an aware moment. `extension` is in the unit of the period (hours for `IMMEDIATE`).
    """
    return _reckon(received, period, calendar, not_counted, extension).due


def clocked(
    received: datetime,
    completed: datetime,
    period: Period,
    calendar: WorkCalendar,
    not_counted: Sequence[Stretch] = (),
    *,
    extension: int = 0,
) -> Clocked:
    """Reckon a case that was completed. Raises `Refused` where it was completed before it was received."""
    completed = _minute(completed)
    found = _reckon(received, period, calendar, not_counted, extension)
    if completed < found.received:
        raise Refused(_("The case was completed before it was received."))
    reached = max(_place_of(completed, found.measure, calendar), found.start)
    return Clocked(
        period=period,
        measure=found.measure,
        received=found.received,
        completed=completed,
        begins=found.begins,
        due=found.due,
        statutory=found.statutory,
        extension=extension,
        actual=reached - found.start - _overlap(found.spans, found.start, reached),
        left_out=_overlap(found.spans, found.start, reached),
        is_late=completed > found.due,
        day_minutes=calendar.day_minutes,
    )


@dataclass(frozen=True)
class _Reckoned:
    """The period laid on the line of counted units: it begins at `start`."""

    measure: Measure
    received: datetime
    begins: datetime
    start: int
    spans: Spans
    statutory: int
    due: datetime


def _reckon(
    received: datetime, period: Period, calendar: WorkCalendar, not_counted: Sequence[Stretch], extension: int
) -> _Reckoned:
    received, measure = _minute(received), period.measure
    begins = calendar.opening(received)
    if measure is Measure.MINUTES:
        start = calendar.minutes_at(begins)
    elif measure is Measure.WORKING_DAYS:
        start = calendar.days_before(begins.date())
    else:
        start = begins.toordinal()
    spans = _spans(not_counted, measure, calendar) if not_counted else ()
    length = _length(period, period.amount, begins.date(), calendar)
    end = _end(start, length, spans)
    due = _due_at(end, measure, calendar)
    statutory = length
    if measure is Measure.CALENDAR_DAYS:
        statutory = due.toordinal() + 1 - start - _overlap(spans, start, due.toordinal() + 1)
    if extension:
        due = _due_at(_end(start, _extended(period, extension, begins.date(), calendar), spans), measure, calendar)
    return _Reckoned(measure, received, begins, start, spans, statutory, due)


def _minute(moment: datetime) -> datetime:
    """Return the moment on the wall clock of Seoul without its seconds."""
    if moment.tzinfo is None:
        raise ValueError("A naive moment says nothing: give it a time zone.")
    return (moment if moment.tzinfo is SEOUL else moment.astimezone(SEOUL)).replace(second=0, microsecond=0)


def _length(period: Period, amount: int, first: date, calendar: WorkCalendar) -> int:
    """How many units of its measure a period of so many has."""
    unit = period.unit
    if unit is PeriodUnit.IMMEDIATE:
        return (IMMEDIATE_HOURS + amount - 1) * _HOUR
    if unit is PeriodUnit.HOURS:
        return amount * _HOUR
    if unit is PeriodUnit.DAYS:
        return amount * calendar.day_minutes if period.measure is Measure.MINUTES else amount
    if unit is PeriodUnit.WEEKS:
        return amount * 7
    return (
        _last_day(first, amount * (_MONTHS_A_YEAR if unit is PeriodUnit.YEARS else 1)).toordinal()
        - first.toordinal()
        + 1
    )


def _extended(period: Period, extension: int, first: date, calendar: WorkCalendar) -> int:
    return _length(period, period.amount + extension, first, calendar)


def _last_day(first: date, months: int) -> date:
    """Return the last day of so many months with the first day counted: the eve of the day of the same number.

    Where the last month has no such day, it is the last of that month. Source: 민법 §160②③.
    """
    years, place = divmod(first.month - 1 + months, _MONTHS_A_YEAR)
    year, month = first.year + years, place + 1
    longest = monthrange(year, month)[1]
    return date(year, month, longest) if first.day > longest else date(year, month, first.day) - _DAY


def _place_of(moment: datetime, measure: Measure, calendar: WorkCalendar) -> int:
    """Return where on the line of counted units a moment lies; a day that has begun counts whole."""
    if measure is Measure.MINUTES:
        return calendar.minutes_at(moment)
    if measure is Measure.WORKING_DAYS:
        return calendar.days_before(moment.date() + _DAY)
    return moment.toordinal() + 1


def _due_at(end: int, measure: Measure, calendar: WorkCalendar) -> datetime:
    """Return the last minute in time of a period that ends at a place of the line."""
    if measure is Measure.MINUTES:
        return calendar.moment_at(end)
    if measure is Measure.WORKING_DAYS:
        return datetime.combine(calendar.nth_day(end - 1), _LAST_MINUTE, SEOUL)
    last = calendar.next_working_day(date.fromordinal(end - 1))  # 민법 §161
    return datetime.combine(last, _LAST_MINUTE, SEOUL)


def _spans(not_counted: Sequence[Stretch], measure: Measure, calendar: WorkCalendar) -> Spans:
    """Lay what is not counted on the same line; what overlaps is taken out once."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(_span(stretch, measure, calendar) for stretch in not_counted):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        elif last > first:
            merged.append((first, last))
    return merged


def _span(stretch: Stretch, measure: Measure, calendar: WorkCalendar) -> tuple[int, int]:
    start, end = _minute(stretch.start), _minute(stretch.end)
    if measure is Measure.MINUTES:
        return calendar.minutes_at(start), calendar.minutes_at(end)
    last = (end - _MINUTE).date()
    if measure is Measure.WORKING_DAYS:
        return calendar.days_before(start.date()), calendar.days_before(last + _DAY)
    return start.toordinal(), last.toordinal() + 1


def _end(start: int, length: int, spans: Spans) -> int:
    """Return where a period ends that lets the spans pass by."""
    end = start + length
    for first, last in spans:
        if first >= end:
            break
        end += max(last - max(first, start), 0)
    return end


def _overlap(spans: Spans, start: int, end: int) -> int:
    return sum(max(min(last, end) - max(first, start), 0) for first, last in spans)


def _derivation(case: Clocked) -> Sequence[Message]:
    moments = {"received": _shown(case.received), "begins": _shown(case.begins), "due": _shown(case.due)}
    lines = [
        _("Received %(received)s; outside working hours it counts from the next opening: %(begins)s.", **moments)
        if case.begins != case.received
        else _("Received %(received)s.", **moments),
        _RULES[case.measure],
        _(
            "Period: %(number)s (%(unit)s) = %(amount)s.",
            number=case.period.amount,
            unit=case.period.unit.label,
            amount=_amount(case.statutory, case),
        ),
    ]
    if case.extension:
        lines.append(_("Extended by %(number)s (%(unit)s).", number=case.extension, unit=case.period.unit.label))
    if case.left_out:
        lines.append(_("Not counted: %(amount)s.", amount=_amount(case.left_out, case)))
    lines.append(_("In time until %(due)s.", **moments))
    taken = {"completed": _shown(case.completed), "taken": _amount(case.actual, case)}
    late = _("Completed %(completed)s after %(taken)s: late.", **taken)
    lines.append(late if case.is_late else _("Completed %(completed)s after %(taken)s: in time.", **taken))
    return lines


_RULES = {
    Measure.MINUTES: _(
        "A period of up to five days is counted in hours, eight working hours a day; Saturdays, Sundays and days off "
        "are left out (Civil Petitions Treatment Act §19①)."
    ),
    Measure.WORKING_DAYS: _(
        "A period of six days or more is counted in days, the first one included; Saturdays, Sundays and days off are "
        "left out (Civil Petitions Treatment Act §19②)."
    ),
    Measure.CALENDAR_DAYS: _(
        "A period in weeks, months or years runs by the calendar, the first day included, to the end of its last day; "
        "where that is a day off, to the next working day (Civil Petitions Treatment Act §19③)."
    ),
}


def _amount(value: int, case: Clocked) -> Message:
    if case.measure is Measure.WORKING_DAYS:
        return _("%(days)s working days", days=value)
    if case.measure is Measure.CALENDAR_DAYS:
        return _("%(days)s calendar days", days=value)
    hours, minutes = divmod(value, _HOUR)
    if not minutes:
        return _("%(hours)s working hours", hours=hours)
    return _("%(hours)s working hours and %(minutes)s minutes", hours=hours, minutes=minutes)


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
