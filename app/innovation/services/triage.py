"""분류: what the control tower decides about an issue. Every decision has a reason and leaves a row."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.events import FreeText, publish
from app.innovation.enums import IssueState, RefusalReason, TriageDecision
from app.innovation.enums.permissions import Permission
from app.innovation.enums.steps import IssueStepKind
from app.innovation.events import IssueAdopted, IssueLinked, IssueLinkUndone, IssueRefused, IssueTriaged
from app.innovation.models import Issue, Task, Triage
from app.innovation.policy import POLICY
from app.innovation.queries.clock_presets import clock_of
from app.innovation.queries.issue_voices import has_linked
from app.innovation.rules import issues as rules
from app.innovation.rules.answers import check_no_supplement_given, check_supplement_request
from app.innovation.rules.clocks import Pause, follow_up_day, supplement_due
from app.innovation.rules.stages import check_active
from app.innovation.services.issue_clocks import days_off, decision_day, supplement_request_day
from app.innovation.services.issue_opinions import drop_opinions
from app.innovation.services.issue_shares import require_apart
from app.innovation.services.issues import record_step
from app.innovation.services.shares import check_agreed


@dataclass(frozen=True, kw_only=True)
class _Decision:
    """One decision as it will stand in its row."""

    kind: TriageDecision
    reason: str
    refusal: RefusalReason | None = None
    task_id: int | None = None
    earlier_issue_id: int | None = None
    answer_due_on: date | None = None


def adopt_issue(*, actor: Actor, issue: Issue, task: Task, reason: str) -> None:
    """Make the issue a source of the task and publish who proposed it with what share: all of them have agreed."""
    shares = _require_triage(actor, issue)
    check_agreed(issue)
    check_active(task.state)
    decision = _Decision(kind=TriageDecision.ADOPT, reason=reason, task_id=task.id)
    today = clock.today()
    owed = follow_up_day(today, 1, clock_of(issue))
    _decide(actor, issue, decision, decided_on=today, task_id=task.id, next_follow_up_on=owed)
    change_state(task, issue_count=task.issue_count + 1, updated_at=clock.now())
    publish(IssueAdopted(actor_id=actor.id, issue_id=issue.id, task_id=task.id, proposer_shares=shares))


def refuse_issue(*, actor: Actor, issue: Issue, refusal: RefusalReason | None, reason: str) -> None:
    """Do not adopt the issue: a code and the reviewer's own words."""
    _require_triage(actor, issue)
    if refusal is RefusalReason.NOT_SUPPLEMENTED:
        check_no_supplement_given(clock.today(), issue.supplement_due_on)
    decision = _Decision(kind=TriageDecision.REFUSE, reason=reason, refusal=refusal)
    _decide(actor, issue, decision, decided_on=clock.today(), refusal=refusal)
    assert refusal is not None
    publish(IssueRefused(actor_id=actor.id, issue_id=issue.id, reason_code=refusal.value))


def link_issue(*, actor: Actor, issue: Issue, earlier: Issue, reason: str) -> None:
    """Link the issue to the same idea received earlier. Nothing moves: the earlier one is read with those linked."""
    _require_triage(actor, issue)
    _hold(issue, earlier)
    rules.check_link(issue.number, earlier.number, earlier.state, has_linked=has_linked(issue.id))
    decision = _Decision(kind=TriageDecision.LINK, reason=reason, earlier_issue_id=earlier.id)
    _decide(actor, issue, decision, decided_on=clock.today(), earlier_issue_id=earlier.id)
    publish(IssueLinked(actor_id=actor.id, issue_id=issue.id, earlier_issue_id=earlier.id))


def ask_supplement(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Ask the proposer for more, within the first days of the term; the clock of the decision stops until the answer.

    The reviewing department may ask, too.
    """
    access.require(POLICY, Permission.ISSUE_REVIEW, actor, issue)
    require_apart(actor, issue)
    now, today, periods = clock.now(), clock.today(), clock_of(issue)
    rules.check_triage(issue.state, TriageDecision.SUPPLEMENT, reason)
    check_supplement_request(today, supplement_request_day(issue))
    due_on = supplement_due(clock.to_seoul(now), periods, days_off(today, periods.supplement_days))
    due = decision_day(issue, extra=[Pause(today, due_on)])
    decision = _Decision(kind=TriageDecision.SUPPLEMENT, reason=reason, answer_due_on=due_on)
    _decide(actor, issue, decision, supplement_due_on=due_on, decision_due_on=due)


def undo_link(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Take a link back: the issue is again what it was."""
    _require_triage(actor, issue)
    target = rules.check_undoing_link(issue.state, reason, _state_before_link(issue))
    record_step(issue, IssueStepKind.LINK_UNDOING, reason, actor)
    change_state(issue, state=target, earlier_issue_id=None, decided_on=None)
    publish(IssueLinkUndone(actor_id=actor.id, issue_id=issue.id, reason=FreeText(reason)))


def _hold(*issues: Issue) -> None:
    """Let nobody link or decide these issues at the same time, so that two links never make a chain."""
    ids = sorted(issue.id for issue in issues)
    db.session.execute(select(Issue.id).where(Issue.id.in_(ids)).order_by(Issue.id).with_for_update())
    for issue in issues:
        db.session.refresh(issue)


def _state_before_link(issue: Issue) -> IssueState | None:
    links = select(Triage.state_before).where(Triage.issue_id == issue.id, Triage.decision == TriageDecision.LINK)
    return db.session.scalar(links.order_by(Triage.id.desc()).limit(1))


def _require_triage(actor: Actor, issue: Issue) -> tuple[tuple[int, int], ...]:
    """Refuse whoever is no control tower or has a share in the issue; return the shares of the proposers."""
    access.require(POLICY, Permission.ISSUE_TRIAGE, actor, issue)
    return require_apart(actor, issue)


def _decide(actor: Actor, issue: Issue, decision: _Decision, **values: Any) -> IssueState:
    """Check and keep the decision, move the issue, publish the fact."""
    target = rules.check_triage(issue.state, decision.kind, decision.reason, decision.refusal)
    before = issue.state
    change_state(issue, state=target, **values)
    if target not in rules.UNDECIDED and target is not IssueState.MERGED:
        drop_opinions(actor=actor, issue=issue)
    db.session.add(
        Triage(
            issue_id=issue.id,
            decision=decision.kind,
            refusal=decision.refusal,
            reason=decision.reason,
            task_id=decision.task_id,
            earlier_issue_id=decision.earlier_issue_id,
            answer_due_on=decision.answer_due_on,
            state_before=before,
            decided_by_id=actor.id,
            decided_at=clock.now(),
        )
    )
    db.session.flush()
    publish(
        IssueTriaged(
            actor_id=actor.id, issue_id=issue.id, decision=decision.kind.value, reason=FreeText(decision.reason)
        )
    )
    return target
