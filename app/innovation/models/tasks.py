"""혁신과제."""

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, json_list, long_text, moment, pk, short_text
from app.innovation.enums import RatingKind, Stage, TaskField, TaskKind, TaskState


class Task(Model):
    """혁신과제. The four ratings are 1 to 5, None as long as they are not given.

    `responsible_head_id` (책임 국장) answers for a joint task, `cooperation_number` is that of its collaboration room.
    `stage` and `state` change only through `services.stages`; everything else through `services.tasks` and
    `services.teams`. The counters are kept in the transaction of what they count: `open_obstacle_count` by
    `services.tasks.count_open_obstacles`.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("number", name="number"),
        UniqueConstraint("cooperation_number", name="cooperation_number"),
        CheckConstraint("rating_office BETWEEN 1 AND 5", name="rating_office"),
        CheckConstraint("rating_staff BETWEEN 1 AND 5", name="rating_staff"),
        CheckConstraint("rating_feasibility BETWEEN 1 AND 5", name="rating_feasibility"),
        CheckConstraint("rating_outside BETWEEN 1 AND 5", name="rating_outside"),
        CheckConstraint("issue_count >= 0", name="issue_count"),
        CheckConstraint("open_obstacle_count >= 0", name="open_obstacle_count"),
        Index(
            "ix_tasks_board",
            "stage",
            "updated_at",
            "id",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index(
            "ix_tasks_standstill",
            "stage_entered_at",
            "id",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index("ix_tasks_updated_at_id", "updated_at", "id"),
        Index("ix_tasks_lead_department_id_updated_at_id", "lead_department_id", "updated_at", "id"),
    )

    id: Mapped[pk]
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[short_text]
    summary: Mapped[long_text]
    kind: Mapped[TaskKind] = enum_column(TaskKind)
    field: Mapped[TaskField | None] = enum_column(TaskField)
    values: Mapped[json_list] = mapped_column(default=list)
    lead_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    rating_office: Mapped[int | None]
    rating_staff: Mapped[int | None]
    rating_feasibility: Mapped[int | None]
    rating_outside: Mapped[int | None]
    rating_note: Mapped[long_text] = mapped_column(default="")
    reason_without_issue: Mapped[long_text] = mapped_column(default="")
    leader_id: Mapped[int | None] = foreign_key("people.id")
    responsible_head_id: Mapped[int | None] = foreign_key("people.id")
    cooperation_number: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[TaskState] = enum_column(TaskState, default=TaskState.ACTIVE)
    stage: Mapped[Stage] = enum_column(Stage, default=Stage.COLLECTION)
    version: Mapped[int] = mapped_column(default=1)
    framed_by_id: Mapped[int] = foreign_key("people.id")
    framed_at: Mapped[moment]
    stage_entered_at: Mapped[moment]
    updated_at: Mapped[moment]
    issue_count: Mapped[int] = mapped_column(default=0)
    return_count: Mapped[int] = mapped_column(default=0)
    open_obstacle_count: Mapped[int] = mapped_column(default=0)

    def ratings(self) -> dict[RatingKind, int | None]:
        """The four ratings by kind."""
        return {kind: getattr(self, f"rating_{kind.value}") for kind in RatingKind}
