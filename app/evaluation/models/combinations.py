"""결합점수: totals of several published rounds, combined by weights that sum to 1."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, exact, foreign_key, moment, pk, short_text
from app.evaluation.enums import RoundingMode


class Combination(Model):
    """결합점수: A × 0.4 + B × 0.6 for every department. Append-only: other weights make another one.

    The figures are not kept: they follow from the newest publication of each round.
    """

    __tablename__ = "combinations"
    __table_args__ = (
        UniqueConstraint("name", name="name"),
        CheckConstraint("name <> ''", name="name_is_given"),
        CheckConstraint("digits BETWEEN 0 AND 10", name="digits_in_range"),
    )

    id: Mapped[pk]
    name: Mapped[short_text]
    digits: Mapped[int] = mapped_column(default=2)
    rounding: Mapped[RoundingMode] = enum_column(RoundingMode, default=RoundingMode.HALF_UP)
    created_by_id: Mapped[int] = foreign_key("people.id")
    created_at: Mapped[moment]


class CombinationPart(Model):
    """A published round and what it weighs; the weights of a combination sum to 1 (`services.combinations`)."""

    __tablename__ = "combination_parts"
    __table_args__ = (
        UniqueConstraint("combination_id", "round_id", name="round_once"),
        CheckConstraint("CAST(weight AS NUMERIC) > 0", name="weight_above_zero"),
        CheckConstraint("CAST(weight AS NUMERIC) <= 1", name="weight_at_most_one"),
    )

    id: Mapped[pk]
    combination_id: Mapped[int] = foreign_key("combinations.id")
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    weight: Mapped[exact]
    position: Mapped[int] = mapped_column(default=0)


append_only("combinations")
append_only("combination_parts")
