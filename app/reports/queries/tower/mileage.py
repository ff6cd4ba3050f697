"""마일리지 참여: which part of each department's people has earned anything this year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.core import clock
from app.mileage.queries.sources import department_points, participation
from app.organization.queries import departments_on

TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Participation:
    """One department: percent of its people that earned points (None: it has no people), and the points of all."""

    department_id: int
    department: str
    percent: Decimal | None
    points: Decimal


def participation_by_department() -> Sequence[Participation]:
    """Return every department of today, the lowest participation first, those without people last."""
    today = clock.today()
    start = date(today.year, 1, 1)
    departments = departments_on(today)
    ids = [department.id for department in departments]
    percents, points = participation(ids, start, today), department_points(ids, start, today)
    rows = [
        Participation(
            department_id=one.id,
            department=one.name,
            percent=_rounded(percents[one.id]),
            points=points[one.id],
        )
        for one in departments
    ]
    return sorted(rows, key=lambda row: (row.percent is None, row.percent or Decimal(0)))


def _rounded(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent.quantize(TENTH, ROUND_HALF_UP)
