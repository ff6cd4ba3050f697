"""장애요인과 그 이력."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    day,
    enum_column,
    foreign_key,
    long_text,
    moment,
    pk,
    short_text,
)
from app.innovation.enums import (
    ObstacleControl,
    ObstacleKind,
    ObstacleLevel,
    ObstaclePhase,
    ObstacleSeverity,
    ObstacleState,
    ObstacleSubject,
    Sensitivity,
)
from app.innovation.enums.obstacle_steps import ObstacleStep

ONE_SUBJECT = (
    "((subject = 'practice_item') = (practice_item_id IS NOT NULL)) AND ("
    "(subject = 'issue' AND issue_id IS NOT NULL AND task_id IS NULL AND slogan_id IS NULL)"
    " OR (subject IN ('task', 'practice_item') AND task_id IS NOT NULL AND issue_id IS NULL AND slogan_id IS NULL)"
    " OR (subject = 'slogan' AND slogan_id IS NOT NULL AND issue_id IS NULL AND task_id IS NULL))"
)


class Obstacle(Model):
    """장애요인: what stands in the way of an issue, a task or a slogan.

    One that stands in the way of a practice item belongs to its task too: `task_id` and `practice_item_id` are given.
    `recurrence` is the name of who is asked, reduced by `rules.blockers.asked_key`. `due_on` is the day by which who is
    asked is to have acted; `level_due_on` the last day it may lie at its level; `closed_on` the day in Seoul on which
    it was settled; `win_win` how both sides gain from removing it. Claim and confirmation are those of the present
    round; earlier rounds are in `ObstacleMove`. State changes go through `services.obstacles`.
    """

    __tablename__ = "obstacles"
    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        CheckConstraint("asked_department_id IS NOT NULL OR asked_body <> ''", name="somebody_is_asked"),
        CheckConstraint("state <> 'in_progress' OR owner_id IS NOT NULL", name="owned_while_worked_on"),
        CheckConstraint(
            "(claimed_at IS NULL) = (claimed_by_id IS NULL)"
            " AND (claimed_at IS NULL) = (claimed_by_department_id IS NULL)",
            name="claimed_completely",
        ),
        CheckConstraint("(state IN ('removal_claimed', 'removed')) = (claimed_at IS NOT NULL)", name="claimed_if_so"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)"
            " AND (confirmed_at IS NULL) = (confirmed_by_department_id IS NULL)",
            name="confirmed_completely",
        ),
        CheckConstraint("(state = 'removed') = (confirmed_at IS NOT NULL)", name="confirmed_if_removed"),
        CheckConstraint("confirmed_by_department_id <> claimed_by_department_id", name="confirmed_by_another"),
        CheckConstraint("confirmed_by_id <> claimed_by_id", name="confirmed_by_another_person"),
        CheckConstraint(
            "(state IN ('removed', 'bypassed', 'accepted')) = (closed_on IS NOT NULL)", name="closed_if_settled"
        ),
        Index("ix_obstacles_closed_on", "closed_on"),
        Index("ix_obstacles_reported_at_id", "reported_at", "id"),
        Index("ix_obstacles_state_reported_at_id", "state", "reported_at", "id"),
        Index("ix_obstacles_asked_department_id_state", "asked_department_id", "state"),
        Index("ix_obstacles_suffering_department_id_state", "suffering_department_id", "state"),
        Index("ix_obstacles_owner_id_state", "owner_id", "state"),
    )

    id: Mapped[pk]
    subject: Mapped[ObstacleSubject] = enum_column(ObstacleSubject)
    issue_id: Mapped[int | None] = foreign_key("issues.id")
    task_id: Mapped[int | None] = foreign_key("tasks.id")
    slogan_id: Mapped[int | None] = foreign_key("slogans.id")
    practice_item_id: Mapped[int | None] = foreign_key("practice_items.id")
    title: Mapped[short_text]
    detail: Mapped[long_text] = mapped_column(default="")
    kind: Mapped[ObstacleKind] = enum_column(ObstacleKind)
    phase: Mapped[ObstaclePhase] = enum_column(ObstaclePhase)
    control: Mapped[ObstacleControl] = enum_column(ObstacleControl)
    severity: Mapped[ObstacleSeverity] = enum_column(ObstacleSeverity)
    suffering_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    harm: Mapped[long_text]
    tried: Mapped[long_text]
    win_win: Mapped[long_text] = mapped_column(default="", server_default="")
    asked: Mapped[long_text]
    asked_department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    asked_body: Mapped[short_text] = mapped_column(default="")
    recurrence: Mapped[str] = mapped_column(String(200))
    sensitivity: Mapped[Sensitivity] = enum_column(Sensitivity, default=Sensitivity.OPEN)
    owner_id: Mapped[int | None] = foreign_key("people.id", index=False)
    due_on: Mapped[day]
    level: Mapped[ObstacleLevel] = enum_column(ObstacleLevel, default=ObstacleLevel.DEPARTMENT)
    level_reached_on: Mapped[day]
    level_due_on: Mapped[date | None]
    state: Mapped[ObstacleState] = enum_column(ObstacleState, default=ObstacleState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    reported_by_id: Mapped[int] = foreign_key("people.id")
    reported_department_id: Mapped[int] = foreign_key("departments.id")
    reported_at: Mapped[moment]
    handed_over_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = foreign_key("people.id")
    claimed_by_department_id: Mapped[int | None] = foreign_key("departments.id")
    claimed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = foreign_key("people.id")
    confirmed_by_department_id: Mapped[int | None] = foreign_key("departments.id")
    confirmed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]


class ObstacleMove(Model):
    """장애요인 이력: what happened, from which state to which, who and when. Rows are never changed.

    Only what the timetable does by itself has nobody in `moved_by_id`.
    """

    __tablename__ = "obstacle_moves"
    __table_args__ = (
        CheckConstraint("(step = 'automatic_escalation') = (moved_by_id IS NULL)", name="somebody_or_the_timetable"),
    )

    id: Mapped[pk]
    obstacle_id: Mapped[int] = foreign_key("obstacles.id")
    step: Mapped[ObstacleStep] = enum_column(ObstacleStep)
    from_state: Mapped[ObstacleState | None] = enum_column(ObstacleState, name="from_state")
    to_state: Mapped[ObstacleState] = enum_column(ObstacleState, name="to_state")
    level: Mapped[ObstacleLevel] = enum_column(ObstacleLevel)
    note: Mapped[long_text]
    moved_by_id: Mapped[int | None] = foreign_key("people.id")
    moved_by_department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    moved_at: Mapped[moment]


append_only("obstacle_moves")
