"""혁신이슈·제안: what was handed in, by whom, and what was decided about it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, false, text
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
from app.innovation.enums.proposals import Consent
from app.innovation.enums.steps import IssueStepKind
from app.innovation.models.frozen import columns_stay, stands_with


class Issue(Model):
    """혁신이슈. `department_id` is the proposer's department on the day of receipt and keeps the credit.

    `decision_due_on` is the last day by the rule of counting, `promised_on` a later one the office has named.
    `term_started_at` is when the present term began, if not on receipt: a re-examination has a term of its own.
    `reviewing_department_id` is who reviews; None: the control tower.
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
        CheckConstraint("campaign_id IS NULL OR kind = 'campaign'", name="campaign_if_answer_to_a_call"),
        CheckConstraint("carried_out_on IS NULL OR kind = 'implemented'", name="day_if_carried_out"),
        Index("ix_issues_state_id", "state", "id"),
        Index("ix_issues_department_id_id", "department_id", "id"),
        Index("ix_issues_proposer_id_id", "proposer_id", "id"),
        Index("ix_issues_received_on_id", "received_on", "id"),
        Index("ix_issues_decided_on", "decided_on"),
        # Few issues are blind, and every statement of others asks which.
        Index("ix_issues_blind", "id", sqlite_where=text("blind = 1"), postgresql_where=text("blind")),
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
    benchmark_id: Mapped[int | None] = foreign_key("benchmarks.id")
    campaign_id: Mapped[int | None] = foreign_key("campaigns.id")
    carried_out_on: Mapped[date | None]
    carried_out_result: Mapped[long_text] = mapped_column(default="", server_default="")
    blind: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[IssueState] = enum_column(IssueState, default=IssueState.RECEIVED)
    version: Mapped[int] = mapped_column(default=1)
    received_at: Mapped[moment]
    received_on: Mapped[day]
    decision_due_on: Mapped[day]
    decided_on: Mapped[date | None]
    refusal: Mapped[RefusalReason | None] = enum_column(RefusalReason)
    task_id: Mapped[int | None] = foreign_key("tasks.id")
    earlier_issue_id: Mapped[int | None] = foreign_key("issues.id")
    clock_preset_id: Mapped[int | None] = foreign_key("clock_presets.id")
    reviewing_department_id: Mapped[int | None] = foreign_key("departments.id")
    transfer_count: Mapped[int] = mapped_column(default=0, server_default="0")
    term_started_at: Mapped[datetime | None]
    supplement_due_on: Mapped[date | None]
    promised_on: Mapped[date | None]
    next_follow_up_on: Mapped[date | None]


class IssueProposer(Model):
    """공동제안자: the share of a proposer in whole percent; the shares of an issue sum to 100.

    Only the person confirms or declines the own share; the lead proposer agrees by handing in. See `services.shares`.
    """

    __tablename__ = "issue_proposers"
    __table_args__ = (
        UniqueConstraint("issue_id", "person_id", name="person"),
        CheckConstraint("share BETWEEN 1 AND 100", name="share_is_percent"),
        CheckConstraint("(consent = 'asked') = (answered_at IS NULL)", name="moment_if_answered"),
        CheckConstraint("consent <> 'declined' OR decline_reason <> ''", name="reason_if_declined"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    share: Mapped[int]
    consent: Mapped[Consent] = enum_column(Consent, default=Consent.ASKED, server_default=Consent.ASKED.value)
    answered_at: Mapped[datetime | None]
    decline_reason: Mapped[long_text] = mapped_column(default="", server_default="")


class FormerProposer(Model):
    """이전 몫: a share as it was before the shares were set anew. Rows are never changed."""

    __tablename__ = "issue_former_proposers"
    __table_args__ = (CheckConstraint("share BETWEEN 1 AND 100", name="share_is_percent"),)

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    person_id: Mapped[int] = foreign_key("people.id")
    share: Mapped[int]
    consent: Mapped[Consent] = enum_column(Consent)
    ended_by_id: Mapped[int] = foreign_key("people.id", index=False)
    ended_at: Mapped[datetime]


class Triage(Model):
    """분류: one decision of the control tower about an issue. Rows are never changed.

    `state_before` is the issue's state when the decision was taken, so that undoing a link restores it.
    """

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
    answer_due_on: Mapped[date | None]
    state_before: Mapped[IssueState | None] = enum_column(IssueState, name="state_before")
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


append_only("issue_former_proposers")
append_only("triages")
append_only("issue_steps")
columns_stay(
    "issues",
    "number",
    "blind",
    "department_id",
    "received_at",
    "received_on",
    name="receipt_stays",
    reason="what was received stands",
)
columns_stay(
    "issues",
    "proposer_id",
    name="lead_has_a_share",
    reason="only somebody with a share takes the lead of an issue that is not decided",
    when="OLD.state IN ('adopted', 'merged', 'withdrawn') OR NOT EXISTS"
    " (SELECT 1 FROM issue_proposers WHERE issue_id = NEW.id AND person_id = NEW.proposer_id)",
)
columns_stay(
    "issues",
    "decided_on",
    "decision_due_on",
    name="days_stay",
    reason="the days of a decision stand",
    when="OLD.state IN ('adopted', 'merged', 'refused', 'withdrawn') AND NEW.state = OLD.state",
)
columns_stay(
    "issues", "state", "task_id", name="adopted_stays", reason="an adopted issue stays so", when="OLD.state = 'adopted'"
)
stands_with(
    "issue_proposers",
    when="(SELECT state FROM issues WHERE id = {row}.issue_id) = 'adopted'",
    reason="the shares of an adopted issue stand",
)
