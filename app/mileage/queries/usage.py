"""What was already paid: asked under the lock of the issuing pool, before an award is posted."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, union_all
from sqlalchemy.orm import aliased

from app.core.database import db
from app.mileage.enums import TransferKind
from app.mileage.models import CapCut, MileageItem, Transfer
from app.mileage.rules.caps import Used
from app.mileage.rules.sources import root_of


def is_decided(code: str, source: str) -> bool:
    """Whether the source has already paid somebody for the item, or a cap left nothing of it. A reversal frees nothing."""
    paid = select(Transfer.id).where(
        Transfer.item_code == code, Transfer.source == source, Transfer.reverses_id.is_(None)
    )
    cut = select(CapCut.id).where(CapCut.item_code == code, CapCut.source == source)
    return db.session.execute(union_all(paid, cut).limit(1)).first() is not None


def group_points(item: MileageItem, account_id: int, source: str) -> Decimal:
    """Points other items of the group paid the account for the same fact or task, without what was reversed."""
    if item.highest_group is None:
        return Decimal(0)
    root = root_of(source)
    reversal = aliased(Transfer)
    statement = (
        select(func.sum(Transfer.points))
        .join(MileageItem, MileageItem.id == Transfer.item_id)
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(Transfer.credit_account_id == account_id, Transfer.kind == TransferKind.AWARD, reversal.id.is_(None))
        .where(MileageItem.highest_group == item.highest_group, Transfer.item_code != item.code)
        .where(or_(Transfer.source == root, Transfer.source.startswith(f"{root}:", autoescape=True)))
    )
    return db.session.scalar(statement) or Decimal(0)


def used_points(item: MileageItem, account_id: int, day: date) -> Used:
    """Points the item paid the account in the day, month and year of the fact, without what was reversed."""
    if item.cap_day is None and item.cap_month is None and item.cap_year is None:
        return Used()
    reversal = aliased(Transfer)

    def total(within: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.sum(case((within, Transfer.points), else_=Decimal(0)), type_=Transfer.points.type)

    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    month_end = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    in_month = (Transfer.occurred_on >= day.replace(day=1)) & (Transfer.occurred_on < month_end)
    statement = (
        select(total(Transfer.occurred_on == day), total(in_month), func.sum(Transfer.points))
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(Transfer.item_code == item.code, Transfer.credit_account_id == account_id)
        .where(Transfer.kind == TransferKind.AWARD, reversal.id.is_(None))
        .where(Transfer.occurred_on.between(first, last))
    )
    on_day, in_this_month, in_year = (value or Decimal(0) for value in db.session.execute(statement).one())
    return Used(day=on_day, month=in_this_month, year=in_year)
