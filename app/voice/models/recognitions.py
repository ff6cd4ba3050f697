"""수상·벤치마킹 방문·선제 행정 사례: what others say of the departments' work, with evidence and weights."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
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
    trigger,
)
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel, RecognitionState

EVIDENCE_SUBJECT = "recognition"
_CONFIRMED = text("state = 'confirmed'")
_COUNTING = text("state IN ('submitted', 'returned', 'confirmed')")


class Recognition(Model):
    """수상·방문·선제 사례. State changes through `services.recognitions`.

    `weight` is that of its day, fixed when the control tower confirms. `is_example`: made up to show the product.
    `once_key` is what the fact is known by (`rules.recognitions.once_key`): a department enters it once, and of all
    departments one entry of it counts.
    """

    __tablename__ = "recognitions"
    __table_args__ = (
        CheckConstraint("decided_by_id <> author_id", name="decided_by_another"),
        CheckConstraint(
            "(state = 'confirmed' OR state = 'revoked') = (weight IS NOT NULL)", name="weight_if_confirmed"
        ),
        CheckConstraint("weight IS NULL OR decided_by_id IS NOT NULL", name="decider_if_confirmed"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided_when"),
        CheckConstraint("(state = 'revoked') = (revoked_by_id IS NOT NULL)", name="revoker_if_revoked"),
        CheckConstraint("(revoked_by_id IS NULL) = (revoked_at IS NULL)", name="revoked_when"),
        CheckConstraint("state NOT IN ('returned', 'revoked') OR reason <> ''", name="reason_given"),
        CheckConstraint("revoked_by_id <> author_id", name="revoked_by_another"),
        CheckConstraint("length(once_key) = 64", name="key_is_whole"),
        Index(
            "uq_recognitions_confirmed_once",
            "once_key",
            unique=True,
            sqlite_where=_CONFIRMED,
            postgresql_where=_CONFIRMED,
        ),
        Index(
            "uq_recognitions_department_once",
            "department_id",
            "once_key",
            unique=True,
            sqlite_where=_COUNTING,
            postgresql_where=_COUNTING,
        ),
        Index("ix_recognitions_happened_on_id", "happened_on", "id"),
        Index("ix_recognitions_state_happened_on", "state", "happened_on"),
    )

    id: Mapped[pk]
    kind: Mapped[RecognitionKind] = enum_column(RecognitionKind)
    level: Mapped[RecognitionLevel] = enum_column(RecognitionLevel)
    title: Mapped[short_text]
    giver: Mapped[short_text]
    happened_on: Mapped[date]
    once_key: Mapped[str] = mapped_column(String(64))
    note: Mapped[long_text] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    department_id: Mapped[int] = foreign_key("departments.id")
    author_id: Mapped[int] = foreign_key("people.id")
    created_at: Mapped[moment]
    state: Mapped[RecognitionState] = enum_column(RecognitionState, default=RecognitionState.SUBMITTED)
    version: Mapped[int] = mapped_column(default=1)
    weight: Mapped[exact | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None]
    reason: Mapped[long_text] = mapped_column(default="")


class RecognitionShare(Model):
    """부서 몫: which part of a recognition is a department's, in whole percent; they sum to 100."""

    __tablename__ = "recognition_shares"
    __table_args__ = (
        UniqueConstraint("recognition_id", "department_id", name="department"),
        CheckConstraint("share BETWEEN 1 AND 100", name="share_is_a_part"),
    )

    id: Mapped[pk]
    recognition_id: Mapped[int] = foreign_key("recognitions.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id")
    share: Mapped[int]


class RecognitionWeights(Model):
    """배점표: what kinds and levels weigh from a day on, as [kind, level, weight]; of one day the last row holds."""

    __tablename__ = "recognition_weights"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason_given"),)

    id: Mapped[pk]
    valid_from: Mapped[date]
    weights: Mapped[json_list]
    reason: Mapped[long_text]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)
    set_at: Mapped[moment]


append_only("recognition_weights")
_TABLE = "recognitions"
_EVIDENCE = (
    "EXISTS (SELECT 1 FROM evidence_files e WHERE e.subject_type = '{subject}' AND e.subject_id = NEW.id "
    "AND e.withdrawn_at IS NULL)"
)
_DECIDED = (
    "EXISTS (SELECT 1 FROM recognitions r WHERE r.id = {row}.recognition_id "
    "AND r.state IN ('confirmed', 'withdrawn', 'revoked'))"
)
_FIXED = ("kind", "level", "title", "giver", "happened_on", "note", "is_example", "department_id", "once_key")
trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="begins_submitted",
    reason=f"{_TABLE}: an entry begins undecided",
    condition="NEW.state <> 'submitted'",
)
trigger(
    _TABLE,
    "UPDATE",
    name="author_stays",
    reason=f"{_TABLE}: who wrote it stays",
    condition="NEW.author_id <> OLD.author_id OR NEW.created_at <> OLD.created_at",
)
trigger(
    _TABLE,
    "UPDATE",
    name="decided_stays",
    reason=f"{_TABLE}: what is confirmed is only revoked, and what is withdrawn or revoked stays",
    condition=(
        "OLD.state IN ('withdrawn', 'revoked') OR (OLD.state = 'confirmed' AND (NEW.state <> 'revoked' "
        "OR NEW.weight <> OLD.weight OR NEW.decided_by_id <> OLD.decided_by_id OR "
        + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _FIXED)
        + "))"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="evidence_needed",
    reason=f"{_TABLE}: nothing is confirmed without evidence",
    condition="NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND NOT "
    + _EVIDENCE.format(subject=EVIDENCE_SUBJECT),
)
trigger(
    _TABLE,
    "UPDATE",
    name="shares_are_whole",
    reason=f"{_TABLE}: the shares sum to 100",
    condition=(
        "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND "
        "(SELECT COALESCE(SUM(s.share), 0) FROM recognition_shares s WHERE s.recognition_id = NEW.id) <> 100"
    ),
)
for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    trigger(
        "recognition_shares",
        _operation,
        name=f"fixed_{_operation.lower()}",
        reason="recognition_shares: shares of a decided entry stay",
        condition=_DECIDED.format(row=_row),
    )
