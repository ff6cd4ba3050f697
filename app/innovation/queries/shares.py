"""몫이 열려 있는가: shares are answered before the decision, and again while credit for a refused idea waits."""

from sqlalchemy import ColumnElement, exists, or_, select

from app.core.database import db
from app.innovation.enums import IssueState
from app.innovation.enums.answers import RevivalState
from app.innovation.models import Issue, Revival
from app.innovation.rules.issues import UNDECIDED

_WAITING = (RevivalState.TOLD, RevivalState.CLAIMED)


def is_revived(issue: Issue) -> bool:
    """Whether credit for the refused issue waits for its proposer or for the decision."""
    waits = exists().where(Revival.issue_id == issue.id, Revival.state.in_(_WAITING))
    return issue.state is IssueState.REFUSED and bool(db.session.scalar(select(waits)))


def shares_open() -> ColumnElement[bool]:
    """Issues of the statement whose shares may be answered: `rules.proposals.shares_are_open` in SQL."""
    revived = exists().where(Revival.issue_id == Issue.id, Revival.state.in_(_WAITING))
    return or_(Issue.state.in_(UNDECIDED), (Issue.state == IssueState.REFUSED) & revived)
