"""5S 지수: the rules of a year in versions, the figures reckoned by them, and their publication."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    json_dict,
    json_list,
    long_text,
    moment,
    pk,
    trigger,
)
from app.voice.enums.five_s import FiveSPart, FiveSShown


class FiveSRule(Model):
    """산정 기준: one saved version of the rules of a year; the last one holds. Never changed.

    `weights` is S → weight, `sources` a list of {source, weight, worst, best, minimum}, numbers as text. `least` is how
    many S need a figure for a place in the ranking. `is_example`: the year is reckoned from made-up records.
    """

    __tablename__ = "five_s_rules"
    __table_args__ = (
        UniqueConstraint("year", "version", name="version"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint("version > 0", name="versions_from_one"),
        CheckConstraint("least BETWEEN 1 AND 5", name="least_of_five"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    version: Mapped[int]
    weights: Mapped[json_dict]
    sources: Mapped[json_list]
    least: Mapped[int]
    is_example: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[long_text]
    created_by_id: Mapped[int] = foreign_key("people.id", index=False)
    created_at: Mapped[moment]


class FiveSRun(Model):
    """산정: a recomputation that changed something. `sha256` is the hash of rules and figures, `through` the last day read.

    A recomputation that gives the same hash leaves no row.
    """

    __tablename__ = "five_s_runs"
    __table_args__ = (
        UniqueConstraint("year", "number", name="number"),
        CheckConstraint("length(sha256) = 64", name="hash_is_whole"),
        CheckConstraint("number > 0", name="numbers_from_one"),
        CheckConstraint("departments >= 0", name="departments_counted"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    number: Mapped[int]
    rule_id: Mapped[int] = foreign_key("five_s_rules.id", index=False)
    sha256: Mapped[str] = mapped_column(String(64))
    through: Mapped[date]
    departments: Mapped[int]
    reckoned_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    reckoned_at: Mapped[moment]


class FiveSFigure(Model):
    """부서별 지수: an S of a department in a year, or its index. Written by `services.five_s.reckon_year` alone.

    `score` is rounded once, None where there is no figure. `sources` keeps what it was made of: for an S its sources with
    their rows, for the index nothing, because it follows from the five. The id stays when the figure is reckoned again.
    """

    __tablename__ = "five_s_figures"
    __table_args__ = (
        UniqueConstraint("year", "department_id", "part", name="department_and_part"),
        CheckConstraint("n >= 0", name="n_not_negative"),
        Index("ix_five_s_figures_department_id_year", "department_id", "year"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    peer_group_id: Mapped[int | None] = foreign_key("peer_groups.id", index=False)
    part: Mapped[FiveSPart] = enum_column(FiveSPart)
    score: Mapped[exact | None]
    n: Mapped[int]
    is_ranked: Mapped[bool] = mapped_column(default=False)
    sources: Mapped[json_list]
    run_id: Mapped[int] = foreign_key("five_s_runs.id", index=False)


class FiveSPublication(Model):
    """확정: the index of a year as it stands for good; its rules and figures are frozen from then on."""

    __tablename__ = "five_s_publications"
    __table_args__ = (
        UniqueConstraint("year", name="year"),
        CheckConstraint("length(sha256) = 64", name="hash_is_whole"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    run_id: Mapped[int] = foreign_key("five_s_runs.id", index=False)
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[long_text] = mapped_column(default="")
    published_by_id: Mapped[int] = foreign_key("people.id", index=False)
    published_at: Mapped[moment]


class FiveSShowing(Model):
    """대외 공개: what people outside may read of the index. The last row holds; without one, nothing."""

    __tablename__ = "five_s_showings"

    id: Mapped[pk]
    shown: Mapped[FiveSShown] = enum_column(FiveSShown)
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)
    set_at: Mapped[moment]


append_only("five_s_showings")
append_only("five_s_rules")
append_only("five_s_runs")
append_only("five_s_publications")
_PUBLISHED = "EXISTS (SELECT 1 FROM five_s_publications p WHERE p.year = {0}.year)"
for _table in ("five_s_rules", "five_s_runs", "five_s_figures"):
    trigger(
        _table,
        "INSERT",
        name="year_is_open",
        reason=f"{_table}: the index of this year is settled",
        condition=_PUBLISHED.format("NEW"),
    )
for _operation in ("UPDATE", "DELETE"):
    trigger(
        "five_s_figures",
        _operation,
        name=f"settled_{_operation.lower()}",
        reason="five_s_figures: the index of this year is settled",
        condition=_PUBLISHED.format("OLD"),
    )
_LAST = "(SELECT MAX(r.number) FROM five_s_runs r WHERE r.year = {0}.year)"
_OF_LAST_RUN = (
    "EXISTS (SELECT 1 FROM five_s_runs n WHERE n.id = {0}.run_id AND n.year = {0}.year "  # noqa: S608  of this file
    "AND n.number = " + _LAST + ")"
)
trigger(
    "five_s_figures",
    "INSERT",
    name="of_the_last_run",
    reason="five_s_figures: a figure is written by the run that reckoned it",
    condition="NOT " + _OF_LAST_RUN.format("NEW"),
)
trigger(
    "five_s_figures",
    "UPDATE",
    name="only_by_a_new_run",
    reason="five_s_figures: a figure changes only with a new run",
    condition="NEW.run_id = OLD.run_id OR NEW.year <> OLD.year OR NEW.department_id <> OLD.department_id "
    "OR NEW.part <> OLD.part OR NOT " + _OF_LAST_RUN.format("NEW"),
)
trigger(
    "five_s_figures",
    "DELETE",
    name="only_after_a_new_run",
    reason="five_s_figures: a figure goes only when a later run has none of it",
    condition=_OF_LAST_RUN.format("OLD"),
)
trigger(
    "five_s_runs",
    "INSERT",
    name="in_order",
    reason="five_s_runs: runs of a year are counted one by one, by rules of that year",
    condition="NEW.number <> 1 + COALESCE(" + _LAST.format("NEW") + ", 0) "  # noqa: S608  of this file
    "OR NOT EXISTS (SELECT 1 FROM five_s_rules u WHERE u.id = NEW.rule_id AND u.year = NEW.year)",
)
trigger(
    "five_s_publications",
    "INSERT",
    name="is_the_last_run",
    reason="five_s_publications: only the last run of a year is settled",
    condition=(
        "NOT EXISTS (SELECT 1 FROM five_s_runs r WHERE r.id = NEW.run_id AND r.year = NEW.year AND "
        "r.sha256 = NEW.sha256 AND r.number = (SELECT MAX(o.number) FROM five_s_runs o WHERE o.year = NEW.year))"
    ),
)
