"""부서 현황판: points per head from the maintained counters, one statement."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Date, and_, bindparam, func, or_, select

from app.accounts.models import Person
from app.core.database import AnyRow, AnySelect, read
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
    groups: dict[str | None, list[AnyRow]] = {}
    for row in read(_FIGURES, {"year": year, "today": today}).all():
        groups.setdefault(row[2], []).append(row)
    order = list(Band)
    return [row for rows in groups.values() for row in sorted(_banded(rows), key=lambda row: order.index(row.band))]


def _banded(rows: Sequence[AnyRow]) -> list[BoardRow]:
    """Make the rows of one peer group from (department, name, group, headcount, own points, those of its people)."""
    counted = [(people or 0, own or ZERO, members or ZERO) for *_names, people, own, members in rows]
    figures = [per_head(own + members, people) for people, own, members in counted]
    leading_from = threshold(figures)
    return [
        BoardRow(
            department_id=row[0],
            department=row[1],
            group=row[2],
            headcount=people,
            own_points=own,
            member_points=members,
            points=own + members,
            per_head=figure,
            band=band,
            next=next_band(figure, people, leading_from),
        )
        for row, (people, own, members), figure, band in zip(rows, counted, figures, bands(figures), strict=True)
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
