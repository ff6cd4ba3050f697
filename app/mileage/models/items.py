"""적립항목."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, json_list, long_text, pk, short_text, trigger
from app.core.database import points as point_count
from app.mileage.enums import EventCode, ItemConfirmer, ItemFormula, ItemSubject, ItemTrigger
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import Band, Formula


class MileageItem(Model):
    """적립항목: what earns how many points from one day to another. A change is a new row; see `services.item_changes`.

    `points` are those of a fact, or of each unit of its figure, or of the highest band: `formula` says which.
    """

    __tablename__ = "mileage_items"
    __table_args__ = (
        UniqueConstraint("code", "valid_from", name="code_and_start"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity_in_order"),
        CheckConstraint("points > 0", name="points_above_zero"),
        CheckConstraint("cap_case > 0 AND cap_day > 0 AND cap_month > 0 AND cap_year > 0", name="caps_above_zero"),
        CheckConstraint("(\"trigger\" = 'event') = (event_code IS NOT NULL)", name="event_if_automatic"),
        CheckConstraint("(\"trigger\" = 'event') = (confirmer = 'nobody')", name="confirmed_if_claimed"),
        CheckConstraint("(formula = 'fixed') = (figure_name IS NULL)", name="figure_if_formula"),
        CheckConstraint("(formula = 'bands') = (bands IS NOT NULL)", name="bands_if_banded"),
        CheckConstraint("formula <> 'per_unit' OR cap_case IS NOT NULL", name="cap_if_per_unit"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(20))
    subject: Mapped[ItemSubject] = enum_column(ItemSubject)
    name_ko: Mapped[short_text]
    name_en: Mapped[short_text]
    description_ko: Mapped[long_text]
    description_en: Mapped[long_text]
    core_values: Mapped[json_list]
    points: Mapped[point_count]
    formula: Mapped[ItemFormula] = enum_column(
        ItemFormula, default=ItemFormula.FIXED, server_default=ItemFormula.FIXED.value
    )
    figure_name: Mapped[short_text | None]
    bands: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    cap_case: Mapped[point_count | None]
    cap_day: Mapped[point_count | None]
    cap_month: Mapped[point_count | None]
    cap_year: Mapped[point_count | None]
    evidence_required: Mapped[bool]
    trigger: Mapped[ItemTrigger] = enum_column(ItemTrigger)
    event_code: Mapped[EventCode | None] = enum_column(EventCode)
    confirmer: Mapped[ItemConfirmer] = enum_column(ItemConfirmer)
    highest_group: Mapped[str | None] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    @property
    def caps(self) -> Caps:
        """Most points per case, day, month and year."""
        return Caps(case=self.cap_case, day=self.cap_day, month=self.cap_month, year=self.cap_year)

    @property
    def reckoning(self) -> Formula:
        """How many points it pays."""
        bands = [Band(Decimal(band["least"]), Decimal(band["points"])) for band in self.bands or ()]
        return Formula(kind=self.formula, points=self.points, figure_name=self.figure_name, bands=tuple(bands))

    def name(self, language: str) -> str:
        """Return the name in the reader's language."""
        return self.name_en if language == "en" else self.name_ko

    def description(self, language: str) -> str:
        """Return the definition in the reader's language."""
        return self.description_en if language == "en" else self.description_ko


_USED = (
    "(EXISTS (SELECT 1 FROM mileage_transfers t WHERE t.item_id = OLD.id) "
    "OR EXISTS (SELECT 1 FROM mileage_claims c WHERE c.item_id = OLD.id))"
)
trigger(
    "mileage_items",
    "UPDATE",
    name="points_stay",
    reason="mileage_items: points and caps of a used item never change, add a new row",
    condition=f"(NEW.points <> OLD.points OR NEW.code <> OLD.code OR NEW.valid_from <> OLD.valid_from) AND {_USED}",
)
_TERMS = ("subject", "name_ko", "name_en", "description_ko", "description_en", "trigger", "confirmer", "formula")
_KEPT = ("cap_case", "cap_day", "cap_month", "cap_year", "event_code", "highest_group", "figure_name", "bands")
_OTHER_TERMS = " OR ".join(
    [
        *(f'NEW."{name}" <> OLD."{name}"' for name in _TERMS),
        *(f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')" for name in _KEPT),
    ]
)
trigger(
    "mileage_items",
    "UPDATE",
    name="terms_stay",
    reason="mileage_items: what was used never changes, add a new row",
    condition=f"({_OTHER_TERMS}) AND {_USED}",
)
trigger(
    "mileage_items",
    "UPDATE",
    name="ends_after_use",
    reason="mileage_items: an item does not end before a day for which it was paid",
    condition=(
        "NEW.valid_until IS NOT NULL AND EXISTS (SELECT 1 FROM mileage_transfers t WHERE t.item_id = OLD.id "
        "AND t.kind = 'award' AND t.occurred_on > NEW.valid_until)"
    ),
)
trigger(
    "mileage_items",
    "INSERT",
    name="one_version_a_day",
    reason="mileage_items: two versions of an item never hold on the same day",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_items i WHERE i.code = NEW.code "
        "AND (NEW.valid_until IS NULL OR i.valid_from <= NEW.valid_until) "
        "AND (i.valid_until IS NULL OR i.valid_until >= NEW.valid_from))"
    ),
)
