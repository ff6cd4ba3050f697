"""몫: who has a share in an issue, and keeping them from deciding about it."""

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Denied
from app.core.messages import _
from app.innovation.models import Issue, IssueProposer


def shares_of(issue: Issue) -> tuple[tuple[int, int], ...]:
    """Return (person id, whole percent) of the proposers, in their order."""
    statement = select(IssueProposer.person_id, IssueProposer.share).where(IssueProposer.issue_id == issue.id)
    return tuple((person, share) for person, share in db.session.execute(statement.order_by(IssueProposer.id)))


def require_apart(actor: Actor, issue: Issue) -> tuple[tuple[int, int], ...]:
    """Refuse whoever has a share in the issue; return the shares."""
    shares = shares_of(issue)
    if actor.id in {issue.proposer_id, *dict(shares)}:
        raise Denied(_("Nobody decides about their own issue."))
    return shares
