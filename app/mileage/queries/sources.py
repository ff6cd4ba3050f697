"""Figures that others read: what indicators read from mileage, and the same for the dashboard."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, case, func, or_, select

from app.accounts.models import Membership, Person
from app.core.database import db
from app.core.figures import ZERO
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows, RowKind, RowKinds
from app.mileage.enums import AccountKind, TransferKind
from app.mileage.models import MileageAccount, Transfer


def department_points(department_ids: Sequence[int], start: date, end: date) -> dict[int, Decimal]:
    """Return the points each department and its people earned from `start` to `end`, less what was reversed then.

    Every department asked for has a figure: one that earned nothing has 0. Named source: mileage.department_points.
    """
    return points_earned(department_ids, start, end)


def participation(department_ids: Sequence[int], start: date, end: date) -> dict[int, Decimal | None]:
    """Return the percentage of a department's people on the last day who earned anything from `start` to `end`.

    Rounded by nobody. None for a department without people. Named source: mileage.participation.
    """
    found = people_who_earned(department_ids, start, end)
    return {department_id: found.get(department_id) for department_id in department_ids}


def _read_points(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    """One row for what was earned and one for what was taken back of it; a deduction taken back has no item.

    Single transfers, or sums by item, would tell what each person earned, and of whom an idea with hidden names is.
    """
    statement = (
        select(Transfer.department_id, Transfer.kind, func.sum(Transfer.points, type_=Transfer.points.type))
        .where(Transfer.department_id.in_(department_ids), Transfer.occurred_on.between(start, end))
        .where(Transfer.kind.in_((TransferKind.AWARD, TransferKind.REVERSAL)), Transfer.item_id.is_not(None))
        .group_by(Transfer.department_id, Transfer.kind)
        .order_by(Transfer.department_id, Transfer.kind)
    )
    for unit, kind, points in db.session.execute(statement):
        if unit is not None:
            taken_back = kind is TransferKind.REVERSAL
            name = "points_reversed" if taken_back else "points_earned"
            yield unit, ReadRow(kind=name, id=unit, part=-points if taken_back else points)


def _read_people(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    """One row for a department: how many of how many people; never who."""
    earned = (
        select(MileageAccount.person_id)
        .join(Transfer, Transfer.credit_account_id == MileageAccount.id)
        .where(MileageAccount.kind == AccountKind.PERSON, Transfer.kind == TransferKind.AWARD)
        .where(Transfer.occurred_on.between(start, end))
    )
    there = and_(Membership.starts_on <= end, or_(Membership.ends_on.is_(None), Membership.ends_on >= end))
    in_office = and_(Person.joined_on <= end, or_(Person.left_on.is_(None), Person.left_on >= end))
    statement = (
        select(
            Membership.department_id,
            func.count(),
            func.sum(case((Membership.person_id.in_(earned), 1), else_=0)),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(there, in_office, Membership.department_id.in_(department_ids))
        .group_by(Membership.department_id)
    )
    for unit, people, earners in db.session.execute(statement):
        yield unit, ReadRow(kind="people", id=unit, day=end, part=Decimal(int(earners)), of=Decimal(people))


def _read_points_and_people(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    yield from _read_points(department_ids, start, end)
    for unit, row in _read_people(department_ids, start, end):
        yield unit, ReadRow(kind="people", id=unit, day=row.day, part=ZERO, of=row.of)


points_earned = NamedSource(
    label=_("Mileage of the department and its people"),
    sentence=_(
        "Points that people and the department itself earned for this department, by the day of the fact, less what was "
        "reversed between the days. A point counts for the department the person belonged to that day."
    ),
    rule=FigureRule.SUM,
    read=_read_points,
)
points_per_head = NamedSource(
    label=_("Mileage per head"),
    sentence=_(
        "Points earned for the department between the days, less what was reversed, divided by the people who belong to "
        "it on the last day (the base date). A department without people has no figure."
    ),
    rule=FigureRule.MEAN,
    read=_read_points_and_people,
)
people_who_earned = NamedSource(
    label=_("Share of people who earned mileage"),
    sentence=_(
        "Of the people who belong to the department on the last day (the base date), the percent who earned points at "
        "least once between the days, also in a department they were in before. Nobody is named."
    ),
    rule=FigureRule.SHARE,
    read=_read_people,
)

SOURCES: Mapping[str, NamedSource] = {
    "mileage.department_points": points_earned,
    "mileage.points_per_head": points_per_head,
    "mileage.participation": people_who_earned,
}
"""By name, in the order in which they are read."""

KINDS: RowKinds = {
    "points_earned": RowKind(label=_("Points that were earned"), is_sum=True),
    "points_reversed": RowKind(label=_("Points taken back"), is_sum=True),
    "people": RowKind(label=_("People on the last day"), is_sum=True),
}
