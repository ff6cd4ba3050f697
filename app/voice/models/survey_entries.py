"""입력 결과: figures of a survey that come from outside as a table of items."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    enum_column,
    exact,
    foreign_key,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.voice.enums.surveys import EntryState

_STANDING = text("state <> 'rejected'")


class SurveyEntry(Model):
    """입력 결과: one column of a published table: a department (or `place`, an office outside) with its items.

    The score is Σ points ÷ Σ weights × 100 of the items; `published` is the total the source prints, kept beside it
    and compared, never used in its place. Typed by one person, confirmed by another; then the database keeps it.
    """

    __tablename__ = "survey_entries"
    __table_args__ = (
        UniqueConstraint("wave_id", "place", name="place"),
        Index(
            "uq_survey_entries_department_once",
            "wave_id",
            "department_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        CheckConstraint("place <> ''", name="place_is_named"),
        CheckConstraint("source <> ''", name="source_is_named"),
        CheckConstraint("answers IS NULL OR answers > 0", name="somebody_answered"),
        CheckConstraint("(state = 'entered') = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(state = 'entered') = (decided_at IS NULL)", name="decided_at_a_moment"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> entered_by_id", name="confirmed_by_another"),
        CheckConstraint("state <> 'rejected' OR reason <> ''", name="rejected_with_a_reason"),
    )

    id: Mapped[pk]
    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False)
    department_id: Mapped[int | None] = foreign_key("departments.id")
    place: Mapped[short_text]
    day: Mapped[date]
    answers: Mapped[int | None]
    published: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    source: Mapped[long_text]
    state: Mapped[EntryState] = enum_column(EntryState, default=EntryState.ENTERED)
    entered_by_id: Mapped[int] = foreign_key("people.id", index=False)
    entered_at: Mapped[moment]
    decided_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    decided_at: Mapped[datetime | None]
    reason: Mapped[long_text] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class SurveyEntryItem(Model):
    """입력 결과의 항목: points obtained of a weight (배점)."""

    __tablename__ = "survey_entry_items"
    __table_args__ = (
        UniqueConstraint("entry_id", "number", name="number"),
        CheckConstraint("name <> ''", name="name_is_given"),
        CheckConstraint("CAST(weight AS NUMERIC) > 0", name="weight_above_zero"),
        CheckConstraint(
            "CAST(points AS NUMERIC) >= 0 AND CAST(points AS NUMERIC) <= CAST(weight AS NUMERIC)",
            name="points_within_the_weight",
        ),
    )

    id: Mapped[pk]
    entry_id: Mapped[int] = foreign_key("survey_entries.id", index=False)
    number: Mapped[int]
    name: Mapped[short_text]
    weight: Mapped[exact]
    points: Mapped[exact]


_DECIDED = "EXISTS (SELECT 1 FROM survey_entries e WHERE e.id = {row}.entry_id AND e.state <> 'entered')"
for _operation, _rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
    trigger(
        "survey_entry_items",
        _operation,
        name=f"frozen_{_operation.lower()}",
        reason="survey_entry_items: a decided table is never changed",
        condition=" OR ".join(_DECIDED.format(row=row) for row in _rows),
    )
trigger(
    "survey_entries",
    "UPDATE",
    name="decided_stays",
    reason="survey_entries: a decided table is never changed",
    condition="OLD.state <> 'entered' OR NEW.wave_id <> OLD.wave_id OR NEW.entered_by_id <> OLD.entered_by_id "
    "OR NEW.department_id IS DISTINCT FROM OLD.department_id OR NEW.answers IS DISTINCT FROM OLD.answers "
    "OR NEW.published IS DISTINCT FROM OLD.published OR NEW.source <> OLD.source OR NEW.day <> OLD.day",
)
trigger("survey_entries", "DELETE", name="no_delete", reason="survey_entries: rows are never deleted")
trigger(
    "survey_entries",
    "INSERT",
    name="of_an_entered_wave",
    reason="survey_entries: a wave that people answer takes no figures from outside",
    condition="NOT EXISTS (SELECT 1 FROM survey_waves w WHERE w.id = NEW.wave_id AND w.way = 'entered' "
    "AND w.state <> 'closed')",
)
trigger(
    "survey_entries",
    "INSERT",
    name="begins_unconfirmed",
    reason="survey_entries: a table waits for a second person first",
    condition="NEW.state <> 'entered'",
)
