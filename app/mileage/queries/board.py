"""부서 현황판: points per head from the maintained counters, one statement."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.database import AnySelect, db
from app.mileage.enums import Band
from app.mileage.models import DepartmentYear
from app.mileage.rules.boards import bands, per_head
from app.organization.models import Department, PeerGroup

ZERO = Decimal(0)


class BoardRow(NamedTuple):
    """A department: points of its own account and of its people, per head, against the year before.

    `change`: points per head more (or less) than in the whole year before, by today's headcount.
    """

    department_id: int
    department: str
    group: str | None
    headcount: int
    own_points: Decimal
    member_points: Decimal
    points: Decimal
    per_head: Decimal | None
    per_head_before: Decimal | None
    change: Decimal | None
    band: Band


def board_of(year: int, today: date) -> Sequence[BoardRow]:
    """Return the departments that exist today, by peer group and band; inside a band by name order of the chart.

    Bands are made inside each peer group. `year` decides the points, today's people the headcount.
    """
    groups: dict[str | None, list[BoardRow]] = {}
    for row in db.session.execute(_FIGURES, {"year": year, "before": year - 1, "today": today}):
        groups.setdefault(row[2], []).append(_row(*row))
    order = list(Band)
    return [row for rows in groups.values() for row in sorted(_banded(rows), key=lambda row: order.index(row.band))]


def most_improved(rows: Sequence[BoardRow]) -> BoardRow | None:
    """Return the department that gained most per head against the year before, if any gained."""
    gained = [row for row in rows if row.change is not None and row.change > 0 and row.per_head_before]
    return max(gained, key=lambda row: row.change or ZERO, default=None)


def _row(
    department_id: int,
    name: str,
    group: str | None,
    headcount: int | None,
    own: Decimal | None,
    members: Decimal | None,
    own_before: Decimal | None,
    members_before: Decimal | None,
) -> BoardRow:
    people = headcount or 0
    points = (own or ZERO) + (members or ZERO)
    now = per_head(points, people)
    before = per_head((own_before or ZERO) + (members_before or ZERO), people)
    return BoardRow(
        department_id=department_id,
        department=name,
        group=group,
        headcount=people,
        own_points=own or ZERO,
        member_points=members or ZERO,
        points=points,
        per_head=now,
        per_head_before=before,
        change=None if now is None or before is None else now - before,
        band=Band.STARTING,
    )


def _banded(rows: Sequence[BoardRow]) -> list[BoardRow]:
    found = bands([row.per_head for row in rows])
    return [row._replace(band=band) for row, band in zip(rows, found, strict=True)]


def _figures() -> AnySelect:
    """Put the statement together; year, the year before and today are left open."""
    now, before, today = aliased(DepartmentYear), aliased(DepartmentYear), bindparam("today", type_=Date)
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
            now.own_points,
            now.member_points,
            before.own_points,
            before.member_points,
        )
        .outerjoin(PeerGroup, PeerGroup.id == Department.peer_group_id)
        .outerjoin(heads, heads.c.department_id == Department.id)
        .outerjoin(now, and_(now.department_id == Department.id, now.year == bindparam("year")))
        .outerjoin(before, and_(before.department_id == Department.id, before.year == bindparam("before")))
        .where(Department.kind != "bureau", Department.valid_from <= today)
        .where(or_(Department.valid_until.is_(None), Department.valid_until >= today))
        .order_by(PeerGroup.position, Department.position, Department.id)
    )


_FIGURES = _figures()
