"""부서 현황판: points per head from the maintained counters, one statement."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Date, and_, bindparam, func, or_, select

from app.accounts.models import Person
from app.core.database import AnySelect, db
from app.mileage.enums import Band
from app.mileage.models import DepartmentYear
from app.mileage.rules.boards import NextBand, bands, next_band, per_head, threshold
from app.organization.models import Department, PeerGroup

ZERO = Decimal(0)


class BoardRow(NamedTuple):
    """A department: points of its own account and of its people, and per head."""

    department_id: int
    department: str
    group: str | None
    headcount: int
    own_points: Decimal
    member_points: Decimal
    points: Decimal
    per_head: Decimal | None
    band: Band
    next: NextBand | None = None


def board_of(year: int, today: date) -> Sequence[BoardRow]:
    """Return the departments that exist today, by peer group and band; inside a band by name order of the chart.

    Bands are made inside each peer group. `year` decides the points, today's people the headcount.
    """
    groups: dict[str | None, list[BoardRow]] = {}
    for row in db.session.execute(_FIGURES, {"year": year, "today": today}):
        groups.setdefault(row[2], []).append(_row(*row))
    order = list(Band)
    return [row for rows in groups.values() for row in sorted(_banded(rows), key=lambda row: order.index(row.band))]


def _row(
    department_id: int,
    name: str,
    group: str | None,
    headcount: int | None,
    own: Decimal | None,
    members: Decimal | None,
) -> BoardRow:
    people = headcount or 0
    points = (own or ZERO) + (members or ZERO)
    return BoardRow(
        department_id=department_id,
        department=name,
        group=group,
        headcount=people,
        own_points=own or ZERO,
        member_points=members or ZERO,
        points=points,
        per_head=per_head(points, people),
        band=Band.STARTING,
    )


def _banded(rows: Sequence[BoardRow]) -> list[BoardRow]:
    figures = [row.per_head for row in rows]
    leading_from = threshold(figures)
    return [
        row._replace(band=band, next=next_band(row.per_head, row.headcount, leading_from))
        for row, band in zip(rows, bands(figures), strict=True)
    ]


def _figures() -> AnySelect:
    """Put the statement together; year and today are left open."""
    today = bindparam("today", type_=Date)
    heads = (
        select(Person.department_id, func.count().label("people"))
        .where(Person.joined_on <= today, or_(Person.left_on.is_(None), Person.left_on >= today))
        .group_by(Person.department_id)
        .subquery()
    )
    return (
        select(
            Department.id,
            Department.name,
            PeerGroup.name,
            heads.c.people,
            DepartmentYear.own_points,
            DepartmentYear.member_points,
        )
        .outerjoin(PeerGroup, PeerGroup.id == Department.peer_group_id)
        .outerjoin(heads, heads.c.department_id == Department.id)
        .outerjoin(
            DepartmentYear,
            and_(DepartmentYear.department_id == Department.id, DepartmentYear.year == bindparam("year")),
        )
        .where(Department.kind != "bureau", Department.valid_from <= today)
        .where(or_(Department.valid_until.is_(None), Department.valid_until >= today))
        .order_by(PeerGroup.position, Department.position, Department.id)
    )


_FIGURES = _figures()
