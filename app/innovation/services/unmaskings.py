"""이름 확인: the control tower asks, somebody of another office agrees, then both read the names for a week; each look is kept."""

from sqlalchemy import exists, select

from app.accounts.models import Person
from app.accounts.services.access_records import record_access
from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.enums.proposals import UnmaskingState
from app.innovation.enums.steps import IssueStepKind
from app.innovation.events import UnmaskingAgreed, UnmaskingAsked, UnmaskingDeclined
from app.innovation.models import Issue, IssueStep, Unmasking
from app.innovation.policy import POLICY
from app.innovation.queries.proposers import ProposerRow, proposers_of, shares_in
from app.innovation.queries.unmaskings import seconds_for
from app.innovation.rules import proposals as rules
from app.innovation.rules.common import check_reason

READ = "issue_unmasking"
"""Action of the access record."""


def ask_unmasking(*, actor: Actor, issue: Issue, second: Actor, reason: str) -> Unmasking:
    """Ask the second person to read the hidden names together."""
    access.require(POLICY, Permission.UNMASKING_ASK, actor, issue)
    if shares_in(actor, issue):
        raise Denied(_("Nobody decides about their own issue."))
    rules.check_hidden(blind=issue.blind)
    check_reason(reason)
    rules.check_offices(actor.department_id, second.department_id)
    if second.id not in dict(seconds_for(actor)):
        raise Refused(_("Choose a head or HR of another office."))
    unmasking = Unmasking(
        issue_id=issue.id,
        state=UnmaskingState.ASKED,
        reason=reason,
        asked_by_id=actor.id,
        asking_department_id=actor.department_id,
        asked_at=clock.now(),
        second_id=second.id,
        second_department_id=second.department_id,
    )
    db.session.add(unmasking)
    db.session.flush()
    publish(
        UnmaskingAsked(
            actor_id=actor.id,
            unmasking_id=unmasking.id,
            issue_id=issue.id,
            second_id=second.id,
            reason=FreeText(reason),
        )
    )
    return unmasking


def agree_unmasking(*, actor: Actor, unmasking: Unmasking) -> None:
    """Agree as the second person: for a week the two may read the names."""
    _require_second(actor, unmasking)
    change_state(unmasking, state=UnmaskingState.AGREED, answered_at=clock.now())
    publish(UnmaskingAgreed(actor_id=actor.id, unmasking_id=unmasking.id, issue_id=unmasking.issue_id))


def decline_unmasking(*, actor: Actor, unmasking: Unmasking, reason: str) -> None:
    """Do not agree: the names stay hidden."""
    _require_second(actor, unmasking)
    check_reason(reason)
    change_state(unmasking, state=UnmaskingState.DECLINED, answered_at=clock.now(), answer=reason)
    publish(
        UnmaskingDeclined(
            actor_id=actor.id, unmasking_id=unmasking.id, issue_id=unmasking.issue_id, reason=FreeText(reason)
        )
    )


def read_names(*, actor: Actor, unmasking: Unmasking, issue: Issue, address: str) -> list[ProposerRow]:
    """Return the names to one of the two after the second has agreed, and keep that they were read.

    The access record names no proposer: its readers are not among the two.
    """
    if unmasking.state is not UnmaskingState.AGREED or actor.id not in {unmasking.asked_by_id, unmasking.second_id}:
        raise Denied(_("You may not do this."))
    check_readable(unmasking, issue)
    rows = list(proposers_of(issue))
    record_access(
        actor=actor,
        address=address,
        action=READ,
        concerned_count=len(rows),
        reason=f"{issue.number} {unmasking.reason}",
    )
    return rows


def check_readable(unmasking: Unmasking, issue: Issue) -> None:
    """Refuse names after their days, names set since the agreement, and two people who are of one office today."""
    assert unmasking.answered_at is not None
    anew = exists().where(
        IssueStep.issue_id == issue.id,
        IssueStep.kind == IssueStepKind.SHARE_SETTING,
        IssueStep.taken_at >= unmasking.answered_at,
    )
    rules.check_reading(
        clock.to_seoul(unmasking.answered_at).date(), clock.today(), set_anew=bool(db.session.scalar(select(anew)))
    )
    first, second = (db.session.get_one(Person, who) for who in (unmasking.asked_by_id, unmasking.second_id))
    rules.check_offices(first.department_id, second.department_id)


def _require_second(actor: Actor, unmasking: Unmasking) -> None:
    """Refuse whoever was not asked, has come to the asker's office since, or has a share in the issue."""
    access.require(POLICY, Permission.UNMASKING_ANSWER, actor, unmasking)
    if actor.id != unmasking.second_id:
        raise Denied(_("You may not do this."))
    rules.check_offices(unmasking.asking_department_id, actor.department_id)
    rules.check_unmasking_answer(unmasking.state)
    if shares_in(actor, db.session.get_one(Issue, unmasking.issue_id)):
        raise Refused(_("This is your own issue. Ask the control tower to name somebody else."))
