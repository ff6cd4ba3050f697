"""전년도 복사: from which round the indicators and weights of a round were taken."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, foreign_key, moment, pk


class RoundCopy(Model):
    """복사: who took a composition over, from where and when. Append-only.

    A target nobody has decided about since the base date of the round it comes from counts as carried over
    (`queries.round_copies`): it may stay, but it is marked.
    """

    __tablename__ = "round_copies"
    __table_args__ = (CheckConstraint("from_round_id <> round_id", name="from_another"),)

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    from_round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    copied_by_id: Mapped[int | None] = foreign_key("people.id")
    copied_at: Mapped[moment]


append_only("round_copies")
