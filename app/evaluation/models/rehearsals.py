"""예행: draft rules tried on the frozen data of a published round, kept under a name."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, long_text, moment, pk, short_text


class Rehearsal(Model):
    """예행: rules in canonical JSON (`rules.rehearsals.DraftRules`) and the published version they were tried on.

    What would move is not kept: it follows from both. `outcome_sha256` is the fingerprint of totals, ranks and
    grades that came out on the day. Append-only, and nothing of it is in any round.
    """

    __tablename__ = "rehearsals"
    __table_args__ = (
        UniqueConstraint("name", name="name"),
        CheckConstraint("name <> ''", name="name_is_given"),
        CheckConstraint("length(rules_sha256) = 64 AND length(outcome_sha256) = 64", name="sha256_length"),
    )

    id: Mapped[pk]
    name: Mapped[short_text]
    publication_id: Mapped[int] = foreign_key("publications.id", index=False)
    draft_round_id: Mapped[int | None] = foreign_key("evaluation_rounds.id", index=False)
    rules: Mapped[long_text]
    rules_sha256: Mapped[str] = mapped_column(String(64))
    outcome_sha256: Mapped[str] = mapped_column(String(64))
    kept_by_id: Mapped[int] = foreign_key("people.id", index=False)
    kept_at: Mapped[moment]


append_only("rehearsals")
