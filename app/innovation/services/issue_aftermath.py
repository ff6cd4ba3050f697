"""이슈의 뒷일: the yearly follow-up of adopted ideas, and credit for refused ones that are carried out after all."""

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.answers import FollowUpResult, RevivalState
from app.innovation.enums.permissions import Permission
from app.innovation.events import IssueFollowedUp, RevivalClaimed, RevivalCredited, RevivalDenied, RevivalRecorded
from app.innovation.models import FollowUp, Issue, Revival, Task
from app.innovation.policy import POLICY
from app.innovation.queries.clock_presets import clock_of
from app.innovation.rules.answers import EARLY, check_credit, check_follow_up, check_revival, check_revival_state
from app.innovation.rules.clocks import credited_until, follow_up_day
from app.innovation.rules.common import check_reason
from app.innovation.services.issue_clocks import day_of
from app.innovation.services.issue_shares import require_apart
from app.innovation.services.shares import check_agreed
from app.innovation.services.stages import member_ids_of


def record_follow_up(*, actor: Actor, issue: Issue, result: FollowUpResult, words: str) -> None:
    """Write the record of the year that is owed. Source: 공무원 제안 규정 §23."""
    access.require(POLICY, Permission.ISSUE_FOLLOW_UP, actor, issue)
    require_apart(actor, issue)
    check_reason(words)
    due_on = issue.next_follow_up_on
    today = clock.today()
    check_follow_up(issue.state, due_on, today=today, earliest=(due_on or today) - EARLY)
    decided_on = issue.decided_on or today
    assert due_on is not None
    number = due_on.year - decided_on.year
    change_state(issue, next_follow_up_on=follow_up_day(decided_on, number + 1, clock_of(issue)))
    db.session.add(
        FollowUp(
            issue_id=issue.id,
            year_number=number,
            due_on=due_on,
            result=result,
            words=words,
            recorded_by_id=actor.id,
            recorded_at=clock.now(),
        )
    )
    db.session.flush()
    publish(IssueFollowedUp(actor_id=actor.id, issue_id=issue.id, year_number=number, result=result.value))


def record_revival(*, actor: Actor, issue: Issue, task: Task, likeness: str) -> Revival:
    """Say that a task carries a refused idea out after all: its proposer claims at once, the control tower tells."""
    access.require(POLICY, Permission.REVIVAL_RECORD, actor, issue)
    check_reason(likeness)
    today = clock.today()
    decided_on = issue.decided_on or today
    check_revival(
        issue.state,
        credited_until=credited_until(decided_on, clock_of(issue)),
        today=today,
        framed_on=day_of(task.framed_at),
        decided_on=decided_on,
    )
    if db.session.scalar(select(Revival.id).where(Revival.issue_id == issue.id, Revival.task_id == task.id)):
        raise Refused(_("This task is recorded for the issue already."))
    claims = actor.id == issue.proposer_id
    if not claims:
        require_apart(actor, issue)
    revival = Revival(
        issue_id=issue.id,
        task_id=task.id,
        state=RevivalState.CLAIMED if claims else RevivalState.TOLD,
        likeness=likeness,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
        claimed_by_id=actor.id if claims else None,
        claimed_at=clock.now() if claims else None,
    )
    db.session.add(revival)
    db.session.flush()
    kind = RevivalClaimed if claims else RevivalRecorded
    publish(kind(actor_id=actor.id, issue_id=issue.id, revival_id=revival.id, task_id=task.id))
    return revival


def claim_revival(*, actor: Actor, issue: Issue, revival: Revival, words: str) -> None:
    """Claim the credit as the proposer who was told."""
    access.require(POLICY, Permission.ISSUE_OWN, actor, issue)
    check_revival_state(revival.state, RevivalState.TOLD)
    check_reason(words)
    change_state(revival, state=RevivalState.CLAIMED, claim_words=words, claimed_by_id=actor.id, claimed_at=clock.now())
    publish(RevivalClaimed(actor_id=actor.id, issue_id=issue.id, revival_id=revival.id, task_id=revival.task_id))


def decide_revival(*, actor: Actor, issue: Issue, revival: Revival, credited: bool, words: str) -> None:
    """Credit the proposers, all of whom have agreed, or say why the task is another idea.

    Nobody decides what they claimed, recorded or work on.
    """
    access.require(POLICY, Permission.REVIVAL_DECIDE, actor, issue)
    require_apart(actor, issue)
    check_revival_state(revival.state, RevivalState.CLAIMED)
    check_credit(issue.state, credited=credited)
    check_reason(words)
    task = db.session.get_one(Task, revival.task_id)
    if actor.id in {revival.recorded_by_id, task.leader_id, *member_ids_of(task)}:
        raise Denied(_("Nobody decides about the credit for a task they work on or have named themselves."))
    change_state(issue)  # no share must be answered or set anew while the credit is decided
    shares = check_agreed(issue) if credited else ()
    state = RevivalState.CREDITED if credited else RevivalState.DENIED
    change_state(revival, state=state, decision_words=words, decided_by_id=actor.id, decided_at=clock.now())
    ids = {"issue_id": issue.id, "revival_id": revival.id, "task_id": revival.task_id}
    if credited:
        publish(RevivalCredited(actor_id=actor.id, proposer_shares=shares, **ids))
    else:
        publish(RevivalDenied(actor_id=actor.id, reason=FreeText(words), **ids))
