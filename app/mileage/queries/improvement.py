"""가장 나아진 부서: points per head of a period against an earlier one, each by the people of its last day."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Date, Integer, Subquery, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, Person
from app.core.database import AnySelect, db
from app.mileage.enums import TransferKind
from app.mileage.models import Transfer
from app.mileage.rules.boards import Span, improvement
from app.organization.models import Department, PeerGroup


class Improvement(NamedTuple):
    """A department: points and people of both periods, and what came of them; None is missing, never zero."""

    department_id: int
    department: str
    group: str | None
    points: Decimal | None
    people: int
    points_before: Decimal | None
    people_before: int
    per_head: Decimal | None
    per_head_before: Decimal | None
    change: Decimal | None


def improvements(span: Span) -> Sequence[Improvement]:
    """Return the departments of today, those that gained most first, then those that cannot be compared."""
    given = {
        "start": span.start,
        "end": span.end,
        "start_before": span.start_before,
        "end_before": span.end_before,
    }
    rows = [_row(*row) for row in db.session.execute(_FIGURES, given)]
    return sorted(rows, key=lambda row: (row.change is None, -(row.change or 0)))


def _row(
    department_id: int,
    name: str,
    group: str | None,
    points: Decimal | None,
    people: int | None,
    points_before: Decimal | None,
    people_before: int | None,
) -> Improvement:
    now, before = people or 0, people_before or 0
    # A department without a row so far has earned nothing this time; without one then, nobody knows what it would be.
    found = improvement(points if points is not None else Decimal(0), now, points_before, before)
    return Improvement(department_id, name, group, points, now, points_before, before, *found)


def _figures() -> AnySelect:
    earned = [_earned("start", "end"), _earned("start_before", "end_before")]
    heads = [_heads("end"), _heads("end_before")]
    end = bindparam("end", type_=Date)
    statement = select(
        Department.id,
        Department.name,
        PeerGroup.name,
        earned[0].c.points,
        heads[0].c.people,
        earned[1].c.points,
        heads[1].c.people,
    ).outerjoin(PeerGroup, PeerGroup.id == Department.peer_group_id)
    for part in (*earned, *heads):
        statement = statement.outerjoin(part, part.c.department_id == Department.id)
    return (
        statement.where(Department.kind != "bureau", Department.valid_from <= end)
        .where(or_(Department.valid_until.is_(None), Department.valid_until >= end))
        .order_by(PeerGroup.position, Department.position, Department.id)
    )


def _earned(first: str, last: str) -> Subquery:
    """Sum what departments and their people earned from day to day, less what was taken back of it."""
    row = aliased(Transfer)
    signed = case((row.kind == TransferKind.REVERSAL, -row.points), else_=row.points)
    within = row.occurred_on.between(bindparam(first, type_=Date), bindparam(last, type_=Date))
    return (
        select(row.department_id.label("department_id"), func.sum(signed, type_=Transfer.points.type).label("points"))
        .where(row.kind.in_((TransferKind.AWARD, TransferKind.REVERSAL)), within, row.department_id.is_not(None))
        .where(row.item_id.is_not(None))
        .group_by(row.department_id)
        .subquery()
    )


def _heads(last: str) -> Subquery:
    """Count the people of each department on a day."""
    there, who, day = aliased(Membership), aliased(Person), bindparam(last, type_=Date)
    then = and_(there.starts_on <= day, or_(there.ends_on.is_(None), there.ends_on >= day))
    people = func.count(there.person_id.distinct(), type_=Integer).label("people")
    in_office = and_(who.joined_on <= day, or_(who.left_on.is_(None), who.left_on >= day))
    return (
        select(there.department_id.label("department_id"), people)
        .join(who, who.id == there.person_id)
        .where(then, in_office)
        .group_by(there.department_id)
        .subquery()
    )


_FIGURES = _figures()
