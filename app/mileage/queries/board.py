"""부서 현황판: points per head from the maintained counters, one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.database import AnyRow, db
from app.mileage.enums import Band
from app.mileage.models import DepartmentYear
from app.mileage.rules.boards import bands, per_head
from app.organization.models import Department, PeerGroup

ZERO = Decimal(0)


@dataclass(frozen=True)
class BoardRow:
    """A department: points of its own account and of its people, per head, against the year before."""

    department_id: int
    department: str
    group: str | None
    headcount: int
    own_points: Decimal
    member_points: Decimal
    points: Decimal
    per_head: Decimal | None
    per_head_before: Decimal | None
    band: Band

    @property
    def change(self) -> Decimal | None:
        """Points per head more (or less) than in the whole year before, by today's headcount."""
        if self.per_head is None or self.per_head_before is None:
            return None
        return self.per_head - self.per_head_before


def board_of(year: int, today: date) -> Sequence[BoardRow]:
    """Return the departments that exist today, by peer group and band; inside a band by name order of the chart.

    Bands are made inside each peer group. `year` decides the points, today's people the headcount.
    """
    groups: dict[str | None, list[BoardRow]] = {}
    for row in _figures(year, today):
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
    before = (own_before or ZERO) + (members_before or ZERO)
    return BoardRow(
        department_id=department_id,
        department=name,
        group=group,
        headcount=people,
        own_points=own or ZERO,
        member_points=members or ZERO,
        points=points,
        per_head=per_head(points, people),
        per_head_before=per_head(before, people),
        band=Band.STARTING,
    )


def _banded(rows: Sequence[BoardRow]) -> list[BoardRow]:
    found = bands([row.per_head for row in rows])
    return [BoardRow(**{**vars(row), "band": band}) for row, band in zip(rows, found, strict=True)]


def _figures(year: int, today: date) -> Sequence[AnyRow]:
    now, before = aliased(DepartmentYear), aliased(DepartmentYear)
    heads = (
        select(Person.department_id, func.count().label("people"))
        .where(Person.joined_on <= today, or_(Person.left_on.is_(None), Person.left_on >= today))
        .group_by(Person.department_id)
        .subquery()
    )
    statement = (
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
        .outerjoin(now, and_(now.department_id == Department.id, now.year == year))
        .outerjoin(before, and_(before.department_id == Department.id, before.year == year - 1))
        .where(Department.kind != "bureau", Department.valid_from <= today)
        .where(or_(Department.valid_until.is_(None), Department.valid_until >= today))
        .order_by(PeerGroup.position, Department.position, Department.id)
    )
    return db.session.execute(statement).all()
