"""인센티브: base amounts, tables of grades and frozen batches."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
)
from app.evaluation.enums import RoundingMode
from app.reports.enums import ExportOrigin


class IncentiveBase(Model):
    """지급기준액: the base amount of a rank in won, as HR has confirmed it. None: not set, never 0 by itself."""

    __tablename__ = "incentive_bases"
    __table_args__ = (
        UniqueConstraint("rank", name="rank"),
        CheckConstraint("rank <> ''", name="rank_given"),
        CheckConstraint("amount IS NULL OR CAST(amount AS NUMERIC) >= 0", name="amount_not_negative"),
    )

    id: Mapped[pk]
    rank: Mapped[str] = mapped_column(String(20))
    amount: Mapped[exact | None] = mapped_column(ExactDecimal)
    version: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[int | None] = foreign_key("people.id")
    changed_at: Mapped[moment]


class IncentiveGradeTable(Model):
    """등급표: grades, best first, as [label, share in %, rate in %] texts, and how amounts are rounded."""

    __tablename__ = "incentive_grade_tables"
    __table_args__ = (
        UniqueConstraint("code", name="code"),
        CheckConstraint("unit IN (1, 10, 1000)", name="unit_known"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[short_text]
    source: Mapped[short_text] = mapped_column(default="")
    grades: Mapped[json_list]
    absorbing_grade: Mapped[str] = mapped_column(String(20))
    mode: Mapped[RoundingMode] = enum_column(RoundingMode, default=RoundingMode.FLOOR)
    unit: Mapped[int] = mapped_column(default=10)
    version: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[int | None] = foreign_key("people.id")
    changed_at: Mapped[moment]


class IncentiveBatch(Model):
    """인센티브 명세: frozen. `content` is canonical JSON, `sha256` its hash; the workbook is written from it.

    `total_won` is None where no amount is known; `without_amount` counts the graded people without one.
    Made by `services.exports.create_export` only; never changed, never deleted.
    """

    __tablename__ = "incentive_batches"
    __table_args__ = (
        UniqueConstraint("number", name="number"),
        CheckConstraint("length(sha256) = 64 AND length(publication_sha256) = 64", name="hashes_are_whole"),
        CheckConstraint("length(reason) >= 10", name="reason_given"),
        CheckConstraint("people >= 0 AND excluded BETWEEN 0 AND people", name="counts_in_order"),
        CheckConstraint("origin <> 'page' OR created_by_id IS NOT NULL", name="author_if_page"),
    )

    id: Mapped[pk]
    number: Mapped[str] = mapped_column(String(20))
    publication_id: Mapped[int] = foreign_key("publications.id")
    round_code: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    publication_sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[long_text]
    origin: Mapped[ExportOrigin] = enum_column(ExportOrigin)
    created_by_id: Mapped[int | None] = foreign_key("people.id")
    created_at: Mapped[moment]
    people: Mapped[int]
    excluded: Mapped[int]
    total_points: Mapped[exact]
    total_won: Mapped[exact | None] = mapped_column(ExactDecimal)
    without_amount: Mapped[int]
    content: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))


append_only("incentive_batches")
