"""증빙자료의 기록."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, foreign_key, moment, pk, short_text, trigger

_FIXED = ("sha256", "size", "media_type", "name", "subject_type", "subject_id", "uploaded_by_id", "uploaded_at")


class EvidenceFile(Model):
    """증빙자료: a file handed in for something (`subject_type`, `subject_id`), e.g. ("progress_report", 12).

    Only the withdrawal is ever written later, once, by `services.withdraw_evidence`.
    """

    __tablename__ = "evidence_files"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("length(sha256) = 64", name="hash_is_whole"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        Index("ix_evidence_files_subject", "subject_type", "subject_id"),
    )

    id: Mapped[pk]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[short_text]
    subject_type: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    uploaded_by_id: Mapped[int] = foreign_key("people.id")
    uploaded_at: Mapped[moment]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = foreign_key("people.id")


trigger("evidence_files", "DELETE", name="no_delete", reason="evidence_files: rows are never deleted")
trigger(
    "evidence_files",
    "UPDATE",
    name="only_withdrawal",
    reason="evidence_files: only the withdrawal is written, once",
    condition="OLD.withdrawn_at IS NOT NULL OR "
    + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FIXED),
)
