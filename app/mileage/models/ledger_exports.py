"""원장 내보내기: the ledger of a period as a workbook, made by background work."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, foreign_key, long_text, moment, pk


class LedgerExport(Model):
    """내보내기 한 건: who asked for which days and why. Its number is the watermark of the file.

    `job_id` is the background work that made the file and knows how far it is; None for exports of earlier versions.
    """

    __tablename__ = "mileage_ledger_exports"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("length(reason) >= 10", name="reason_is_given"),
        Index("uq_mileage_ledger_exports_job_id", "job_id", unique=True),
        Index("ix_mileage_ledger_exports_person_id_id", "person_id", "id"),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id", index=False)
    first_day: Mapped[date]
    last_day: Mapped[date]
    unmasked: Mapped[bool]
    reason: Mapped[long_text]
    requested_at: Mapped[moment]
    job_id: Mapped[int | None] = foreign_key("background_jobs.id", index=False)


append_only("mileage_ledger_exports")
