"""이행 점검: what has become of the practice items of a plan."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, short_text
from app.innovation.enums.milestones import MilestoneOutcome


class MilestoneResult(Model):
    """이행 결과: a practice item is done, with evidence, or held up by an obstacle. Rows are never changed.

    `text` repeats the words of the item: an item that stands unchanged in the next version of the plan keeps its
    results. Written by `services.milestones`.
    """

    __tablename__ = "milestone_results"
    __table_args__ = (
        CheckConstraint("(outcome = 'blocked') = (obstacle_id IS NOT NULL)", name="obstacle_if_blocked"),
        CheckConstraint("note <> ''", name="note_given"),
        Index("ix_milestone_results_task_id_id", "task_id", "id"),
        Index(
            "uq_milestone_results_done",
            "task_id",
            "text",
            unique=True,
            sqlite_where=text("outcome = 'done'"),
            postgresql_where=text("outcome = 'done'"),
        ),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    practice_item_id: Mapped[int] = foreign_key("practice_items.id")
    text: Mapped[short_text]
    outcome: Mapped[MilestoneOutcome] = enum_column(MilestoneOutcome)
    note: Mapped[long_text]
    obstacle_id: Mapped[int | None] = foreign_key("obstacles.id")
    recorded_by_id: Mapped[int] = foreign_key("people.id")
    recorded_at: Mapped[moment]


append_only("milestone_results")
