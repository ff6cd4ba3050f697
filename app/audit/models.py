"""감사기록, 그 끝, 그리고 점검."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.rules import Entry
from app.core.database import Model, append_only, json_list, long_text, moment, pk, trigger


class AuditEntry(Model):
    """감사기록. Written by `services.seal` only; never changed, never deleted.

    `actor_id` and `department_id` are plain numbers: the chain outlives what it points to.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="numbered_from_one"),
        CheckConstraint("length(hash) = 64 AND length(previous_hash) = 64", name="hashes_are_whole"),
        Index("ix_audit_entries_event_seq", "event", "seq"),
        Index("ix_audit_entries_actor_id_seq", "actor_id", "seq"),
        Index("ix_audit_entries_subject_seq", "subject_type", "subject_id", "seq"),
        Index("ix_audit_entries_at_seq", "at", "seq"),
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[moment]
    actor_id: Mapped[int | None]
    event: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    department_id: Mapped[int | None]
    details: Mapped[long_text]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def signed(self) -> Entry:
        """The columns that are signed."""
        return Entry(
            seq=self.seq,
            at=self.at,
            actor_id=self.actor_id,
            event=self.event,
            subject_type=self.subject_type,
            subject_id=self.subject_id,
            department_id=self.department_id,
            details=self.details,
            previous_hash=self.previous_hash,
        )


class AuditHead(Model):
    """The end of the chain: one row, taken last in every writing transaction. Moved by `services.seal` only."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), CheckConstraint("seq >= 0", name="not_negative"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(64))


class AuditVerification(Model):
    """점검: one check of the whole chain and what it found. Written by `services.create_verification`."""

    __tablename__ = "audit_verifications"
    __table_args__ = (CheckConstraint("entries >= 0", name="entries_counted"),)

    id: Mapped[pk]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    entries: Mapped[int] = mapped_column(BigInteger)
    intact: Mapped[bool]
    problems: Mapped[json_list]


append_only("audit_entries")
append_only("audit_verifications")
trigger("audit_head", "DELETE", name="no_delete", reason="audit_head: the head is never deleted")
trigger(
    "audit_head",
    "UPDATE",
    name="only_forward",
    reason="audit_head: the head only moves forward",
    condition="NEW.seq <= OLD.seq",
)
