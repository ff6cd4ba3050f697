"""적립항목: which item is valid on a day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select

from app.core import clock
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.mileage.enums import EventCode, ItemSubject, ItemTrigger
from app.mileage.models import MileageItem


def _valid_on(day: date) -> Select[MileageItem]:
    return select(MileageItem).where(
        MileageItem.valid_from <= day, or_(MileageItem.valid_until.is_(None), MileageItem.valid_until >= day)
    )


def items_on(day: date | None = None) -> Sequence[MileageItem]:
    """Return the items that are valid on a day (today), department items first."""
    found = _valid_on(day or clock.today()).order_by(MileageItem.code, MileageItem.valid_from)
    return db.session.scalars(found).all()


def item_on(code: str, day: date) -> MileageItem | None:
    """Return the item of that code as it was on the day; the latest start wins."""
    statement = _valid_on(day).where(MileageItem.code == code).order_by(MileageItem.valid_from.desc()).limit(1)
    return db.session.scalar(statement)


def item_for_event(event: EventCode, subject: ItemSubject, day: date) -> MileageItem | None:
    """Return the item a fact pays to people or to departments on the day, or None if the office has none."""
    statement = _valid_on(day).where(MileageItem.event_code == event, MileageItem.subject == subject)
    return db.session.scalar(statement.order_by(MileageItem.valid_from.desc(), MileageItem.code).limit(1))


def claimable_items(day: date | None = None, *, with_departments: bool = False) -> Sequence[MileageItem]:
    """Return the items that are claimed with evidence: those of people, and of departments where asked for."""
    found = [item for item in items_on(day) if item.trigger is ItemTrigger.CLAIM]
    return [item for item in found if with_departments or item.subject is ItemSubject.PERSON]


def item_or_404(item_id: int) -> MileageItem:
    """Load an item. Raises `Missing`."""
    found = db.session.get(MileageItem, item_id)
    if found is None:
        raise Missing(_("There is no such mileage item."))
    return found
