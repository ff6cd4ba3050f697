"""공동과제: several departments that lead a task together."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, foreign_key, pk


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
