"""분류: what the control tower decides about an issue. Every decision has a reason and leaves a row."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import IssueState, RefusalReason, TriageDecision
from app.innovation.enums.permissions import Permission
from app.innovation.enums.steps import IssueStepKind
from app.innovation.events import IssueAdopted, IssueLinked, IssueLinkUndone, IssueRefused, IssueTriaged
from app.innovation.models import Issue, IssueProposer, Task, Triage
from app.innovation.policy import POLICY
from app.innovation.rules import issues as rules
from app.innovation.rules.stages import check_active
from app.innovation.services.issues import record_step


@dataclass(frozen=True, kw_only=True)
class _Decision:
    """One decision as it will stand in its row."""

    kind: TriageDecision
    reason: str
    refusal: RefusalReason | None = None
    task_id: int | None = None
    earlier_issue_id: int | None = None


def adopt_issue(*, actor: Actor, issue: Issue, task: Task, reason: str) -> None:
    """Make the issue a source of the task and publish who proposed it with what share."""
    shares = _require_triage(actor, issue)
    check_active(task.state)
    decision = _Decision(kind=TriageDecision.ADOPT, reason=reason, task_id=task.id)
    _decide(actor, issue, decision, decided_on=clock.today(), task_id=task.id)
    change_state(task, issue_count=task.issue_count + 1, updated_at=clock.now())
    publish(IssueAdopted(actor_id=actor.id, issue_id=issue.id, task_id=task.id, proposer_shares=shares))


def refuse_issue(*, actor: Actor, issue: Issue, refusal: RefusalReason | None, reason: str) -> None:
    """Do not adopt the issue: a code and the reviewer's own words."""
    _require_triage(actor, issue)
    decision = _Decision(kind=TriageDecision.REFUSE, reason=reason, refusal=refusal)
    _decide(actor, issue, decision, decided_on=clock.today(), refusal=refusal)
    assert refusal is not None
    publish(IssueRefused(actor_id=actor.id, issue_id=issue.id, reason_code=refusal.value))


def link_issue(*, actor: Actor, issue: Issue, earlier: Issue, reason: str) -> None:
    """Link the issue to the same idea received earlier."""
    _require_triage(actor, issue)
    rules.check_link(issue.number, earlier.number, earlier.state)
    decision = _Decision(kind=TriageDecision.LINK, reason=reason, earlier_issue_id=earlier.id)
    _decide(actor, issue, decision, decided_on=clock.today(), earlier_issue_id=earlier.id)
    publish(IssueLinked(actor_id=actor.id, issue_id=issue.id, earlier_issue_id=earlier.id))


def ask_supplement(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Ask the proposer for more; the clock of the decision stops until the answer."""
    _require_triage(actor, issue)
    _decide(actor, issue, _Decision(kind=TriageDecision.SUPPLEMENT, reason=reason))


def undo_link(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Take a link back: the issue is received again."""
    _require_triage(actor, issue)
    target = rules.check_undoing_link(issue.state, reason)
    record_step(issue, IssueStepKind.LINK_UNDOING, reason, actor)
    change_state(issue, state=target, earlier_issue_id=None, decided_on=None)
    publish(IssueLinkUndone(actor_id=actor.id, issue_id=issue.id, reason=FreeText(reason)))


def _require_triage(actor: Actor, issue: Issue) -> tuple[tuple[int, int], ...]:
    """Refuse whoever is no control tower or has a share in the issue; return the shares of the proposers."""
    access.require(POLICY, Permission.ISSUE_TRIAGE, actor, issue)
    statement = select(IssueProposer.person_id, IssueProposer.share).where(IssueProposer.issue_id == issue.id)
    shares = tuple((person, share) for person, share in db.session.execute(statement.order_by(IssueProposer.id)))
    if actor.id in dict(shares):
        raise Denied(_("Nobody decides about their own issue."))
    return shares


def _decide(actor: Actor, issue: Issue, decision: _Decision, **values: Any) -> IssueState:
    """Check and keep the decision, move the issue, publish the fact."""
    target = rules.check_triage(issue.state, decision.kind, decision.reason, decision.refusal)
    change_state(issue, state=target, **values)
    db.session.add(
        Triage(
            issue_id=issue.id,
            decision=decision.kind,
            refusal=decision.refusal,
            reason=decision.reason,
            task_id=decision.task_id,
            earlier_issue_id=decision.earlier_issue_id,
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
