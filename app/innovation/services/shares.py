"""공동제안자의 몫: named by the lead, confirmed or declined by each, set anew when somebody declines or leaves."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import delete, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.enums.proposals import Consent
from app.innovation.enums.steps import IssueStepKind
from app.innovation.events import ShareConfirmed, ShareDeclined, SharesSet
from app.innovation.models import FormerProposer, Issue, IssueProposer, IssueStep
from app.innovation.policy import POLICY
from app.innovation.queries.people import all_here
from app.innovation.queries.proposers import ProposerRow, proposers_of
from app.innovation.queries.shares import is_revived
from app.innovation.rules import issues as issue_rules
from app.innovation.rules import proposals as rules
from app.innovation.rules.common import check_reason


def add_proposers(*, issue: Issue, shares: Mapping[int, int]) -> None:
    """Enter the proposers of a new issue. The lead agrees by handing it in; the others are asked."""
    now = clock.now()
    for person_id, share in shares.items():
        is_lead = person_id == issue.proposer_id
        consent, answered_at = (Consent.CONFIRMED, now) if is_lead else (Consent.ASKED, None)
        db.session.add(
            IssueProposer(issue_id=issue.id, person_id=person_id, share=share, consent=consent, answered_at=answered_at)
        )
    db.session.flush()


def confirm_share(*, actor: Actor, issue: Issue) -> None:
    """Agree to the own share."""
    row = _asked(actor, issue)
    row.consent, row.answered_at = Consent.CONFIRMED, clock.now()
    _record(issue, IssueStepKind.SHARE_CONFIRMATION, "", actor)
    publish(ShareConfirmed(actor_id=actor.id, issue_id=issue.id, share=row.share))


def decline_share(*, actor: Actor, issue: Issue, reason: str) -> None:
    """Do not agree to the own share; the lead proposer sets the shares anew."""
    check_reason(reason)
    row = _asked(actor, issue)
    row.consent, row.answered_at, row.decline_reason = Consent.DECLINED, clock.now(), reason
    _record(issue, IssueStepKind.SHARE_REFUSAL, reason, actor)
    publish(ShareDeclined(actor_id=actor.id, issue_id=issue.id, share=row.share, reason=FreeText(reason)))


def set_shares(*, actor: Actor, issue: Issue, shares: Mapping[int, int], reason: str) -> None:
    """Set the shares of an undecided issue, or of a refused one whose credit waits, anew. Who had confirmed the very same share need not do so again.

    The lead does so; where the lead has left the office, a co-proposer takes the lead by it.
    """
    access.require(POLICY, Permission.SHARES_SET, actor, issue)
    old = proposers_of(issue)
    if not may_set_shares(actor, old):
        raise Denied(_("Only the lead proposer sets the shares."))
    rules.check_share_setting(issue.state, revived=is_revived(issue))
    check_reason(reason)
    check_proposers(shares, actor.id)
    before = {row.person_id: (row.share, row.consent) for row in old}
    consents = rules.kept_consents(before, shares, actor.id)
    change_state(issue, proposer_id=actor.id)
    _keep_former(issue, old, actor)
    _replace(issue, shares, consents)
    _record(issue, IssueStepKind.SHARE_SETTING, reason, actor)
    publish(SharesSet(actor_id=actor.id, issue_id=issue.id, proposer_shares=tuple(sorted(shares.items()))))


def may_set_shares(actor: Actor, proposers: Sequence[ProposerRow]) -> bool:
    """Whether the actor is the lead, or a co-proposer of a lead who has left."""
    lead_is_here = any(row.is_lead and row.is_here for row in proposers)
    return any(row.person_id == actor.id and (row.is_lead or not lead_is_here) for row in proposers)


def check_proposers(shares: Mapping[int, int], lead_id: int) -> None:
    """Refuse shares that break the rules, or that name somebody who does not work here today."""
    issue_rules.check_shares({person: Decimal(share) for person, share in shares.items()}, lead_id)
    if not all_here(shares):
        raise Refused(_("A co-proposer has left the office or does not exist."))


def check_agreed(issue: Issue) -> tuple[tuple[int, int], ...]:
    """Refuse while a share is not confirmed; return (person id, whole percent), the lead first."""
    rows = proposers_of(issue)
    rules.check_all_agree((row.agrees, row.is_here) for row in rows)
    return tuple((row.person_id, row.share) for row in rows)


def _asked(actor: Actor, issue: Issue) -> IssueProposer:
    """Return the actor's own row, locked, if it waits for an answer."""
    access.require(POLICY, Permission.SHARE_ANSWER, actor, issue)
    statement = select(IssueProposer).where(IssueProposer.issue_id == issue.id, IssueProposer.person_id == actor.id)
    row = db.session.scalar(statement.with_for_update())
    if row is None or row.person_id == issue.proposer_id:
        raise Denied(_("You may not do this."))
    change_state(issue)  # the share must not be set anew while it is answered
    db.session.refresh(row)
    rules.check_answer(issue.state, row.consent, revived=is_revived(issue))
    return row


def _keep_former(issue: Issue, rows: Sequence[ProposerRow], actor: Actor) -> None:
    db.session.add_all(
        FormerProposer(
            issue_id=issue.id,
            person_id=row.person_id,
            share=row.share,
            consent=row.consent,
            ended_by_id=actor.id,
            ended_at=clock.now(),
        )
        for row in rows
    )


def _replace(issue: Issue, shares: Mapping[int, int], consents: Mapping[int, Consent]) -> None:
    """Put the new rows in the place of the old ones."""
    db.session.execute(delete(IssueProposer).where(IssueProposer.issue_id == issue.id))
    now = clock.now()
    db.session.add_all(
        IssueProposer(
            issue_id=issue.id,
            person_id=person_id,
            share=share,
            consent=consents[person_id],
            answered_at=now if consents[person_id] is Consent.CONFIRMED else None,
        )
        for person_id, share in shares.items()
    )
    db.session.flush()


def _record(issue: Issue, kind: IssueStepKind, note: str, actor: Actor) -> None:
    db.session.add(IssueStep(issue_id=issue.id, kind=kind, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
