"""확산: the result of a closed task is recommended to other departments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, enum_column, foreign_key, long_text, moment, pk, trigger
from app.innovation.enums.spreads import SpreadState
from app.innovation.models.frozen import answered_stays, columns_stay


class Spread(Model):
    """확산 권고: one department is asked to take a result over. State changes go through `services.spreads`."""

    __tablename__ = "spreads"
    __table_args__ = (
        UniqueConstraint("task_id", "department_id", name="department"),
        CheckConstraint(
            "(state = 'recommended') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name="answered_completely",
        ),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="reason_if_declined"),
        CheckConstraint(
            "(state = 'adopted') = (adopted_on IS NOT NULL) AND (adopted_on IS NULL) = (reported_by_id IS NULL)",
            name="adopted_completely",
        ),
        CheckConstraint("state <> 'adopted' OR result <> ''", name="result_if_adopted"),
        Index("ix_spreads_department_id_state", "department_id", "state"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    note: Mapped[long_text]
    due_on: Mapped[day]
    recommended_by_id: Mapped[int] = foreign_key("people.id")
    recommended_at: Mapped[moment]
    state: Mapped[SpreadState] = enum_column(SpreadState, default=SpreadState.RECOMMENDED)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[long_text] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = foreign_key("people.id")
    answered_at: Mapped[datetime | None]
    adopted_on: Mapped[date | None]
    result: Mapped[long_text] = mapped_column(default="")
    reported_by_id: Mapped[int | None] = foreign_key("people.id")


answered_stays("spreads", when="OLD.state IN ('declined', 'adopted')")
columns_stay(
    "spreads",
    "task_id",
    "department_id",
    "reason",
    "answered_by_id",
    "answered_at",
    name="acceptance_stays",
    reason="what is answered stands",
    when="OLD.state = 'accepted'",
)
trigger(
    "spreads",
    "UPDATE",
    name="accepted_is_adopted_next",
    reason="spreads: what was accepted is not declined",
    condition="OLD.state = 'accepted' AND NEW.state NOT IN ('accepted', 'adopted')",
)
trigger(
    "spreads",
    "UPDATE",
    name="two_people",
    reason="spreads: who recommends neither answers nor reports",
    condition="NEW.answered_by_id = NEW.recommended_by_id OR NEW.reported_by_id = NEW.recommended_by_id",
)
