"""처리기한: which period a kind of affair has, and how far it may be extended. The counting is `handling_clock`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.clock import SEOUL
from app.core.errors import Refused
from app.core.messages import _
from app.voice.enums.customer_voices import LegalKind, NotCountedGround, VoiceKind
from app.voice.enums.handling_records import PeriodUnit
from app.voice.rules.handling_clock import IMMEDIATE_HOURS, Period, Stretch, due_of, whole_days
from app.voice.rules.work_calendars import WorkCalendar

PERIODS: dict[LegalKind, Period | None] = {
    LegalKind.LAW_INQUIRY: Period(14, PeriodUnit.DAYS),
    LegalKind.INQUIRY: Period(7, PeriodUnit.DAYS),
    LegalKind.SUGGESTION: Period(14, PeriodUnit.DAYS),
    LegalKind.GRIEVANCE: Period(7, PeriodUnit.DAYS),
    LegalKind.OTHER: Period(1, PeriodUnit.IMMEDIATE),
    LegalKind.NONE: None,
}
"""Source: 민원 처리에 관한 법률 시행령 §§14–17, 19."""

USUAL: dict[VoiceKind, LegalKind] = {
    VoiceKind.COMPLAINT: LegalKind.GRIEVANCE,
    VoiceKind.SUGGESTION: LegalKind.SUGGESTION,
    VoiceKind.INQUIRY: LegalKind.INQUIRY,
    VoiceKind.PRAISE: LegalKind.NONE,
}
"""Which affair a voice usually is; whoever writes it down may say otherwise."""


ON_SITE_DAYS, MORE_ON_SITE_DAYS = 14, 7
"""How long an on-site inspection may take, and by how much it may be extended once. Source: 시행령 §17④."""
LONGEST = 100
"""Days of one stretch of any other ground: more is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """불산입 기간: days that are no part of the period, both included."""

    ground: NotCountedGround
    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse days the wrong way round, and more of them than anybody means."""
        if self.last < self.first:
            raise Refused(_("The last day lies before the first."))
        if self.days > LONGEST:
            raise Refused(_("Days that are not counted are at most %(most)s at a time.", most=LONGEST))

    @property
    def days(self) -> int:
        """How many days of the calendar."""
        return (self.last - self.first).days + 1

    @property
    def stretch(self) -> Stretch:
        """The same for the clock."""
        return whole_days(self.first, self.last)


def due_at(
    received: datetime,
    legal: LegalKind,
    calendar: WorkCalendar,
    *,
    extension: int = 0,
    left_out: Sequence[LeftOut] = (),
) -> datetime | None:
    """Return the last minute in time (wall clock of Seoul), or None where no period runs."""
    period = PERIODS[legal]
    if period is None:
        return None
    return due_of(received, period, calendar, [one.stretch for one in left_out], extension=extension)


def check_left_out(
    new: LeftOut, before: Sequence[LeftOut], *, legal: LegalKind, received_on: date, today: date
) -> None:
    """Refuse days that cannot be left out of the period of this affair, or that are left out already.

    An on-site inspection is of a grievance, takes 14 days of the calendar at most, and is extended once by 7.
    """
    if new.first < received_on:
        raise Refused(_("Days before the receipt are no part of the period anyway."))
    if new.last > today + timedelta(days=ON_SITE_DAYS + MORE_ON_SITE_DAYS):
        raise Refused(_("Write down only days that have been or lie right ahead."))
    if any(one.first <= new.last and new.first <= one.last for one in before):
        raise Refused(_("Some of these days are left out already."))
    if new.ground is not NotCountedGround.ON_SITE:
        return
    if legal is not LegalKind.GRIEVANCE:
        raise Refused(_("Only the on-site inspection of a grievance is not counted."))
    inspected = [one.days for one in before if one.ground is NotCountedGround.ON_SITE]
    most = MORE_ON_SITE_DAYS if inspected else ON_SITE_DAYS
    if len(inspected) > 1:
        raise Refused(_("The on-site inspection was extended before; it is extended once only."))
    if new.days > most:
        raise Refused(_("An on-site inspection takes 14 days at most, and is extended once by 7 at most."))


def longest_extension(legal: LegalKind) -> int:
    """Return by how much the period may be extended: once, by itself (hours where it is to be handled at once)."""
    period = PERIODS[legal]
    if period is None:
        return 0
    return IMMEDIATE_HOURS if period.unit is PeriodUnit.IMMEDIATE else period.amount


def check_extension(legal: LegalKind, amount: int, *, extended_before: bool, due: datetime, now: datetime) -> None:
    """Refuse a second extension, one that comes too late, and one longer than the period. Source: 시행령 §21①."""
    if extended_before:
        raise Refused(_("The period was extended before; it is extended once only."))
    if now > due:
        raise Refused(_("The period has passed; it can no longer be extended."))
    if not 1 <= amount <= longest_extension(legal):
        raise Refused(_("The period may be extended by 1 to %(most)s.", most=longest_extension(legal)))


def is_late(due: datetime | None, now: datetime) -> bool:
    """Whether the period has passed: the minute of the due moment is still in time, as the clock counts."""
    return due is not None and now.astimezone(SEOUL).replace(second=0, microsecond=0) > due
