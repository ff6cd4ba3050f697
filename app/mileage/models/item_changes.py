"""적립항목 변경 이력."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.mileage.enums import ItemChangeKind


class ItemChange(Model):
    """항목 변경: a version that began, or ended, with its reason. Never changed.

    `takes_effect_on` is the first day on which it holds. The four columns of the disclosure are filled where promotion
    points are concerned: before the change, by it, or by its end.
    """

    __tablename__ = "mileage_item_changes"
    __table_args__ = (
        CheckConstraint("length(reason) >= 10", name="reason_long_enough"),
        CheckConstraint("(changed_on IS NULL) = (disclosed_on IS NULL)", name="disclosed_when"),
        CheckConstraint("(changed_on IS NULL) = (opinions IS NULL)", name="opinions_if_disclosed"),
        CheckConstraint("(changed_on IS NULL) = (earliest_on IS NULL)", name="earliest_if_disclosed"),
        CheckConstraint("disaster IS NULL OR changed_on IS NOT NULL", name="disaster_of_a_disclosure"),
        CheckConstraint("NOT feeds_promotion OR changed_on IS NOT NULL", name="promotion_is_disclosed"),
        CheckConstraint("disclosed_on < changed_on", name="disclosed_before_change"),
        CheckConstraint("earliest_on > changed_on", name="year_after_change"),
        CheckConstraint("takes_effect_on >= changed_on", name="effect_after_change"),
        CheckConstraint("disaster IS NOT NULL OR takes_effect_on >= earliest_on", name="year_has_passed"),
    )

    id: Mapped[pk]
    item_id: Mapped[int] = foreign_key("mileage_items.id")
    kind: Mapped[ItemChangeKind] = enum_column(ItemChangeKind)
    takes_effect_on: Mapped[date]
    feeds_promotion: Mapped[bool]
    disclosed_on: Mapped[date | None]
    opinions: Mapped[long_text | None]
    changed_on: Mapped[date | None]
    earliest_on: Mapped[date | None]
    disaster: Mapped[long_text | None]
    reason: Mapped[long_text]
    made_at: Mapped[moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


append_only("mileage_item_changes")
trigger(
    "mileage_item_changes",
    "INSERT",
    name="begins_with_its_version",
    reason="mileage_item_changes: a change holds from the first day of its version",
    condition=(
        "NEW.kind <> 'ended' AND NOT EXISTS (SELECT 1 FROM mileage_items i WHERE i.id = NEW.item_id "
        "AND i.valid_from = NEW.takes_effect_on)"
    ),
)
trigger(
    "mileage_item_changes",
    "INSERT",
    name="promotion_needs_disclosure",
    reason="mileage_item_changes: what feeds promotion points is disclosed before it is changed or ended",
    condition=(
        "NEW.kind <> 'new' AND NEW.changed_on IS NULL AND EXISTS (SELECT 1 FROM mileage_item_changes c "
        "WHERE c.feeds_promotion AND c.id = (SELECT max(k.id) FROM mileage_item_changes k "
        "JOIN mileage_items i ON i.id = k.item_id JOIN mileage_items n ON n.code = i.code "
        "WHERE n.id = NEW.item_id AND k.kind <> 'ended'))"
    ),
)
