"""이슈: receiving it, and what its proposer does afterwards. The decisions are in `services.triage`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.innovation.enums import IssueKind, IssueSource, IssueState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.steps import IssueStepKind
from app.innovation.events import IssueReceived, IssueReexaminationAsked, IssueSupplemented, IssueWithdrawn
from app.innovation.models import Issue, IssueProposer, IssueStep, Triage
from app.innovation.policy import POLICY
from app.innovation.rules import issues as rules
from app.innovation.rules.clocks import IssueClock, Pause, decision_due
from app.innovation.rules.common import check_reason
from app.innovation.services.numbers import next_number
from app.organization.queries import holidays_between
from app.organization.rules import next_working_day

CLOCK = IssueClock()
LONGEST_BREAK = timedelta(days=31)
"""No run of days off is longer than this."""


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


def receive_issue(*, actor: Actor, content: IssueContent, shares: Mapping[int, int] | None = None) -> Issue:
    """Take in an issue and give it its receipt number.

    `shares` are percents by person and include the actor, who is the lead proposer; None: the actor alone.
    """
    access.require(POLICY, Permission.ISSUE_HAND_IN, actor)
    if actor.department_id is None:
        raise Denied(_("You may not do this."))
    shares = dict(shares) if shares else {actor.id: rules.WHOLE}
    rules.check_shares({person: Decimal(share) for person, share in shares.items()}, actor.id)
    rules.check_expected_obstacle(content.expected_obstacle, none_ticked=content.no_obstacle_expected)
    issue = _new_issue(content, proposer_id=actor.id, department_id=actor.department_id)
    db.session.add(issue)
    db.session.flush()
    db.session.add_all(
        IssueProposer(issue_id=issue.id, person_id=person, share=share) for person, share in shares.items()
    )
    db.session.flush()
    publish(
        IssueReceived(
            actor_id=actor.id,
            issue_id=issue.id,
            number=issue.number,
            kind=issue.kind.value,
            department_id=issue.department_id,
        )
    )
    return issue


def _new_issue(content: IssueContent, *, proposer_id: int, department_id: int) -> Issue:
    today = clock.today()
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
        state=IssueState.RECEIVED,
        received_at=clock.now(),
        received_on=today,
        decision_due_on=on_working_day(decision_due(today, CLOCK)),
    )


def on_working_day(day: date) -> date:
    """Return the day, or the first working day after it: a period that ends on a holiday ends then."""
    return next_working_day(day, holidays_between(day, day + LONGEST_BREAK))


def supplement_issue(*, actor: Actor, issue: Issue, text: str) -> None:
    """Give the supplement that was asked for; the days of waiting move the decision's due day."""
    access.require(POLICY, Permission.ISSUE_OWN, actor, issue)
    target = rules.check_supplement(issue.state)
    check_reason(text)
    record_step(issue, IssueStepKind.SUPPLEMENT, text, actor)
    due = on_working_day(decision_due(issue.received_on, CLOCK, _pauses(issue)))
    change_state(issue, state=target, decision_due_on=due)
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
    publish(IssueWithdrawn(actor_id=actor.id, issue_id=issue.id, reason=FreeText(reason)))


def ask_reexamination(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Ask to look again at a refused issue; the days for the decision begin anew."""
    access.require(POLICY, Permission.ISSUE_OWN, actor, issue)
    today = clock.today()
    notified_on = issue.decided_on or today
    target = rules.check_reexamination(issue.state, notified_on=notified_on, today=today, reason=reason, clock=CLOCK)
    record_step(issue, IssueStepKind.REEXAMINATION, reason, actor)
    due = on_working_day(decision_due(today, CLOCK))
    change_state(issue, state=target, refusal=None, decided_on=None, decision_due_on=due)
    publish(IssueReexaminationAsked(actor_id=actor.id, issue_id=issue.id, reason=FreeText(reason)))


def record_step(issue: Issue, kind: IssueStepKind, note: str, actor: Actor) -> None:
    """Keep that a step of the issue was taken, by whom and when."""
    db.session.add(IssueStep(issue_id=issue.id, kind=kind, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()


def _pauses(issue: Issue) -> list[Pause]:
    """Pair each request for a supplement with the answer that ended it, in their order."""
    asked = db.session.scalars(
        select(Triage.decided_at)
        .where(Triage.issue_id == issue.id, Triage.decision == "supplement")
        .order_by(Triage.id)
    )
    answered = db.session.scalars(
        select(IssueStep.taken_at)
        .where(IssueStep.issue_id == issue.id, IssueStep.kind == IssueStepKind.SUPPLEMENT)
        .order_by(IssueStep.id)
    )
    return [
        Pause(clock.to_seoul(start).date(), clock.to_seoul(end).date())
        for start, end in zip(asked, answered, strict=True)
    ]
