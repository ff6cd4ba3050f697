"""민원처리기간 단축: rules as data, simulations, their processing records, and which of them were counted."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    enum_column,
    foreign_key,
    json_dict,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.core.database import points as point_count
from app.mileage.enums import Exclusion, RunState

_DRAFTS = text("state = 'draft'")


class SavedShorteningRule(Model):
    """단축 규칙의 한 판: its parameters were checked when it was saved and never change; a change is a new version."""

    __tablename__ = "mileage_shortening_rules"
    __table_args__ = (
        UniqueConstraint("code", "version", name="code_and_version"),
        CheckConstraint("version > 0", name="version_above_zero"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    name: Mapped[short_text]
    parameters: Mapped[json_dict]
    source: Mapped[long_text]
    reason: Mapped[long_text]
    saved_at: Mapped[moment]
    saved_by_id: Mapped[int] = foreign_key("people.id")


class ShorteningRun(Model):
    """처리기간 단축 집계: a workbook under a rule for a time, first a simulation, then posted by another person.

    `digest` is the SHA-256 of the sums that were posted. `handover_id` is the sending of records of the office it comes
    from, a number of another room; None: it comes from a workbook.
    """

    __tablename__ = "mileage_shortening_runs"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("row_count > 0", name="rows_above_zero"),
        CheckConstraint("posted_by_id <> drafted_by_id", name="posted_by_another"),
        CheckConstraint("(state = 'posted') = (posted_by_id IS NOT NULL)", name="poster_if_posted"),
        CheckConstraint("(posted_by_id IS NULL) = (posted_at IS NULL)", name="posted_when"),
        CheckConstraint("(posted_by_id IS NULL) = (digest IS NULL)", name="digest_if_posted"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name="withdrawer_if_withdrawn"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_when"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)", name="reason_if_withdrawn"),
        Index("ix_mileage_shortening_runs_handover_id", "handover_id"),
        Index(
            "uq_mileage_shortening_runs_one_draft",
            "sha256",
            "rule_id",
            "starts_on",
            "ends_on",
            unique=True,
            sqlite_where=_DRAFTS,
            postgresql_where=_DRAFTS,
        ),
    )

    id: Mapped[pk]
    rule_id: Mapped[int] = foreign_key("mileage_shortening_rules.id")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    file_name: Mapped[short_text]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    row_count: Mapped[int]
    state: Mapped[RunState] = enum_column(RunState, default=RunState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    handover_id: Mapped[int | None]
    drafted_by_id: Mapped[int] = foreign_key("people.id")
    drafted_at: Mapped[moment]
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    posted_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[long_text | None]


class ProcessingRecord(Model):
    """민원처리기록: one case of civil affairs as it stood in the workbook, and what the rule makes of it.

    `case_key` says which case it is, whichever workbook it stands in; `likeness` the same without the receipt number.
    """

    __tablename__ = "mileage_shortening_cases"
    __table_args__ = (
        UniqueConstraint("run_id", "row_number", name="run_and_row"),
        UniqueConstraint("run_id", "case_key", name="case_once_in_a_run"),
        CheckConstraint("statutory > 0", name="statutory_above_zero"),
        CheckConstraint("(points IS NULL) = (excluded IS NOT NULL)", name="points_or_reason"),
        Index("ix_mileage_shortening_cases_case_key", "case_key"),
        Index("ix_mileage_shortening_cases_likeness", "likeness"),
    )

    id: Mapped[pk]
    run_id: Mapped[int] = foreign_key("mileage_shortening_runs.id", index=False)
    row_number: Mapped[int]
    department_id: Mapped[int] = foreign_key("departments.id")
    person_id: Mapped[int] = foreign_key("people.id")
    affair: Mapped[short_text]
    statutory: Mapped[int]
    actual: Mapped[Decimal]
    compound: Mapped[bool]
    outcome: Mapped[short_text]
    receipt_no: Mapped[short_text | None]
    case_key: Mapped[str] = mapped_column(String(64))
    likeness: Mapped[str] = mapped_column(String(64))
    points: Mapped[point_count | None]
    formula: Mapped[long_text]
    excluded: Mapped[Exclusion | None] = enum_column(Exclusion)


class ShorteningCount(Model):
    """집계 완료: a case was counted in a posting. There is one row for a case, so it never counts a second time."""

    __tablename__ = "mileage_shortening_counts"
    __table_args__ = (UniqueConstraint("case_id", name="case"),)

    case_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mileage_shortening_cases.id"))


append_only("mileage_shortening_rules")
append_only("mileage_shortening_cases")
append_only("mileage_shortening_counts")
trigger("mileage_shortening_runs", "DELETE", name="no_delete", reason="mileage_shortening_runs: rows are never deleted")
trigger(
    "mileage_shortening_runs",
    "UPDATE",
    name="decided_stays",
    reason="mileage_shortening_runs: a posted or withdrawn run never changes",
    condition="OLD.state <> 'draft'",
)
trigger(
    "mileage_shortening_runs",
    "UPDATE",
    name="facts_stay",
    reason="mileage_shortening_runs: rule, days, file and drafter never change",
    condition=(
        "NEW.rule_id <> OLD.rule_id OR NEW.starts_on <> OLD.starts_on OR NEW.ends_on <> OLD.ends_on "
        "OR NEW.file_name <> OLD.file_name OR NEW.sha256 <> OLD.sha256 OR NEW.row_count <> OLD.row_count "
        "OR NEW.drafted_by_id <> OLD.drafted_by_id OR NEW.drafted_at <> OLD.drafted_at "
        "OR COALESCE(NEW.handover_id, 0) <> COALESCE(OLD.handover_id, 0)"
    ),
)
trigger(
    "mileage_shortening_runs",
    "UPDATE",
    name="posted_by_nobody_concerned",
    reason="mileage_shortening_runs: nobody posts cases of their own or of their department",
    condition=(
        "NEW.posted_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM mileage_shortening_cases c JOIN people p "
        "ON p.id = NEW.posted_by_id WHERE c.run_id = NEW.id "
        "AND (c.person_id = p.id OR c.department_id = p.department_id))"
    ),
)
trigger(
    "mileage_shortening_cases",
    "INSERT",
    name="only_into_a_draft",
    reason="mileage_shortening_cases: a decided run gets no more cases",
    condition=("NOT EXISTS (SELECT 1 FROM mileage_shortening_runs r WHERE r.id = NEW.run_id AND r.state = 'draft')"),
)
trigger(
    "mileage_shortening_counts",
    "INSERT",
    name="only_what_was_posted",
    reason="mileage_shortening_counts: only a case of a posted run that earned or lost points is counted",
    condition=(
        "NOT EXISTS (SELECT 1 FROM mileage_shortening_cases c JOIN mileage_shortening_runs r ON r.id = c.run_id "
        "WHERE c.id = NEW.case_id AND c.case_key = NEW.case_key AND c.points IS NOT NULL AND r.state = 'posted')"
    ),
)
