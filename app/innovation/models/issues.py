"""혁신이슈·제안: what was handed in, by whom, and what was decided about it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    day,
    enum_column,
    foreign_key,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
)
from app.innovation.enums import IssueKind, IssueSource, IssueState, RefusalReason, TriageDecision
from app.innovation.enums.steps import IssueStepKind


class Issue(Model):
    """혁신이슈. `department_id` is the proposer's department on the day of receipt and keeps the credit.

    State changes go through `services.issues` and `services.triage`.
    """

    __tablename__ = "issues"
    __table_args__ = (
        UniqueConstraint("number", name="number"),
        CheckConstraint("(expected_obstacle <> '') <> no_obstacle_expected", name="obstacle_named_or_ruled_out"),
        CheckConstraint("(state = 'adopted') = (task_id IS NOT NULL)", name="task_if_adopted"),
        CheckConstraint("(state = 'merged') = (earlier_issue_id IS NOT NULL)", name="earlier_issue_if_merged"),
        CheckConstraint("earlier_issue_id IS NULL OR earlier_issue_id <> id", name="not_linked_to_itself"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refusal_reason_if_refused"),
        CheckConstraint(
            "(state IN ('adopted', 'merged', 'refused')) = (decided_on IS NOT NULL)", name="day_if_decided"
        ),
        Index("ix_issues_state_id", "state", "id"),
        Index("ix_issues_department_id_id", "department_id", "id"),
        Index("ix_issues_proposer_id_id", "proposer_id", "id"),
    )

    id: Mapped[pk]
    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[IssueKind] = enum_column(IssueKind)
    source: Mapped[IssueSource] = enum_column(IssueSource)
    title: Mapped[short_text]
    problem: Mapped[long_text]
    idea: Mapped[long_text]
    effect: Mapped[long_text]
    expected_obstacle: Mapped[long_text] = mapped_column(default="")
    no_obstacle_expected: Mapped[bool] = mapped_column(default=False)
    values: Mapped[json_list] = mapped_column(default=list)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    proposer_id: Mapped[int] = foreign_key("people.id", index=False)
    origin_task_id: Mapped[int | None] = foreign_key("tasks.id")
    origin_note: Mapped[short_text] = mapped_column(default="")
    state: Mapped[IssueState] = enum_column(IssueState, default=IssueState.RECEIVED)
    version: Mapped[int] = mapped_column(default=1)
    received_at: Mapped[moment]
    received_on: Mapped[day]
    decision_due_on: Mapped[day]
    decided_on: Mapped[date | None]
    refusal: Mapped[RefusalReason | None] = enum_column(RefusalReason)
    task_id: Mapped[int | None] = foreign_key("tasks.id")
    earlier_issue_id: Mapped[int | None] = foreign_key("issues.id")


class IssueProposer(Model):
    """공동제안자: the share of a proposer in whole percent; the shares of an issue sum to 100."""

    __tablename__ = "issue_proposers"
    __table_args__ = (
        UniqueConstraint("issue_id", "person_id", name="person"),
        CheckConstraint("share BETWEEN 1 AND 100", name="share_is_percent"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    share: Mapped[int]


class Triage(Model):
    """분류: one decision of the control tower about an issue. Rows are never changed."""

    __tablename__ = "triages"
    __table_args__ = (
        CheckConstraint("(decision = 'refuse') = (refusal IS NOT NULL)", name="code_if_refused"),
        CheckConstraint("(decision = 'adopt') = (task_id IS NOT NULL)", name="task_if_adopted"),
        CheckConstraint("(decision = 'link') = (earlier_issue_id IS NOT NULL)", name="earlier_issue_if_linked"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    decision: Mapped[TriageDecision] = enum_column(TriageDecision)
    refusal: Mapped[RefusalReason | None] = enum_column(RefusalReason)
    reason: Mapped[long_text]
    task_id: Mapped[int | None] = foreign_key("tasks.id")
    earlier_issue_id: Mapped[int | None] = foreign_key("issues.id")
    decided_by_id: Mapped[int] = foreign_key("people.id")
    decided_at: Mapped[datetime]


class IssueStep(Model):
    """이슈 진행: supplement, withdrawal, asking again, an undone link. Rows are never changed."""

    __tablename__ = "issue_steps"

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    kind: Mapped[IssueStepKind] = enum_column(IssueStepKind)
    note: Mapped[long_text]
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[datetime]


append_only("triages")
append_only("issue_steps")
