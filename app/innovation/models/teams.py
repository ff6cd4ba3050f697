"""실행팀과 협조의견."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, enum_column, foreign_key, long_text, moment, pk, trigger
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.cooperation import PlanPart


class TeamMember(Model):
    """팀원 (팀장 포함, `Task.leader_id`): the share of the contribution in whole percent; a team's shares sum to 100.

    Changed by `services.teams.set_team`.
    """

    __tablename__ = "team_members"
    __table_args__ = (
        UniqueConstraint("task_id", "person_id", name="person"),
        CheckConstraint("share BETWEEN 1 AND 100", name="share_is_percent"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    share: Mapped[int]
    joined_at: Mapped[moment]


class Opinion(Model):
    """협조의견: a cooperating department is asked about a part of the plan and its head answers.

    `due_on` counts working days.

    Changed by `services.teams`.
    """

    __tablename__ = "opinions"
    __table_args__ = (
        UniqueConstraint("task_id", "department_id", name="department"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)"
            " AND (answer IS NULL) = (in_time IS NULL)",
            name="answered_completely",
        ),
        CheckConstraint("answer IS NULL OR answer = 'agree' OR reason <> ''", name="reason_unless_agreed"),
        Index("ix_opinions_department_id_answered_at", "department_id", "answered_at"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    question: Mapped[long_text] = mapped_column(default="")
    part: Mapped[PlanPart] = enum_column(PlanPart, default=PlanPart.WHOLE, server_default=PlanPart.WHOLE.value)
    asked_by_id: Mapped[int] = foreign_key("people.id")
    asked_at: Mapped[moment]
    due_on: Mapped[day]
    answer: Mapped[OpinionAnswer | None] = enum_column(OpinionAnswer)
    reason: Mapped[long_text] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = foreign_key("people.id")
    answered_at: Mapped[datetime | None]
    in_time: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)


for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
    trigger(
        "team_members",
        _operation,
        name=f"kept_{_operation.lower()}",
        reason="team_members: the team stands while a plan or closing waits for its approval",
        condition=f"EXISTS (SELECT 1 FROM plans WHERE task_id = {_row}.task_id"  # noqa: S608  a name, from our own code
        " AND state IN ('submitted', 'head_approved'))"
        f" OR EXISTS (SELECT 1 FROM closings WHERE task_id = {_row}.task_id AND state = 'submitted')",
    )
