"""기관에 대한 요청과 약속, 장애요인 월례 점검회의, 조정 기한."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk, short_text
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.enums.obstacle_requests import AgendaSection, RequestState
from app.innovation.models.frozen import answered_stays, columns_stay


class ObstacleRequest(Model):
    """요청: one office asks another one, or a body outside, for something by a day; the answer is a promise or a no.

    What a monthly meeting decided is a promise at once (`meeting_id`): the office was heard there. Whether a promise was
    kept is for the office that asked. State changes go through `services.obstacle_requests`.
    """

    __tablename__ = "obstacle_requests"
    __table_args__ = (
        CheckConstraint("asked_department_id IS NOT NULL OR asked_body <> ''", name="somebody_is_asked"),
        CheckConstraint("asked_department_id IS NULL OR asked_body = ''", name="one_office_is_asked"),
        CheckConstraint("asked_department_id <> asking_department_id", name="another_office_is_asked"),
        CheckConstraint(
            "(state IN ('committed', 'kept', 'not_kept')) = (promised_on IS NOT NULL)", name="promised_for_a_day"
        ),
        CheckConstraint(
            "(state <> 'asked') = (answered_by_id IS NOT NULL OR meeting_id IS NOT NULL)", name="answered_if_so"
        ),
        CheckConstraint("(answered_by_id IS NULL) = (answered_at IS NULL)", name="answered_completely"),
        CheckConstraint("state <> 'refused' OR answer <> ''", name="refused_with_a_reason"),
        CheckConstraint(
            "(state IN ('kept', 'not_kept')) = (judged_by_id IS NOT NULL)"
            " AND (judged_by_id IS NULL) = (judged_at IS NULL)"
            " AND (judged_by_id IS NULL) = (judged_by_department_id IS NULL)",
            name="judged_completely",
        ),
        CheckConstraint("judged_by_department_id <> asked_department_id", name="judged_by_another_office"),
        CheckConstraint("(state = 'kept') = (kept_on IS NOT NULL)", name="kept_on_a_day"),
        CheckConstraint("kept_on IS NULL OR kept_on <= promised_on", name="kept_in_time"),
        CheckConstraint("state <> 'not_kept' OR verdict <> ''", name="not_kept_with_a_reason"),
        Index("ix_obstacle_requests_asked_department_id_state", "asked_department_id", "state"),
        Index("ix_obstacle_requests_asking_department_id_state", "asking_department_id", "state"),
        Index("ix_obstacle_requests_state_promised_on", "state", "promised_on"),
        Index("ix_obstacle_requests_asked_at_id", "asked_at", "id"),
    )

    id: Mapped[pk]
    obstacle_id: Mapped[int] = foreign_key("obstacles.id")
    meeting_id: Mapped[int | None] = foreign_key("obstacle_meetings.id")
    text: Mapped[long_text]
    asking_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    asked_department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    asked_body: Mapped[short_text] = mapped_column(default="")
    asked_by_id: Mapped[int] = foreign_key("people.id")
    asked_at: Mapped[moment]
    due_on: Mapped[day]
    state: Mapped[RequestState] = enum_column(RequestState, default=RequestState.ASKED)
    version: Mapped[int] = mapped_column(default=1)
    promised_on: Mapped[date | None]
    answer: Mapped[long_text] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = foreign_key("people.id")
    answered_at: Mapped[datetime | None]
    kept_on: Mapped[date | None]
    verdict: Mapped[long_text] = mapped_column(default="")
    judged_by_id: Mapped[int | None] = foreign_key("people.id")
    judged_by_department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    judged_at: Mapped[datetime | None]


class ObstacleMeeting(Model):
    """월례 점검회의: one a month for the whole office; its decisions are `ObstacleRequest`s. Rows are never changed."""

    __tablename__ = "obstacle_meetings"
    __table_args__ = (UniqueConstraint("month", name="month"),)

    id: Mapped[pk]
    month: Mapped[day]
    held_on: Mapped[day]
    participants: Mapped[short_text]
    minutes: Mapped[long_text] = mapped_column(default="")
    recorded_by_id: Mapped[int] = foreign_key("people.id")
    recorded_at: Mapped[moment]


class ObstacleMeetingItem(Model):
    """안건: what lay before the meeting, as it stood on that day. Rows are never changed."""

    __tablename__ = "obstacle_meeting_items"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position", name="position"),
        CheckConstraint("(section = 'commitments') = (request_id IS NOT NULL)", name="request_if_promised"),
        CheckConstraint(
            "(request_id IS NULL) = (request_state IS NULL) AND (request_id IS NULL) = (promised_on IS NULL)",
            name="request_as_it_stood",
        ),
    )

    id: Mapped[pk]
    meeting_id: Mapped[int] = foreign_key("obstacle_meetings.id", index=False)
    position: Mapped[int]
    section: Mapped[AgendaSection] = enum_column(AgendaSection)
    obstacle_id: Mapped[int] = foreign_key("obstacles.id")
    obstacle_state: Mapped[ObstacleState] = enum_column(ObstacleState)
    level: Mapped[ObstacleLevel] = enum_column(ObstacleLevel)
    days_open: Mapped[int]
    request_id: Mapped[int | None] = foreign_key("obstacle_requests.id")
    request_state: Mapped[RequestState | None] = enum_column(RequestState)
    promised_on: Mapped[date | None]


class EscalationDays(Model):
    """조정 기한: working days an obstacle may lie at each level; the last row holds, and says why it was set."""

    __tablename__ = "escalation_days"
    __table_args__ = (
        CheckConstraint(
            "department_days BETWEEN 1 AND 250 AND bureau_days BETWEEN 1 AND 250 AND vice_mayor_days BETWEEN 1 AND 250",
            name="sensible",
        ),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    department_days: Mapped[int]
    bureau_days: Mapped[int]
    vice_mayor_days: Mapped[int]
    reason: Mapped[long_text]
    set_by_id: Mapped[int] = foreign_key("people.id")
    set_at: Mapped[moment]


answered_stays("obstacle_requests", when="OLD.state IN ('refused', 'kept', 'not_kept')")
columns_stay(
    "obstacle_requests",
    "obstacle_id",
    "text",
    "asking_department_id",
    "asked_department_id",
    "asked_body",
    "promised_on",
    "answer",
    "answered_by_id",
    "answered_at",
    name="promise_stays",
    reason="what is promised stands",
    when="OLD.state = 'committed'",
)
append_only("obstacle_meetings")
append_only("obstacle_meeting_items")
append_only("escalation_days")
