"""Figures that others read: `mileage.department_points` and `mileage.participation` as sources of indicators."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, case, func, or_, select

from app.accounts.models import Membership
from app.core.database import db
from app.mileage.enums import AccountKind, TransferKind
from app.mileage.models import MileageAccount, Transfer

ZERO = Decimal(0)


def department_points(department_ids: Sequence[int], start: date, end: date) -> dict[int, Decimal]:
    """Return the points each department and its people earned from `start` to `end`, less what was reversed then.

    Every department asked for has a figure: one that earned nothing has 0. Named source: mileage.department_points.
    """
    signed = case((Transfer.kind == TransferKind.REVERSAL, -Transfer.points), else_=Transfer.points)
    statement = (
        select(Transfer.department_id, func.sum(signed, type_=Transfer.points.type))
        .where(Transfer.department_id.in_(department_ids), Transfer.occurred_on.between(start, end))
        .where(Transfer.kind.in_((TransferKind.AWARD, TransferKind.REVERSAL)))
        .group_by(Transfer.department_id)
    )
    found = {row[0]: row[1] for row in db.session.execute(statement)}
    return {department_id: found.get(department_id, ZERO) for department_id in department_ids}


def participation(department_ids: Sequence[int], start: date, end: date) -> dict[int, Decimal | None]:
    """Return the percentage of a department's people on the last day who earned anything from `start` to `end`.

    Rounded by nobody: an exact quotient to 28 digits. None for a department without people. Named source:
    mileage.participation.
    """
    earned = (
        select(MileageAccount.person_id)
        .join(Transfer, Transfer.credit_account_id == MileageAccount.id)
        .where(MileageAccount.kind == AccountKind.PERSON, Transfer.kind == TransferKind.AWARD)
        .where(Transfer.occurred_on.between(start, end))
    )
    then = and_(Membership.starts_on <= end, or_(Membership.ends_on.is_(None), Membership.ends_on >= end))
    statement = (
        select(
            Membership.department_id,
            func.count(),
            func.sum(case((Membership.person_id.in_(earned), 1), else_=0)),
        )
        .where(then, Membership.department_id.in_(department_ids))
        .group_by(Membership.department_id)
    )
    found = {row[0]: Decimal(100) * int(row[2]) / row[1] for row in db.session.execute(statement)}
    return {department_id: found.get(department_id) for department_id in department_ids}
