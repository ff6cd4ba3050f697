"""측정주기: the periods of a round in which an indicator is measured, and by when each is handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.evaluation.enums import Cadence

DUE_DAYS = 10
"""제출기한: days after the last day of a period."""
MONTHS: dict[Cadence, int] = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}


@dataclass(frozen=True)
class Period:
    """One stretch of the round. `label` sorts by time: 2026-07, 2026-Q3, 2026-H2 or 2026."""

    label: str
    first: date
    last: date
    due: date


def periods_of(cadence: Cadence, starts_on: date, base_on: date) -> Sequence[Period]:
    """Cut the days of a round into months, quarters, half years or years; the first and the last may be shorter.

    The periods follow one another without a gap from `starts_on` to `base_on`.
    """
    months, found, first = MONTHS[cadence], [], starts_on
    while first <= base_on:
        number = (first.month - 1) // months
        last = min(_last_day(first.year, (number + 1) * months), base_on)
        found.append(Period(_label(cadence, first.year, number + 1), first, last, last + timedelta(days=DUE_DAYS)))
        first = last + timedelta(days=1)
    return found


def _label(cadence: Cadence, year: int, number: int) -> str:
    marks = {Cadence.QUARTERLY: f"-Q{number}", Cadence.HALF_YEARLY: f"-H{number}", Cadence.YEARLY: ""}
    return f"{year}{marks.get(cadence, f'-{number:02}')}"


def _last_day(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)  # noqa: PLR2004  December
    return following - timedelta(days=1)
