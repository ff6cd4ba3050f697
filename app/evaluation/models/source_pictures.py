"""자료원 화면 보존: what a named source said of a department when measuring was closed, with the rows it was read from."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    append_only,
    exact,
    foreign_key,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)


class SourcePicture(Model):
    """The picture of one source × department. Append-only; `taking` counts the closings of measuring of a round.

    `content` is the canonical JSON of `services.source_pictures.content_of`, `sha256` its hash; `figure` is NULL where
    there was nothing to know. `services.source_pictures.check_pictures` proves that each still says what it said.
    """

    __tablename__ = "source_pictures"
    __table_args__ = (
        UniqueConstraint("round_id", "source", "department_id", "taking", name="once"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("taking >= 1", name="taking_counts"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    source: Mapped[str] = mapped_column(String(60))
    department_id: Mapped[int] = foreign_key("departments.id")
    department_name: Mapped[short_text]
    taking: Mapped[int] = mapped_column(default=1)
    figure: Mapped[exact | None] = mapped_column(ExactDecimal)
    content: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    taken_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    taken_at: Mapped[moment]


append_only("source_pictures")
trigger(
    "source_pictures",
    "INSERT",
    name="while_measuring",
    reason="source_pictures: a picture is taken when measuring is closed, not later",
    condition="NOT EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id AND r.phase = 'measuring')",
)
