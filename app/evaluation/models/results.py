"""공개된 결과."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import shares_office
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


class Publication(Model):
    """공개: the canonical snapshot of a round and its SHA-256. Version 1 is the first; a correction (정정) is the next.

    Version 1 is published by one person, a correction by one and confirmed by another of another office. Append-only. `services.publications.check_publications` proves that each still says what it said.
    """

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("round_id", "version", name="version"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("(version = 1) = (correction_reason = '')", name="correction_has_reason"),
        CheckConstraint("(version = 1) = (confirmed_by_id IS NULL)", name="correction_has_two_people"),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_on IS NULL)", name="confirmed_when"),
        CheckConstraint("confirmed_by_id <> published_by_id", name="confirmed_by_another"),
        CheckConstraint("release_at IS NULL OR release_at > published_at", name="release_lies_ahead"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    version: Mapped[int]
    snapshot: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    correction_reason: Mapped[long_text] = mapped_column(default="")
    published_by_id: Mapped[int] = foreign_key("people.id")
    published_at: Mapped[moment]
    confirmed_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    confirmed_on: Mapped[date | None]
    release_at: Mapped[datetime | None]
    """Until when only the control tower and the auditor see it (엠바고); None: seen at once."""


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
trigger(
    "publications",
    "INSERT",
    name="one_after_the_other",
    reason="publications: versions follow one another without a gap",
    condition=(
        "NEW.version <> (SELECT COALESCE(MAX(p.version), 0) + 1 FROM publications p WHERE p.round_id = NEW.round_id)"
    ),
)
trigger(
    "publications",
    "INSERT",
    name="two_offices",
    reason="publications: who corrects and who confirms have no office in common",
    condition="NEW.confirmed_by_id IS NOT NULL AND "
    + shares_office("NEW.published_by_id", "NEW.confirmed_by_id", "NEW.confirmed_on"),
)
append_only("results")
