"""벤치마킹 사례: what other offices have done, with its source, for anybody to take over."""

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    day,
    enum_column,
    foreign_key,
    json_list,
    long_text,
    pk,
    short_text,
    trigger,
)
from app.innovation.enums import TaskField


class Benchmark(Model):
    """벤치마킹 사례. `code` marks one that came with the product; such a one has nobody who added it.

    `year` is the year the source speaks of, None where it names none. Issues taken from it point here by
    `Issue.benchmark_id`. Changed through `services.benchmarks`.
    """

    __tablename__ = "benchmarks"
    __table_args__ = (
        UniqueConstraint("code", name="code"),
        UniqueConstraint("office", "title", name="office_and_title"),
        CheckConstraint("office <> '' AND title <> '' AND summary <> '' AND document <> ''", name="told"),
        CheckConstraint("year IS NULL OR year BETWEEN 1990 AND 2200", name="year"),
        CheckConstraint("code IS NOT NULL OR added_by_id IS NOT NULL", name="added_by_somebody"),
        Index("ix_benchmarks_added_on_id", "added_on", "id"),
    )

    id: Mapped[pk]
    code: Mapped[str | None] = mapped_column(String(20))
    office: Mapped[short_text]
    title: Mapped[short_text]
    summary: Mapped[long_text]
    details: Mapped[long_text] = mapped_column(default="")
    obstacle_handling: Mapped[long_text] = mapped_column(default="")
    field: Mapped[TaskField | None] = enum_column(TaskField)
    values: Mapped[json_list] = mapped_column(default=list)
    obstacle_kinds: Mapped[json_list] = mapped_column(default=list)
    year: Mapped[int | None]
    document: Mapped[short_text]
    version: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[int | None] = foreign_key("people.id")
    added_on: Mapped[day]
    edited_by_id: Mapped[int | None] = foreign_key("people.id")


class BenchmarkFigure(Model):
    """결과 수치: a figure as the source tells it, in words ("8분 25초 → 6분")."""

    __tablename__ = "benchmark_figures"
    __table_args__ = (
        UniqueConstraint("benchmark_id", "position", name="position"),
        CheckConstraint("name <> '' AND text <> ''", name="told"),
    )

    id: Mapped[pk]
    benchmark_id: Mapped[int] = foreign_key("benchmarks.id", index=False)
    position: Mapped[int]
    name: Mapped[short_text]
    text: Mapped[short_text]


trigger("benchmarks", "DELETE", name="no_delete", reason="benchmarks: rows are never deleted")
