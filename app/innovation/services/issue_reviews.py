"""검토: passing an issue on to another department, its advice, and a later day promised for the decision."""

from datetime import date

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor, Role
from app.core.database import change_state, db
from app.core.events import FreeText, publish
from app.innovation.enums.answers import ReviewAdvice
from app.innovation.enums.permissions import Permission
from app.innovation.events import IssuePromised, IssueReviewed, IssueTransferred
from app.innovation.models import Issue, IssuePromise, IssueReview, IssueTransfer
from app.innovation.policy import POLICY
from app.innovation.rules.answers import check_promise, check_transfer, check_undecided
from app.innovation.rules.clocks import answered_by
from app.innovation.rules.common import check_reason
from app.innovation.services.issue_clocks import term_start
from app.innovation.services.issue_shares import require_apart
from app.organization.queries import department_or_404, holidays_between


def transfer_issue(*, actor: Actor, issue: Issue, department_id: int | None, reason: str) -> None:
    """Let another department review; None gives the issue back to the control tower. The receipt and its day stay."""
    access.require(POLICY, Permission.ISSUE_REVIEW, actor, issue)
    require_apart(actor, issue)
    if department_id is not None:
        department_or_404(department_id)
    before = issue.reviewing_department_id
    check_transfer(
        issue.state,
        from_department_id=before,
        to_department_id=department_id,
        transfer_count=issue.transfer_count,
        by_control_tower=actor.has(Role.CONTROL_TOWER),
        reason=reason,
    )
    count = issue.transfer_count + 1
    change_state(issue, reviewing_department_id=department_id, transfer_count=count)
    db.session.add(
        IssueTransfer(
            issue_id=issue.id,
            from_department_id=before,
            to_department_id=department_id,
            reason=reason,
            transferred_by_id=actor.id,
            transferred_at=clock.now(),
        )
    )
    db.session.flush()
    publish(
        IssueTransferred(
            actor_id=actor.id,
            issue_id=issue.id,
            from_department_id=before,
            to_department_id=department_id,
            transfer_count=count,
            reason=FreeText(reason),
        )
    )


def advise_on_issue(*, actor: Actor, issue: Issue, advice: ReviewAdvice, words: str) -> None:
    """Give the reviewing department's advice; the issue goes back to the control tower, which decides."""
    access.require(POLICY, Permission.ISSUE_ADVISE, actor, issue)
    require_apart(actor, issue)
    check_undecided(issue.state)
    check_reason(words)
    department_id = issue.reviewing_department_id
    change_state(issue, reviewing_department_id=None)
    db.session.add(
        IssueReview(
            issue_id=issue.id,
            department_id=department_id,
            advice=advice,
            words=words,
            reviewed_by_id=actor.id,
            reviewed_at=clock.now(),
        )
    )
    db.session.flush()
    publish(IssueReviewed(actor_id=actor.id, issue_id=issue.id, department_id=department_id or 0, advice=advice.value))


def promise_day(*, actor: Actor, issue: Issue, promised_on: date, reason: str) -> None:
    """Tell the proposer that the decision will be late, why, and by when it comes.

    After the due day the notice is still taken, but it stays marked as too late.
    """
    access.require(POLICY, Permission.ISSUE_REVIEW, actor, issue)
    require_apart(actor, issue)
    today = clock.today()
    due_on = answered_by(issue.decision_due_on, issue.promised_on)
    check_promise(
        issue.state,
        due_on=max(due_on, today),
        promised_on=promised_on,
        earlier=_promises_of_term(issue),
        holidays=holidays_between(promised_on, promised_on),
        reason=reason,
    )
    in_time = today <= due_on
    change_state(issue, promised_on=promised_on)
    db.session.add(
        IssuePromise(
            issue_id=issue.id,
            due_on=due_on,
            promised_on=promised_on,
            in_time=in_time,
            reason=reason,
            promised_by_id=actor.id,
            promised_at=clock.now(),
        )
    )
    db.session.flush()
    publish(
        IssuePromised(
            actor_id=actor.id,
            issue_id=issue.id,
            due_on=due_on.isoformat(),
            promised_on=promised_on.isoformat(),
            in_time=in_time,
            reason=FreeText(reason),
        )
    )


def _promises_of_term(issue: Issue) -> int:
    """Count the promises since the present term began."""
    statement = select(IssuePromise.promised_at).where(IssuePromise.issue_id == issue.id)
    return sum(moment >= term_start(issue) for moment in db.session.scalars(statement))
