"""원장 내보내기: the ledger of a period as a workbook, made by a process of its own."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk, trigger
from app.mileage.enums import LedgerExportState

_UNFINISHED = text("ended_at IS NULL")


class LedgerExport(Model):
    """내보내기 한 건: who asked for which days and why, how far it has come, and the hash of the file.

    `attempt` names the run that may write: one that was given up finds that its number is no longer the row's.
    `beat_at` is the last sign of life of that run; `total_rows` is None until the run has counted.
    """

    __tablename__ = "mileage_ledger_exports"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("length(reason) >= 10", name="reason_is_given"),
        CheckConstraint("attempt > 0", name="attempt_above_zero"),
        CheckConstraint("done_rows >= 0", name="done_not_negative"),
        CheckConstraint("(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="ended_if_not_under_way"),
        CheckConstraint("(state IN ('done', 'removed')) = (sha256 IS NOT NULL)", name="hash_if_made"),
        CheckConstraint("(sha256 IS NULL) = (size IS NULL)", name="size_if_made"),
        Index(
            "uq_mileage_ledger_exports_one_at_a_time",
            "person_id",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        Index("ix_mileage_ledger_exports_person_id_id", "person_id", "id"),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id", index=False)
    first_day: Mapped[date]
    last_day: Mapped[date]
    unmasked: Mapped[bool]
    reason: Mapped[long_text]
    state: Mapped[LedgerExportState] = enum_column(LedgerExportState)
    version: Mapped[int] = mapped_column(default=1)
    attempt: Mapped[int] = mapped_column(default=1)
    done_rows: Mapped[int] = mapped_column(default=0)
    total_rows: Mapped[int | None]
    requested_at: Mapped[moment]
    beat_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]


trigger("mileage_ledger_exports", "DELETE", name="no_delete", reason="mileage_ledger_exports: rows are never deleted")
trigger(
    "mileage_ledger_exports",
    "UPDATE",
    name="asked_stands",
    reason="mileage_ledger_exports: who asked for what and why never changes",
    condition=(
        "NEW.person_id <> OLD.person_id OR NEW.first_day <> OLD.first_day OR NEW.last_day <> OLD.last_day "
        "OR NEW.unmasked <> OLD.unmasked OR NEW.reason <> OLD.reason OR NEW.requested_at <> OLD.requested_at"
    ),
)
trigger(
    "mileage_ledger_exports",
    "UPDATE",
    name="made_stands",
    reason="mileage_ledger_exports: what was made stays as it was, until its file is removed",
    condition=(
        "OLD.sha256 IS NOT NULL AND (OLD.state = 'removed' OR NEW.state <> 'removed' OR NEW.sha256 IS NULL "
        "OR NEW.sha256 <> OLD.sha256 OR NEW.done_rows <> OLD.done_rows)"
    ),
)
