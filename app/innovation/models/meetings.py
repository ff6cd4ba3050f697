"""점검회의와 결정사항."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk, short_text
from app.innovation.enums import MeetingKind
from app.innovation.enums.meetings import DecisionState


class CheckMeeting(Model):
    """점검회의: held by the control tower or the head. Rows are never changed; what follows is in the decisions."""

    __tablename__ = "check_meetings"

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    kind: Mapped[MeetingKind] = enum_column(MeetingKind)
    held_on: Mapped[day]
    participants: Mapped[short_text]
    minutes: Mapped[long_text] = mapped_column(default="")
    recorded_by_id: Mapped[int] = foreign_key("people.id")
    recorded_at: Mapped[moment]


class MeetingDecision(Model):
    """결정사항: what is to be done by which department or person. Done by `services.meetings.complete_decision`."""

    __tablename__ = "meeting_decisions"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position", name="position"),
        CheckConstraint("department_id IS NOT NULL OR person_id IS NOT NULL", name="somebody_acts"),
        CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL) AND (done_at IS NULL) = (done_by_id IS NULL)",
            name="done_by_somebody",
        ),
    )

    id: Mapped[pk]
    meeting_id: Mapped[int] = foreign_key("check_meetings.id", index=False)
    position: Mapped[int]
    text: Mapped[short_text]
    department_id: Mapped[int | None] = foreign_key("departments.id")
    person_id: Mapped[int | None] = foreign_key("people.id")
    due_on: Mapped[date | None]
    state: Mapped[DecisionState] = enum_column(DecisionState, default=DecisionState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    done_note: Mapped[long_text] = mapped_column(default="")
    done_by_id: Mapped[int | None] = foreign_key("people.id")
    done_at: Mapped[datetime | None]


append_only("check_meetings")
