"""지표의 질: panels that rate indicators, and what was decided about indicators on the sunset list (지표 일몰제)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import in_office
from app.core.database import (
    Model,
    append_only,
    enum_column,
    foreign_key,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.evaluation.enums import SunsetChoice

ASPECT_COLUMNS = ("importance", "fit", "challenge", "difficulty")


class QualityPanel(Model):
    """지표 품질 진단: people who rate the indicators of a year or of a round. Closed once; then its figures are shown."""

    __tablename__ = "quality_panels"
    __table_args__ = (
        UniqueConstraint("year", "name", name="name"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_completely"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    name: Mapped[short_text]
    round_id: Mapped[int | None] = foreign_key("evaluation_rounds.id")
    due_on: Mapped[date]
    opened_by_id: Mapped[int] = foreign_key("people.id", index=False)
    opened_at: Mapped[moment]
    closed_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[long_text] = mapped_column(default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)


class QualityItem(Model):
    """진단 대상 지표: what the sheet was called, and whose it was, when the panel began. Rows are never changed."""

    __tablename__ = "quality_items"
    __table_args__ = (UniqueConstraint("panel_id", "indicator_id", name="once"),)

    id: Mapped[pk]
    panel_id: Mapped[int] = foreign_key("quality_panels.id", index=False)
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    indicator_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[short_text]
    owner_department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    position: Mapped[int] = mapped_column(default=0)


class QualityRater(Model):
    """진단 위원: rates alone, hands in once; from then on nothing of theirs changes."""

    __tablename__ = "quality_raters"
    __table_args__ = (UniqueConstraint("panel_id", "person_id", name="once"),)

    id: Mapped[pk]
    panel_id: Mapped[int] = foreign_key("quality_panels.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    handed_in_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class QualityRating(Model):
    """진단표: one rater about one indicator, 1 to 5 on each aspect; a mark at an end needs words."""

    __tablename__ = "quality_ratings"
    __table_args__ = (
        UniqueConstraint("item_id", "rater_id", name="once"),
        *(CheckConstraint(f"{name} BETWEEN 1 AND 5", name=name) for name in ASPECT_COLUMNS),
        CheckConstraint(
            "note <> '' OR (" + " AND ".join(f"{name} BETWEEN 2 AND 4" for name in ASPECT_COLUMNS) + ")",
            name="note_at_both_ends",
        ),
    )

    id: Mapped[pk]
    item_id: Mapped[int] = foreign_key("quality_items.id", index=False)
    rater_id: Mapped[int] = foreign_key("people.id")
    importance: Mapped[int]
    fit: Mapped[int]
    challenge: Mapped[int]
    difficulty: Mapped[int]
    note: Mapped[long_text] = mapped_column(default="")
    rated_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)


class SunsetDecision(Model):
    """일몰 결정: an indicator is kept or retired, and why. The newest decision about an indicator holds. Append-only."""

    __tablename__ = "sunset_decisions"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
    )

    id: Mapped[pk]
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    year: Mapped[int]
    choice: Mapped[SunsetChoice] = enum_column(SunsetChoice)
    findings: Mapped[json_list] = mapped_column(default=list)
    reason: Mapped[long_text]
    decided_by_id: Mapped[int] = foreign_key("people.id", index=False)
    decided_at: Mapped[moment]


_PANELS, _RATERS, _RATINGS = "quality_panels", "quality_raters", "quality_ratings"
append_only("sunset_decisions")
append_only("quality_items")
trigger(_PANELS, "DELETE", name="no_delete", reason=f"{_PANELS}: rows are never deleted")
trigger(
    _PANELS,
    "UPDATE",
    name="only_closes",
    reason=f"{_PANELS}: a panel is closed once, and nothing else of it changes",
    condition=(
        "OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.year <> OLD.year OR NEW.name <> OLD.name "
        "OR NEW.due_on <> OLD.due_on OR NEW.opened_by_id <> OLD.opened_by_id OR NEW.opened_at <> OLD.opened_at "
        "OR COALESCE(NEW.round_id, 0) <> COALESCE(OLD.round_id, 0)"
    ),
)
_NAMES_THEMSELVES = (
    "EXISTS (SELECT 1 FROM quality_panels p WHERE p.id = NEW.panel_id AND p.opened_by_id = NEW.person_id)"
)
_OPEN = "EXISTS (SELECT 1 FROM quality_panels p WHERE p.id = {row}.panel_id AND p.closed_at IS NULL)"
trigger(
    _RATERS,
    "INSERT",
    name="named_by_another",
    reason=f"{_RATERS}: raters are named while the panel is open, and nobody names themselves",
    condition=f"NEW.handed_in_at IS NOT NULL OR NOT {_OPEN.format(row='NEW')} OR {_NAMES_THEMSELVES}",
)
trigger(
    _RATERS,
    "UPDATE",
    name="hands_in_once",
    reason=f"{_RATERS}: ratings are handed in once, while the panel is open",
    condition=(
        "OLD.handed_in_at IS NOT NULL OR NEW.handed_in_at IS NULL OR NEW.panel_id <> OLD.panel_id "
        f"OR NEW.person_id <> OLD.person_id OR NOT {_OPEN.format(row='OLD')}"
    ),
)
trigger(_RATERS, "DELETE", name="no_delete", reason=f"{_RATERS}: rows are never deleted")
_SEAT = (
    "EXISTS (SELECT 1 FROM quality_items i JOIN quality_panels p ON p.id = i.panel_id "
    "JOIN quality_raters r ON r.panel_id = i.panel_id AND r.person_id = {row}.rater_id "
    "WHERE i.id = {row}.item_id AND p.closed_at IS NULL AND r.handed_in_at IS NULL)"
)
_OWN = in_office(
    "NEW.rater_id", "(SELECT i.owner_department_id FROM quality_items i WHERE i.id = NEW.item_id)", "NEW.rated_on"
)
for _operation, _rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
    trigger(
        _RATINGS,
        _operation,
        name=f"only_by_its_rater_on_{_operation.lower()}",
        reason=f"{_RATINGS}: who was asked rates, until it is handed in or the panel is closed",
        condition=" OR ".join(f"NOT {_SEAT.format(row=row)}" for row in _rows),
    )
for _operation in ("INSERT", "UPDATE"):
    trigger(
        _RATINGS,
        _operation,
        name=f"not_the_own_on_{_operation.lower()}",
        reason=f"{_RATINGS}: nobody rates an indicator of the own office",
        condition=_OWN,
    )
