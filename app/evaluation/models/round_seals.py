"""봉인: what stood in a round when a phase was left, as fingerprints, so that a later change is found."""

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.evaluation.enums import Phase


class RoundSeal(Model):
    """봉인: canonical JSON of the fingerprint of every row that was fixed by leaving `phase`, and its SHA-256.

    Made by `services.seals` in the transaction that moves the round; the audit chain keeps the hash. Append-only.
    """

    __tablename__ = "round_seals"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        Index("ix_round_seals_round", "round_id", "phase", "id"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    phase: Mapped[Phase] = enum_column(Phase)
    content: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[moment]


append_only("round_seals")
trigger(
    "round_seals",
    "INSERT",
    name="of_the_present_phase",
    reason="round_seals: a phase is sealed when it is left",
    condition="NOT EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id AND r.phase = NEW.phase)",
)
