"""추진실적보고: the reporting calendar, what a report must hold, and its approval."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import ReportCadence, ReportState
from app.innovation.rules.common import check_another_person, check_reason, listed

EDITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})
_MONTHS = {ReportCadence.MONTHLY: 1, ReportCadence.QUARTERLY: 3}
MOST_PERIODS = 62
"""More than the months of five years: a longer calendar is a mistake in its days."""
DUE_DAYS = 10
"""Preset: calendar days after the end of a period in which its report is due."""


@dataclass(frozen=True)
class ReportPeriod:
    """One period of the calendar, e.g. "2026-03" or "2026-Q1"; first, last and due day included."""

    code: str
    starts_on: date
    ends_on: date
    due_on: date


def reporting_calendar(
    cadence: ReportCadence, starts_on: date, ends_on: date, *, due_days: int = DUE_DAYS
) -> tuple[ReportPeriod, ...]:
    """Make the periods that overlap the days from `starts_on` to `ends_on`, both included.

    Periods are whole calendar months or quarters. Refused if the end lies before the start, or too far behind it.
    """
    if ends_on < starts_on:
        raise Refused(_("The end lies before the beginning."))
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    if months // _MONTHS[cadence] >= MOST_PERIODS:
        raise Refused(_("The reports would go on for too long: at most %(most)s periods.", most=MOST_PERIODS))
    return tuple(_periods(cadence, starts_on, ends_on, due_days))


def is_overdue(period: ReportPeriod, submitted_on: date | None, today: date) -> bool:
    """Whether the report has not been handed in and its due day has passed.

    A returned report counts as not handed in (`submitted_on` None) until it is submitted again.
    """
    return submitted_on is None and today > period.due_on


def is_on_time(period: ReportPeriod, submitted_on: date) -> bool:
    """Whether the report was handed in by its due day."""
    return submitted_on <= period.due_on


def overdue_periods(
    calendar: Collection[ReportPeriod], submitted: Mapping[str, date], today: date
) -> tuple[ReportPeriod, ...]:
    """Periods whose report is overdue; `submitted` maps a period's code to the day its report came in."""
    return tuple(period for period in calendar if is_overdue(period, submitted.get(period.code), today))


def check_editing(state: ReportState) -> None:
    """Refuse changes to a report that is submitted or approved."""
    if state not in EDITABLE:
        raise Refused(_("A report that is submitted or approved cannot be changed."))


def check_submission(
    state: ReportState, *, summary: str, evidence_count: int, measures_without_value: Collection[str] = ()
) -> None:
    """Refuse a report without words, without evidence, or with a measure that has neither value nor reason.

    `measures_without_value` are the names of such measures: missing is never zero.
    """
    check_editing(state)
    if not summary.strip():
        raise Refused(_("Please write what was done."))
    if evidence_count < 1:
        raise Refused(_("A progress report needs at least one piece of evidence."))
    if measures_without_value:
        names = listed(measures_without_value)
        raise Refused(_("Please enter a value or the reason why there is none: %(measures)s.", measures=names))


def check_approval(state: ReportState, *, author_id: int, approver_id: int) -> None:
    """Refuse approval of a report that is not submitted, or of one's own."""
    if state is not ReportState.SUBMITTED:
        raise Refused(_("Only a submitted report can be approved."))
    check_another_person(approver_id=approver_id, author_id=author_id)


def check_return(state: ReportState, reason: str | None) -> None:
    """Refuse to send back what is not submitted, or without a reason."""
    if state is not ReportState.SUBMITTED:
        raise Refused(_("Only a submitted report can be returned."))
    check_reason(reason)


def _periods(cadence: ReportCadence, starts_on: date, ends_on: date, due_days: int) -> Iterator[ReportPeriod]:
    months = _MONTHS[cadence]
    first = date(starts_on.year, (starts_on.month - 1) // months * months + 1, 1)
    while first <= ends_on:
        last_month = first.month + months - 1
        last = date(first.year, last_month, monthrange(first.year, last_month)[1])
        yield ReportPeriod(_code(cadence, first), first, last, last + timedelta(days=due_days))
        first = last + timedelta(days=1)


def _code(cadence: ReportCadence, first: date) -> str:
    if cadence is ReportCadence.QUARTERLY:
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return f"{first.year}-{first.month:02d}"
