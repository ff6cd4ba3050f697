"""회차 일정: the planned day of each phase. A plan, not a rule: the round moves when somebody moves it."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.database import Model, enum_column, foreign_key, pk
from app.evaluation.enums import Phase


class RoundDay(Model):
    """예정일: the day by which a round is to be in a phase. Changed by `services.round_days`, each time with an event."""

    __tablename__ = "round_days"
    __table_args__ = (UniqueConstraint("round_id", "phase", name="phase"),)

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    phase: Mapped[Phase] = enum_column(Phase)
    planned_on: Mapped[date]
