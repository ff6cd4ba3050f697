"""What was already paid: asked under the lock of the issuing pool, before an award is posted."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select, union_all
from sqlalchemy.orm import aliased

from app.core.database import db
from app.mileage.concealment import hidden_sources
from app.mileage.enums import TransferKind
from app.mileage.models import CapCut, FactRoot, MileageItem, Transfer
from app.mileage.rules.caps import Used
from app.mileage.rules.sources import root_of, source_of_adoption


def _of_line(item: MileageItem, table: type[Transfer | CapCut]) -> ColumnElement[bool]:
    """Rows of the item's code, and of other codes by which the same fact paid the same kind of account.

    By code first, which is how the tables are indexed; then by version, because a version says which fact it pays.
    """
    if item.event_code is None:
        return table.item_code == item.code
    same = (MileageItem.event_code == item.event_code) & (MileageItem.subject == item.subject)
    codes = select(MileageItem.code).where(or_(MileageItem.code == item.code, same))
    versions = select(MileageItem.id).where(or_(MileageItem.code == item.code, same))
    return table.item_code.in_(codes) & table.item_id.in_(versions)


def is_decided(item: MileageItem, source: str) -> bool:
    """Whether the source has already paid somebody for the item, or a cap left nothing of it. A reversal frees nothing."""
    paid = select(Transfer.id).where(
        _of_line(item, Transfer), Transfer.source == source, Transfer.reverses_id.is_(None)
    )
    cut = select(CapCut.id).where(_of_line(item, CapCut), CapCut.source == source)
    return db.session.execute(union_all(paid, cut).limit(1)).first() is not None


class GroupPoints(NamedTuple):
    """What a group has paid, and whether some of it was for an idea with hidden names, of which no word may tell."""

    points: Decimal
    is_hidden: bool


def group_points(item: MileageItem, account_id: int, source: str) -> GroupPoints:
    """Return what other items of the group paid the account for the same fact or task, without what was reversed."""
    root = root_behind(source)
    near = db.session.scalars(select(FactRoot.source).where(FactRoot.root == root)).all()
    told = select(FactRoot.source).where(FactRoot.root.in_({root, *map(root_of, near)}))
    reversal = aliased(Transfer)
    statement = (
        select(Transfer.source, Transfer.points)
        .join(MileageItem, MileageItem.id == Transfer.item_id)
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(Transfer.credit_account_id == account_id, Transfer.kind == TransferKind.AWARD, reversal.id.is_(None))
        .where(MileageItem.highest_group == item.highest_group, ~_of_line(item, Transfer))
        .where(
            or_(
                Transfer.source == root,
                Transfer.source.startswith(f"{root}:", autoescape=True),
                Transfer.source.in_(told),
            )
        )
    )
    rows = db.session.execute(statement).all()
    return GroupPoints(sum((row.points for row in rows), Decimal(0)), bool(hidden_sources(row.source for row in rows)))


def root_behind(source: str) -> str:
    """Return the task or fact behind a source: the one that was told with it, or the one its own words name.

    What is about an issue belongs to the task that the issue has become, whichever of the two came first.
    """
    root = _told_root(source) or root_of(source)
    return _told_root(source_of_adoption(root)) or root


def _told_root(source: str) -> str | None:
    return db.session.scalar(select(FactRoot.root).where(FactRoot.source == source))


def used_points(item: MileageItem, account_id: int, day: date) -> Used:
    """Points the item paid the account in the day, month and year of the fact, without what was reversed.

    Those of every item that pays the same fact count, whatever its code: a new code has no fresh caps.
    """
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
        .where(_of_line(item, Transfer), Transfer.credit_account_id == account_id)
        .where(Transfer.kind == TransferKind.AWARD, reversal.id.is_(None))
        .where(Transfer.occurred_on.between(first, last))
    )
    on_day, in_this_month, in_year = (value or Decimal(0) for value in db.session.execute(statement).one())
    return Used(day=on_day, month=in_this_month, year=in_year)
