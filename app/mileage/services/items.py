"""적립항목: what a new office starts with."""

from datetime import date

from sqlalchemy import select

from app.core.database import db
from app.core.events import publish
from app.mileage.item_events import ItemsEntered
from app.mileage.models import MileageItem
from app.mileage.presets import ITEMS, ItemPreset


def seed_preset(valid_from: date, *, actor_id: int | None = None) -> int:
    """Enter the preset items, valid from a day; those whose code is already there are left alone. Returns how many."""
    present = set(db.session.scalars(select(MileageItem.code)))
    new = [_row(preset, valid_from) for preset in ITEMS if preset.code not in present]
    if not new:
        return 0
    db.session.add_all(new)
    db.session.flush()
    publish(ItemsEntered(actor_id=actor_id, item_id=new[0].id, count=len(new), valid_from=valid_from.isoformat()))
    return len(new)


def _row(preset: ItemPreset, valid_from: date) -> MileageItem:
    """Make the row; the Korean texts are those of the office's language, in which commands run."""
    return MileageItem(
        code=preset.code,
        subject=preset.subject,
        name_ko=str(preset.name),
        name_en=preset.name.msgid,
        description_ko=str(preset.description),
        description_en=preset.description.msgid,
        core_values=[value.value for value in preset.values],
        points=preset.points,
        cap_case=preset.caps.case,
        cap_day=preset.caps.day,
        cap_month=preset.caps.month,
        cap_year=preset.caps.year,
        evidence_required=preset.evidence_needed,
        trigger=preset.trigger,
        event_code=preset.event,
        confirmer=preset.confirmer,
        valid_from=valid_from,
        valid_until=None,
    )
