"""공동지표: one value for several departments, each of which carries a share of the weight."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.database import Model, exact, foreign_key, pk
from app.evaluation.models.rounds import NOT_PLANNING, frozen


class JointIndicator(Model):
    """공동지표: in a round one value of the lead department stands for all that share the indicator."""

    __tablename__ = "joint_indicators"
    __table_args__ = (UniqueConstraint("round_id", "indicator_id", name="once"),)

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    lead_department_id: Mapped[int] = foreign_key("departments.id")


class JointShare(Model):
    """지분: what part of the indicator's weight a department carries, in hundredths of it; the parts sum to 100."""

    __tablename__ = "joint_shares"
    __table_args__ = (
        UniqueConstraint("round_id", "indicator_id", "department_id", name="once"),
        ForeignKeyConstraint(
            ["round_id", "indicator_id"], ["joint_indicators.round_id", "joint_indicators.indicator_id"]
        ),
        CheckConstraint("CAST(share AS NUMERIC) > 0", name="share_above_zero"),
        CheckConstraint("CAST(share AS NUMERIC) <= 100", name="share_at_most_100"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    share: Mapped[exact]


for _table in ("joint_indicators", "joint_shares"):
    frozen(_table, NOT_PLANNING, "fixed since the round was opened")
