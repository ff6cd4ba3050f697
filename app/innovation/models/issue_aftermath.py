"""이슈의 뒷일: yearly follow-up of adopted ideas, and refused ideas that are carried out after all."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk, trigger
from app.innovation.enums.answers import FollowUpResult, RevivalState
from app.innovation.models.frozen import answered_stays, decided_from_outside


class FollowUp(Model):
    """관리 기록: how far an adopted idea has come, once a year. Rows are never changed."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("issue_id", "year_number", name="year"),
        CheckConstraint("year_number BETWEEN 1 AND 10", name="year_in_bounds"),
        CheckConstraint("words <> ''", name="words_given"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    year_number: Mapped[int]
    due_on: Mapped[day]
    result: Mapped[FollowUpResult] = enum_column(FollowUpResult)
    words: Mapped[long_text]
    recorded_by_id: Mapped[int] = foreign_key("people.id")
    recorded_at: Mapped[moment]


class Revival(Model):
    """재발견: a refused idea and the task that carries it out after all. Changed by `services.revivals`."""

    __tablename__ = "revivals"
    __table_args__ = (
        UniqueConstraint("issue_id", "task_id", name="task"),
        CheckConstraint(
            "(state IN ('credited', 'denied')) = (decided_at IS NOT NULL)"
            " AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name="decided_completely",
        ),
        CheckConstraint("(claimed_at IS NULL) = (claimed_by_id IS NULL)", name="claimed_completely"),
        CheckConstraint("state = 'told' OR claimed_at IS NOT NULL", name="claimed_before_decided"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> claimed_by_id", name="decided_by_another"),
        CheckConstraint("likeness <> ''", name="likeness_said"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    task_id: Mapped[int] = foreign_key("tasks.id")
    state: Mapped[RevivalState] = enum_column(RevivalState)
    version: Mapped[int] = mapped_column(default=1)
    likeness: Mapped[long_text]
    recorded_by_id: Mapped[int] = foreign_key("people.id")
    recorded_at: Mapped[moment]
    claim_words: Mapped[long_text] = mapped_column(default="")
    claimed_by_id: Mapped[int | None] = foreign_key("people.id")
    claimed_at: Mapped[datetime | None]
    decision_words: Mapped[long_text] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = foreign_key("people.id")
    decided_at: Mapped[datetime | None]


append_only("follow_ups")
answered_stays("revivals", when="OLD.state IN ('credited', 'denied')")
decided_from_outside("revivals", by="decided_by_id")
trigger(
    "revivals",
    "UPDATE",
    name="decided_by_somebody_else",
    reason="revivals: nobody decides about a task they have named",
    condition="NEW.decided_by_id = NEW.recorded_by_id",
)
