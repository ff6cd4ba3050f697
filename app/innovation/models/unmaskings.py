"""이름 확인: two people of two offices look at the hidden name of one issue."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk
from app.innovation.enums.proposals import UnmaskingState
from app.innovation.models.frozen import answered_stays

_WAITING = text("state = 'asked'")


class Unmasking(Model):
    """이름 확인. Asked with a reason by the control tower; the second person is of another office and named.

    The offices are those of the day of asking. Changed by `services.unmaskings`.
    """

    __tablename__ = "unmaskings"
    __table_args__ = (
        CheckConstraint("asked_by_id <> second_id", name="two_people"),
        CheckConstraint("asking_department_id <> second_department_id", name="two_offices"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="moment_if_answered"),
        CheckConstraint("state <> 'declined' OR answer <> ''", name="reason_if_declined"),
        Index("uq_unmaskings_one_waiting", "issue_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    state: Mapped[UnmaskingState] = enum_column(UnmaskingState, default=UnmaskingState.ASKED)
    reason: Mapped[long_text]
    asked_by_id: Mapped[int] = foreign_key("people.id")
    asking_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    asked_at: Mapped[moment]
    second_id: Mapped[int] = foreign_key("people.id")
    second_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    answer: Mapped[long_text] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


answered_stays("unmaskings", when="OLD.state <> 'asked'")
