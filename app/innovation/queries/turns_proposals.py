"""내 차례: shares to confirm or to set anew, and requests for hidden names to answer."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect
from app.core.messages import Message, _
from app.core.turns import AnyColumn, Asked, lines_of
from app.innovation.enums.proposals import Consent, UnmaskingState
from app.innovation.models import Issue, IssueProposer, Unmasking
from app.innovation.queries.shares import shares_open

_TITLE = Issue.number + " " + Issue.title
_OPEN = shares_open()


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must do."""
    return [
        _issues(_("Confirm your share of the issue"), _to_confirm(actor)),
        _issues(_("Set the shares of the issue anew"), _to_set_anew(actor)),
        _unmaskings(actor),
    ]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return what the actor waits for."""
    waits = exists().where(
        IssueProposer.issue_id == Issue.id,
        IssueProposer.person_id != Issue.proposer_id,
        IssueProposer.consent == Consent.ASKED,
    )
    mine = _lines(since=Issue.received_at).where(_OPEN, Issue.proposer_id == actor.id, waits)
    return [_issues(_("Co-proposers confirm their shares"), mine)]


def _to_confirm(actor: Actor) -> AnySelect:
    lines = _lines(since=Issue.received_at).join(IssueProposer, IssueProposer.issue_id == Issue.id)
    mine = and_(IssueProposer.person_id == actor.id, Issue.proposer_id != actor.id)
    return lines.where(_OPEN, mine, IssueProposer.consent == Consent.ASKED)


def _to_set_anew(actor: Actor) -> AnySelect:
    """Issues the actor leads in which somebody has declined or has left."""
    gone = (
        select(IssueProposer.id)
        .join(Person, Person.id == IssueProposer.person_id)
        .where(IssueProposer.issue_id == Issue.id)
        .where(or_(IssueProposer.consent == Consent.DECLINED, Person.left_on < clock.today()))
        .correlate(Issue)
        .exists()
    )
    return _lines(since=Issue.received_at).where(_OPEN, Issue.proposer_id == actor.id, gone)


def _unmaskings(actor: Actor) -> Asked:
    lines = (
        lines_of(Unmasking.id, _TITLE, since=Unmasking.asked_at)
        .join(Issue, Issue.id == Unmasking.issue_id)
        .where(Unmasking.second_id == actor.id, Unmasking.state == UnmaskingState.ASKED)
    )
    what = _("Answer the request for hidden names")
    return Asked(what=what, endpoint="innovation.show_unmasking", param="unmasking_id", lines=lines)


def _lines(*, since: AnyColumn) -> AnySelect:
    return lines_of(Issue.id, _TITLE, since=since)


def _issues(what: Message, lines: AnySelect) -> Asked:
    return Asked(what=what, endpoint="innovation.show_issue", param="issue_id", lines=lines)
