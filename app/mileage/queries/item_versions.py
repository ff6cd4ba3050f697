"""적립항목의 판: all versions of an item with the changes that made them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from app.core.database import db
from app.mileage.enums import EventCode, ItemChangeKind, ItemSubject
from app.mileage.models import ItemChange, MileageItem


def versions_of(code: str) -> Sequence[MileageItem]:
    """Return the versions of an item, latest first."""
    found = select(MileageItem).where(MileageItem.code == code).order_by(MileageItem.valid_from.desc())
    return db.session.scalars(found).all()


def latest_version(code: str) -> MileageItem | None:
    """Return the version that begins last."""
    found = select(MileageItem).where(MileageItem.code == code).order_by(MileageItem.valid_from.desc()).limit(1)
    return db.session.scalar(found)


def last_versions() -> dict[str, tuple[MileageItem, bool]]:
    """Return the last version of every item with whether it counts towards promotion, by code: two statements."""
    begun = select(ItemChange.item_id).where(
        ItemChange.feeds_promotion.is_(True), ItemChange.kind != ItemChangeKind.ENDED
    )
    feeding = set(db.session.scalars(begun))
    found = db.session.scalars(select(MileageItem).order_by(MileageItem.code, MileageItem.valid_from))
    return {item.code: (item, item.id in feeding) for item in found}


def changes_of(code: str) -> Sequence[ItemChange]:
    """Return what was changed about an item, latest first."""
    mine = select(MileageItem.id).where(MileageItem.code == code)
    return db.session.scalars(
        select(ItemChange).where(ItemChange.item_id.in_(mine)).order_by(ItemChange.id.desc())
    ).all()


def feeds_promotion(item: MileageItem) -> bool:
    """Whether points of this version count towards promotion."""
    begun = select(ItemChange.feeds_promotion).where(
        ItemChange.item_id == item.id, ItemChange.kind != ItemChangeKind.ENDED
    )
    return bool(db.session.scalar(begun))


def others_than(day: date) -> Sequence[MileageItem]:
    """Return versions that do not hold on the day and are the last of their item: to come, or ended."""
    found = db.session.scalars(select(MileageItem).order_by(MileageItem.code, MileageItem.valid_from)).all()
    last = {item.code: item for item in found}
    held = {
        item.code for item in found if item.valid_from <= day and (item.valid_until is None or item.valid_until >= day)
    }
    return [item for code, item in last.items() if code not in held]


def pays_the_same(code: str, event: EventCode, subject: ItemSubject, day: date) -> bool:
    """Whether another item pays this fact to the same kind of account on the day or later."""
    other = select(MileageItem.id).where(
        MileageItem.code != code,
        MileageItem.event_code == event,
        MileageItem.subject == subject,
        or_(MileageItem.valid_until.is_(None), MileageItem.valid_until >= day),
    )
    return db.session.scalar(other.limit(1)) is not None
