"""슬로건 (1부서 1슬로건), 실천항목, 이력."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    day,
    enum_column,
    foreign_key,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_steps import SloganStepKind
from app.innovation.models.frozen import WITH_AUTHORS, freeze_with


class Slogan(Model):
    """슬로건: one sentence a department lives by for a year. Changed by `services.slogans`."""

    __tablename__ = "slogans"
    __table_args__ = (
        UniqueConstraint("department_id", "year", name="department_and_year"),
        CheckConstraint("length(text) BETWEEN 1 AND 60", name="text_length"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint(
            "(state = 'approved') = (approved_at IS NOT NULL) AND (approved_at IS NULL) = (approved_by_id IS NULL)",
            name="approved_if_so",
        ),
        CheckConstraint("approved_by_id <> author_id", name="approved_by_another"),
        CheckConstraint("approved_by_id <> edited_by_id", name="approved_by_no_editor"),
        CheckConstraint("state NOT IN ('submitted', 'approved') OR submitted_at IS NOT NULL", name="submitted_if_so"),
        Index("ix_slogans_year_state", "year", "state"),
    )

    id: Mapped[pk]
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    year: Mapped[int]
    text: Mapped[str] = mapped_column(String(60))
    meaning: Mapped[long_text]
    values: Mapped[json_list] = mapped_column(default=list)
    state: Mapped[SloganState] = enum_column(SloganState, default=SloganState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = foreign_key("people.id")
    edited_by_id: Mapped[int] = foreign_key("people.id")
    written_at: Mapped[moment]
    submitted_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = foreign_key("people.id")
    approved_at: Mapped[datetime | None]


class SloganItem(Model):
    """실천항목: what the department does to live by its slogan, and until when."""

    __tablename__ = "slogan_items"
    __table_args__ = (
        UniqueConstraint("slogan_id", "position", name="position"),
        CheckConstraint("what <> ''", name="what_is_done"),
    )

    id: Mapped[pk]
    slogan_id: Mapped[int] = foreign_key("slogans.id", index=False)
    position: Mapped[int]
    what: Mapped[short_text]
    due_on: Mapped[day]


class SloganStep(Model):
    """슬로건 이력. Rows are never changed."""

    __tablename__ = "slogan_steps"

    id: Mapped[pk]
    slogan_id: Mapped[int] = foreign_key("slogans.id")
    kind: Mapped[SloganStepKind] = enum_column(SloganStepKind)
    note: Mapped[long_text] = mapped_column(default="")
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


append_only("slogan_steps")
freeze_with("slogans", table="slogan_items", key="slogan_id")
trigger("slogans", "DELETE", name="no_delete", reason="slogans: rows are never deleted")
trigger(
    "slogans",
    "UPDATE",
    name="approved_is_final",
    reason="slogans: an approved slogan is never changed",
    condition="OLD.state = 'approved'",
)
trigger(
    "slogans",
    "UPDATE",
    name="words_stand_still",
    reason="slogans: the slogan is with the head",
    condition=f"OLD.state NOT IN {WITH_AUTHORS} AND ("
    + " OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in ("department_id", "year", "text", "meaning", "author_id", "edited_by_id", "written_at")
    )
    + ' OR CAST(NEW."values" AS TEXT) <> CAST(OLD."values" AS TEXT))',
)
trigger(
    "slogans",
    "UPDATE",
    name="approved_by_no_writer",
    reason="slogans: nobody approves their own words",
    condition="NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id AND EXISTS (SELECT 1 FROM slogan_steps"
    " WHERE slogan_id = NEW.id AND taken_by_id = NEW.approved_by_id AND kind IN ('writing', 'change', 'submission'))",
)
