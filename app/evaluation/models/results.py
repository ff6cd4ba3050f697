"""공개된 결과."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import ExactDecimal, Model, append_only, exact, foreign_key, long_text, moment, pk, short_text


class Publication(Model):
    """공개: the canonical snapshot of a round and its SHA-256. Version 1 is the first; a correction (정정) is the next.

    Append-only. `services.publications.check_publications` proves that each still says what it said.
    """

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("round_id", "version", name="version"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("(version = 1) = (correction_reason = '')", name="correction_has_reason"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    version: Mapped[int]
    snapshot: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    correction_reason: Mapped[long_text] = mapped_column(default="")
    published_by_id: Mapped[int] = foreign_key("people.id")
    published_at: Mapped[moment]


class Result(Model):
    """부서별 결과: total, rank and grade as published. Append-only."""

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("publication_id", "department_id", name="department"),)

    id: Mapped[pk]
    publication_id: Mapped[int] = foreign_key("publications.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    department_name: Mapped[short_text]
    peer_group_id: Mapped[int] = foreign_key("peer_groups.id")
    peer_group_name: Mapped[short_text]
    total: Mapped[exact | None] = mapped_column(ExactDecimal)
    rank: Mapped[int | None]
    ranked_count: Mapped[int]
    grade: Mapped[str | None] = mapped_column(String(20))


append_only("publications")
append_only("results")
