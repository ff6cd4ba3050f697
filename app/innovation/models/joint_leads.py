"""공동과제: several departments that lead a task together, and why they were set."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, json_list, long_text, moment, pk, trigger
from app.innovation.models.frozen import stands_with, waits_for_approval


class LeadShare(Model):
    """주관 몫: the part of a joint task one of its lead departments carries, in whole percent; they sum to 100.

    A task of one department has no rows. Written by `services.joint_leads.set_joint_lead`.
    """

    __tablename__ = "lead_shares"
    __table_args__ = (
        UniqueConstraint("task_id", "department_id", name="department"),
        CheckConstraint("share BETWEEN 1 AND 99", name="share_is_a_part"),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id")
    share: Mapped[int] = mapped_column()


class LeadSetting(Model):
    """주관 변경: who set the lead departments of a task to what, and why. Rows are never changed."""

    __tablename__ = "lead_settings"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason_given"),)

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    shares: Mapped[json_list]
    responsible_head_id: Mapped[int | None] = foreign_key("people.id", index=False)
    reason: Mapped[long_text]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)
    set_at: Mapped[moment]


append_only("lead_settings")
for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
    trigger(
        "lead_shares",
        _operation,
        name=f"kept_{_operation.lower()}",
        reason="lead_shares: the lead departments stand while a plan or closing waits for its approval",
        condition=waits_for_approval(f"{_row}.task_id"),
    )
trigger(
    "closings",
    "UPDATE",
    name="closed_by_another",
    reason="closings: who set the lead departments last does not close the task",
    condition="NEW.closer_id IS DISTINCT FROM OLD.closer_id AND NEW.closer_id = (SELECT set_by_id FROM lead_settings"
    " WHERE task_id = NEW.task_id ORDER BY id DESC LIMIT 1)",
)
stands_with(
    "lead_shares",
    when="(SELECT state FROM tasks WHERE id = {row}.task_id) <> 'active'",
    reason="a task that has ended keeps its lead departments",
)
