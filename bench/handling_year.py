"""Civil cases as two real years bring them: few affairs are most of the work, each has its departments, period and pace."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from sqlalchemy import select

from app.accounts.models import Person
from app.core.clock import SEOUL
from app.core.database import db
from app.core.sheets import Sheet, write_workbook
from app.organization.models import Department
from app.voice.services.handling_sheets import COLUMNS, TITLE

AFFAIRS, PERIODS = 240, (1, 2, 3, 5, 7, 14, 20)
FIRST, DAYS = date(2024, 1, 2), 715
HOURS = {0: 1, 7: 2, 8: 8, 9: 20, 10: 22, 11: 18, 12: 6, 13: 16, 14: 20, 15: 18, 16: 15, 17: 10, 18: 4, 20: 3, 22: 2}
"""Hour of receipt → how often; the night is what comes over the net."""
WEEKDAYS = (24, 21, 20, 19, 18, 4, 3)
BUSY_MONTHS = (8, 7, 11, 9, 9, 9, 8, 7, 9, 8, 8, 7)
LATE_IN_100 = 4


@dataclass(frozen=True)
class Kind:
    """One affair: who handles it, in how many days the law wants it done, and what share of them it takes."""

    name: str
    departments: Sequence[str]
    period: int
    pace: float


def write_cases(path: Path, count: int, mark: str) -> None:
    """Write so many cases; other marks give other cases of the same affairs."""
    codes = db.session.scalars(select(Department.code).where(Department.kind != "bureau")).all()
    numbers = db.session.scalars(select(Person.employee_no).limit(500)).all()
    write_workbook(path, [Sheet(TITLE, COLUMNS, cases(count, mark, codes, numbers))])


def _kinds(codes: Sequence[str]) -> list[Kind]:
    rolled = Random("affairs")  # noqa: S311  the same office each time
    return [
        Kind(
            f"사무 {number:03d}",
            [codes[(number + more) % len(codes)] for more in range(rolled.choice((1, 1, 1, 2, 3)))],
            rolled.choice(PERIODS),
            rolled.uniform(0.3, 0.8),
        )
        for number in range(AFFAIRS)
    ]


def cases(count: int, mark: str, codes: Sequence[str], numbers: Sequence[str]) -> Iterator[tuple[str | None, ...]]:
    """Yield so many rows of the sheet 민원처리. The same mark gives the same cases."""
    rolled = Random(mark)  # noqa: S311  the same cases each time
    kinds = _kinds(codes)
    shares = list(accumulate(1 / (place + 3) for place in range(AFFAIRS)))
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    busy = list(accumulate(WEEKDAYS[day.weekday()] * BUSY_MONTHS[day.month - 1] for day in days))
    hours, often = list(HOURS), list(accumulate(HOURS.values()))
    for number in range(count):
        kind = rolled.choices(kinds, cum_weights=shares)[0]
        hour = time(rolled.choices(hours, cum_weights=often)[0], rolled.randrange(60))
        received = datetime.combine(rolled.choices(days, cum_weights=busy)[0], hour, SEOUL)
        share = rolled.betavariate(2, 3) * 2 * kind.pace if rolled.randrange(100) >= LATE_IN_100 else 1.6
        completed = received + timedelta(days=kind.period * 1.4 * share, minutes=30)
        yield (
            f"{mark}{number:09d}",
            received.strftime("%Y-%m-%d %H:%M"),
            completed.strftime("%Y-%m-%d %H:%M"),
            kind.name,
            rolled.choice(kind.departments),
            rolled.choice(numbers),
            str(kind.period),
            "일",
            "N",
            "처리완료",
            None,
            "2025-05-06 ~ 2025-05-08" if number % 20 == 0 else None,
        )
