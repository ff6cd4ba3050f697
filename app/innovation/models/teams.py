"""실행팀과 협조의견."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk, trigger
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.cooperation import PlanPart
from app.innovation.models.frozen import answered_stays, waits_for_approval


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


class FormerMember(Model):
    """이전 팀원: somebody was taken off a team. Whoever ever was on it lets nothing go for its task. Never changed."""

    __tablename__ = "former_members"

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    person_id: Mapped[int] = foreign_key("people.id", index=False)
    joined_at: Mapped[moment]
    left_at: Mapped[moment]
    taken_off_by_id: Mapped[int] = foreign_key("people.id", index=False)


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


append_only("former_members")
trigger(
    "team_members",
    "INSERT",
    name="waived_nothing",
    reason="team_members: whoever let a gate item go does not join the team",
    condition="EXISTS (SELECT 1 FROM gate_waivers WHERE task_id = NEW.task_id AND waived_by_id = NEW.person_id)",
)
answered_stays("opinions", when="OLD.answer IS NOT NULL")
trigger(
    "opinions",
    "UPDATE",
    name="answered_by_another",
    reason="opinions: nobody answers what they asked",
    condition="NEW.answered_by_id = NEW.asked_by_id",
)
for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
    trigger(
        "team_members",
        _operation,
        name=f"kept_{_operation.lower()}",
        reason="team_members: the team stands while a plan or closing waits for its approval",
        condition=waits_for_approval(f"{_row}.task_id"),
    )
