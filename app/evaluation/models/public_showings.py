"""대외 공개: what everybody may read of a round without an account."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, foreign_key, moment, pk


class PublicShowing(Model):
    """대외 공개 범위: what the control tower ticked for a round. The last row of a round holds; without one, nothing."""

    __tablename__ = "public_showings"
    __table_args__ = (
        CheckConstraint("names OR NOT (ranks OR totals)", name="ranks_and_totals_with_names"),
        CheckConstraint("NOT names OR ranks OR grades OR totals", name="names_with_a_result"),
        Index("ix_public_showings_round", "round_id", "id"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    names: Mapped[bool]
    ranks: Mapped[bool]
    grades: Mapped[bool]
    totals: Mapped[bool]
    slogans: Mapped[bool]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)
    set_at: Mapped[moment]


append_only("public_showings")
