"""성과표: what indicators stand under, what objectives weigh from which day, and what leads to what."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, exact, foreign_key, long_text, moment, pk, short_text
from app.evaluation.enums import Weighing


class StrategicGoal(Model):
    """전략목표: what objectives of any perspective serve together."""

    __tablename__ = "strategic_goals"
    __table_args__ = (
        UniqueConstraint("name", name="name"),
        CheckConstraint("name <> ''", name="name_is_given"),
    )

    id: Mapped[pk]
    name: Mapped[short_text]
    position: Mapped[int] = mapped_column(default=0)


class WeightSet(Model):
    """가중치 결정: what the perspectives or the objectives weigh from a day on. Append-only.

    On a day the set with the latest `valid_from` holds, of several the one decided last. Its parts sum to 100
    (`services.scorecards`); what held on a past day is never changed, because no set begins before it is decided.
    """

    __tablename__ = "weight_sets"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason_given"),)

    id: Mapped[pk]
    weighing: Mapped[Weighing] = enum_column(Weighing)
    valid_from: Mapped[date]
    reason: Mapped[long_text]
    decided_by_id: Mapped[int | None] = foreign_key("people.id")
    decided_at: Mapped[moment]


class WeightPart(Model):
    """가중치: of one perspective or of one objective in a set. Append-only."""

    __tablename__ = "weight_parts"
    __table_args__ = (
        UniqueConstraint("weight_set_id", "perspective_id", name="perspective_once"),
        UniqueConstraint("weight_set_id", "objective_id", name="objective_once"),
        CheckConstraint("(perspective_id IS NULL) <> (objective_id IS NULL)", name="one_of_the_two"),
        CheckConstraint("CAST(weight AS NUMERIC) > 0", name="weight_above_zero"),
        CheckConstraint("CAST(weight AS NUMERIC) <= 100", name="weight_at_most_100"),
    )

    id: Mapped[pk]
    weight_set_id: Mapped[int] = foreign_key("weight_sets.id")
    perspective_id: Mapped[int | None] = foreign_key("perspectives.id")
    objective_id: Mapped[int | None] = foreign_key("objectives.id")
    weight: Mapped[exact]


class ObjectiveLink(Model):
    """인과관계: reaching `cause` helps to reach `effect`. Together the links have no circle (`rules.strategy_maps`)."""

    __tablename__ = "objective_links"
    __table_args__ = (
        UniqueConstraint("cause_id", "effect_id", name="once"),
        CheckConstraint("cause_id <> effect_id", name="not_to_itself"),
        CheckConstraint("note <> ''", name="note_given"),
    )

    id: Mapped[pk]
    cause_id: Mapped[int] = mapped_column(ForeignKey("objectives.id"), index=True)
    effect_id: Mapped[int] = mapped_column(ForeignKey("objectives.id"), index=True)
    note: Mapped[long_text]
    made_by_id: Mapped[int | None] = foreign_key("people.id")
    made_at: Mapped[moment]


append_only("weight_sets")
append_only("weight_parts")
