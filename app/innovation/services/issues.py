"""이슈: receiving it, and what its proposer does afterwards. The decisions are in `services.triage`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.files.services import Upload, store_uploads
from app.innovation.enums import IssueKind, IssueSource, IssueState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.search import SearchNoun
from app.innovation.enums.steps import IssueStepKind
from app.innovation.events import IssueReceived, IssueReexaminationAsked, IssueSupplemented, IssueWithdrawn
from app.innovation.models import Issue, IssueStep
from app.innovation.policy import POLICY
from app.innovation.queries.clock_presets import clock_from, clock_of, preset_on
from app.innovation.rules import issues as rules
from app.innovation.rules import proposals
from app.innovation.rules.common import check_reason
from app.innovation.services.campaigns import check_taking
from app.innovation.services.issue_clocks import decision_day, first_decision_day, reexamination_day
from app.innovation.services.issue_index import index_issue
from app.innovation.services.issue_opinions import drop_opinions
from app.innovation.services.numbers import next_number
from app.innovation.services.search import index_for_search
from app.innovation.services.shares import add_proposers, check_proposers

EVIDENCE = "issue"
"""Subject type of the files of an issue."""


@dataclass(frozen=True, kw_only=True)
class IssueContent:
    """What the proposer wrote. An obstacle is either named in `expected_obstacle` or ruled out by the tick."""

    kind: IssueKind
    source: IssueSource
    title: str
    problem: str
    idea: str
    effect: str
    expected_obstacle: str = ""
    no_obstacle_expected: bool = False
    values: tuple[Value, ...] = ()
    origin_task_id: int | None = None
    origin_note: str = ""
    benchmark_id: int | None = None
    campaign_id: int | None = None
    carried_out_on: date | None = None
    carried_out_result: str = ""
    blind: bool = False


def receive_issue(
    *,
    actor: Actor,
    content: IssueContent,
    shares: Mapping[int, int] | None = None,
    files: Sequence[Upload] = (),
) -> Issue:
    """Take in an issue with its files and give it its receipt number.

    `shares` are percents by person and include the actor, who is the lead proposer; None: the actor alone.
    """
    access.require(POLICY, Permission.ISSUE_HAND_IN, actor)
    if actor.department_id is None:
        raise Denied(_("You may not do this."))
    shares = dict(shares) if shares else {actor.id: rules.WHOLE}
    check_proposers(shares, actor.id)
    rules.check_expected_obstacle(content.expected_obstacle, none_ticked=content.no_obstacle_expected)
    _check_kind(content, len(files))
    issue = _new_issue(content, proposer_id=actor.id, department_id=actor.department_id)
    db.session.add(issue)
    db.session.flush()
    add_proposers(issue=issue, shares=shares)
    index_issue(issue)
    index_for_search(SearchNoun.ISSUE, issue)
    publish(
        IssueReceived(
            actor_id=actor.id,
            issue_id=issue.id,
            number=issue.number,
            kind=issue.kind.value,
            department_id=issue.department_id,
        )
    )
    store_uploads(uploads=files, subject_type=EVIDENCE, subject_id=issue.id, actor=actor)
    return issue


def _check_kind(content: IssueContent, files: int) -> None:
    """Refuse an idea that lacks what its kind must bring: an open campaign, or day, result and evidence."""
    proposals.check_campaign(content.kind, content.campaign_id)
    proposals.check_carried_out(
        content.kind, day=content.carried_out_on, result=content.carried_out_result, today=clock.today()
    )
    proposals.check_files(content.kind, files)
    check_taking(content.campaign_id)


def _new_issue(content: IssueContent, *, proposer_id: int, department_id: int) -> Issue:
    today, now = clock.today(), clock.now()
    preset = preset_on(today)
    return Issue(
        number=rules.receipt_number(today.year, next_number("issue", today.year)),
        kind=content.kind,
        source=content.source,
        title=content.title,
        problem=content.problem,
        idea=content.idea,
        effect=content.effect,
        expected_obstacle=content.expected_obstacle.strip(),
        no_obstacle_expected=content.no_obstacle_expected,
        values=[value.value for value in content.values],
        department_id=department_id,
        proposer_id=proposer_id,
        origin_task_id=content.origin_task_id,
        origin_note=content.origin_note,
        benchmark_id=content.benchmark_id,
        campaign_id=content.campaign_id,
        carried_out_on=content.carried_out_on,
        carried_out_result=content.carried_out_result,
        blind=content.blind,
        state=IssueState.RECEIVED,
        received_at=now,
        received_on=today,
        clock_preset_id=preset.id if preset else None,
        decision_due_on=first_decision_day(now, clock_from(preset)),
    )


def supplement_issue(*, actor: Actor, issue: Issue, text: str) -> None:
    """Give the supplement that was asked for; the days of waiting move the decision's due day."""
    access.require(POLICY, Permission.ISSUE_OWN, actor, issue)
    target = rules.check_supplement(issue.state)
    check_reason(text)
    record_step(issue, IssueStepKind.SUPPLEMENT, text, actor)
    change_state(issue, state=target, decision_due_on=decision_day(issue), supplement_due_on=None)
    publish(IssueSupplemented(actor_id=actor.id, issue_id=issue.id))


def withdraw_issue(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Take an undecided issue back."""
    access.require(POLICY, Permission.ISSUE_OWN, actor, issue)
    target = rules.check_withdrawal(issue.state)
    check_reason(reason)
    if db.session.scalar(select(Issue.id).where(Issue.earlier_issue_id == issue.id).limit(1)):
        raise Refused(_("Later issues are linked to this one; it cannot be withdrawn."))
    record_step(issue, IssueStepKind.WITHDRAWAL, reason, actor)
    change_state(issue, state=target)
    drop_opinions(actor=actor, issue=issue)
    publish(IssueWithdrawn(actor_id=actor.id, issue_id=issue.id, reason=FreeText(reason)))


def ask_reexamination(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Ask to look again at a refused issue; the days for the decision begin anew."""
    access.require(POLICY, Permission.ISSUE_OWN, actor, issue)
    now, periods = clock.now(), clock_of(issue)
    last_day = reexamination_day(issue)
    target = rules.check_reexamination(
        issue.state, last_day=last_day, today=clock.today(), reason=reason, clock=periods
    )
    record_step(issue, IssueStepKind.REEXAMINATION, reason, actor)
    change_state(
        issue,
        state=target,
        refusal=None,
        decided_on=None,
        term_started_at=now,
        reviewing_department_id=None,
        decision_due_on=first_decision_day(now, periods),
        supplement_due_on=None,
        promised_on=None,
    )
    publish(IssueReexaminationAsked(actor_id=actor.id, issue_id=issue.id, reason=FreeText(reason)))


def record_step(issue: Issue, kind: IssueStepKind, note: str, actor: Actor) -> None:
    """Keep that a step of the issue was taken, by whom and when."""
    db.session.add(IssueStep(issue_id=issue.id, kind=kind, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
