"""처리 수치: shortening rate, mean, median and times of day out of kept sums, each with its formula in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.core.figures import HUNDRED, bare, exact, outcome, rounded
from app.core.messages import Labelled, Message, _

DAY_MINUTES = 480
"""Eight working hours: a day in all sums."""
HOURS_A_DAY = 8
PLACES = 2
SHARE_PLACES = 1
FEW = 10
"""Fewer cases on either side make a comparison shaky."""
DAY_HOURS = range(9, 18)
WEEKDAYS = range(5)


class DayPart(Labelled):
    """시간대: as the source counts them, with days off beside Saturdays and Sundays."""

    WEEKDAY_DAY = "weekday_day", _("Weekday, day")
    WEEKDAY_NIGHT = "weekday_night", _("Weekday, night")
    OFF_DAY = "off_day", _("Weekend, day")
    OFF_NIGHT = "off_night", _("Weekend, night")


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums over any cases: minutes of eight-hour days."""

    n: int = 0
    statutory: int = 0
    actual: int = 0
    late: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            n=self.n + other.n,
            statutory=self.statutory + other.statutory,
            actual=self.actual + other.actual,
            late=self.late + other.late,
        )

    @property
    def rate(self) -> Decimal | None:
        """단축률 in percent, pooled by totals; None without a case."""
        return shortening_rate(self.statutory, self.actual)

    @property
    def mean_days(self) -> Decimal | None:
        """Days of eight hours a case took on average."""
        return _quotient(self.actual, self.n * DAY_MINUTES, PLACES)

    @property
    def late_share(self) -> Decimal | None:
        """Percent of the cases that were late."""
        return _quotient(HUNDRED * self.late, self.n, SHARE_PLACES)

    def formulas(self) -> Mapping[str, Message]:
        """Return rate, mean and share late as sentences with their numbers; empty without a case."""
        if not self.n:
            return {}
        statutory, actual = days_of(self.statutory), days_of(self.actual)
        with exact():
            rate = HUNDRED * (self.statutory - self.actual) / self.statutory
            mean = Decimal(self.actual) / (self.n * DAY_MINUTES)
            late = HUNDRED * self.late / self.n
        return {
            "rate": _(
                "(%(statutory)s − %(actual)s) ÷ %(statutory)s × 100 %(result)s: the days the law gave all cases together, "
                "less the days they took; not the mean of single rates.",
                statutory=statutory,
                actual=actual,
                result=outcome(rate, PLACES),
            ),
            "mean": _(
                "%(actual)s days ÷ %(n)s cases %(result)s", actual=actual, n=self.n, result=outcome(mean, PLACES)
            ),
            "late": _(
                "%(late)s late ÷ %(n)s cases × 100 %(result)s",
                late=self.late,
                n=self.n,
                result=outcome(late, SHARE_PLACES),
            ),
        }


@exact()
def shortening_rate(statutory: int, actual: int) -> Decimal | None:
    """Return (statutory − actual) ÷ statutory × 100, rounded half up to two decimals; None without a period.

    >>> shortening_rate(4_800, 2_400)
    Decimal('50.00')
    """
    return rounded(HUNDRED * (statutory - actual) / statutory, PLACES) if statutory else None


def days_of(minutes: int) -> str:
    """Write minutes as days of eight hours, to two decimals."""
    return bare(rounded(Decimal(minutes) / DAY_MINUTES, PLACES))


def median_hours(spread: Mapping[int, int]) -> int | None:
    """Return the fewest whole working hours within which at least half of the cases were done.

    `spread`: hours (begun hours counted whole) → cases. Exact for whole hours: no case is estimated.

    >>> median_hours({1: 2, 5: 1, 40: 1})
    1
    """
    total, passed = sum(spread.values()), 0
    for hours in sorted(spread):
        passed += spread[hours]
        if 2 * passed >= total:
            return hours
    return None


def part_of(weekday: int, hour: int) -> DayPart:
    """Return the part of the week an hour belongs to; weekday 7 is a day off from Monday to Friday."""
    by_day = hour in DAY_HOURS
    if weekday in WEEKDAYS:
        return DayPart.WEEKDAY_DAY if by_day else DayPart.WEEKDAY_NIGHT
    return DayPart.OFF_DAY if by_day else DayPart.OFF_NIGHT


def parts_of(cells: Mapping[tuple[int, int], int]) -> Mapping[DayPart, tuple[int, Decimal | None]]:
    """Return cases and percent of each part; `cells`: (weekday, hour) → cases."""
    found = dict.fromkeys(DayPart, 0)
    for (weekday, hour), n in cells.items():
        found[part_of(weekday, hour)] += n
    total = sum(found.values())
    return {part: (n, _quotient(HUNDRED * n, total, SHARE_PLACES)) for part, n in found.items()}


def change_percent(before: Decimal, now: Decimal) -> Decimal | None:
    """Return by how many percent a mean changed; negative is shorter. None where it was nothing before."""
    return None if not before else _quotient(HUNDRED * (now - before), before, SHARE_PLACES)


def whole_months(start: date, end: date, today: date) -> tuple[date, date] | None:
    """Return the first days of the first and last month between two days that lie in them whole and are over.

    A month that has only begun would stand beside a whole one of the year before. None where there is no such month.

    >>> whole_months(date(2026, 1, 1), date(2026, 3, 31), date(2026, 3, 20))
    (datetime.date(2026, 1, 1), datetime.date(2026, 2, 1))
    """
    first = start if start.day == 1 else _next_month(start)
    after = min(_next_month(end) if (end + timedelta(days=1)).day == 1 else end.replace(day=1), today.replace(day=1))
    return (first, (after - timedelta(days=1)).replace(day=1)) if first < after else None


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


@exact()
def mean_days(minutes: int, n: int) -> Decimal:
    """Return the mean days of eight hours, not rounded."""
    return Decimal(minutes) / (n * DAY_MINUTES)


@exact()
def _quotient(part: Decimal | int, whole: Decimal | int, places: int) -> Decimal | None:
    return rounded(Decimal(part) / whole, places) if whole else None
