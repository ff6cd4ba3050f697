"""이슈에 모인 뜻: voting, commenting, joining in and following. Own rows only; an issue itself never changes."""

from sqlalchemy import delete, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.events import (
    IssueCommented,
    IssueCommentWithdrawn,
    IssueFollowed,
    IssueJoined,
    IssueLeft,
    IssueUnfollowed,
    IssueVoted,
    IssueVoteWithdrawn,
)
from app.innovation.models import Issue, IssueComment, IssueFollow, IssueParticipation, IssueVote
from app.innovation.policy import POLICY
from app.innovation.queries.proposers import shares_in
from app.innovation.rules import voices as rules

OwnRow = type[IssueVote] | type[IssueFollow] | type[IssueParticipation]


def cast_vote(*, actor: Actor, issue: Issue) -> None:
    """Support the issue of somebody else, once."""
    department_id = _speaker(actor)
    rules.check_vote(issue.state, own=shares_in(actor, issue), voted=_has(IssueVote, actor, issue))
    db.session.add(IssueVote(issue_id=issue.id, person_id=actor.id, department_id=department_id, voted_at=clock.now()))
    db.session.flush()
    publish(IssueVoted(actor_id=actor.id, issue_id=issue.id))


def withdraw_vote(*, actor: Actor, issue: Issue) -> None:
    """Take the own support back."""
    _speaker(actor)
    if not _remove(IssueVote, actor, issue):
        raise Refused(_("You do not support this issue."))
    publish(IssueVoteWithdrawn(actor_id=actor.id, issue_id=issue.id))


def write_comment(*, actor: Actor, issue: Issue, text: str) -> IssueComment:
    """Say something about the issue, in plain text of at most 2,000 characters."""
    _speaker(actor)
    rules.check_open_to_voices(issue.state)
    rules.check_words(text)
    comment = IssueComment(issue_id=issue.id, author_id=actor.id, text=text, written_at=clock.now())
    db.session.add(comment)
    db.session.flush()
    publish(IssueCommented(actor_id=actor.id, issue_id=issue.id, comment_id=comment.id, text=FreeText(text)))
    return comment


def withdraw_comment(*, actor: Actor, comment: IssueComment) -> None:
    """Take the own comment back: the text is shown to nobody, and that one stood there stays visible."""
    _speaker(actor)
    if comment.author_id != actor.id:
        raise Denied(_("You may not do this."))
    if comment.withdrawn_at is not None:
        raise Refused(_("This comment was withdrawn already."))
    comment.withdrawn_at = clock.now()
    db.session.flush()
    publish(IssueCommentWithdrawn(actor_id=actor.id, issue_id=comment.issue_id, comment_id=comment.id))


def join_issue(*, actor: Actor, issue: Issue, words: str) -> None:
    """Join the issue instead of handing in the same idea; who joins follows it from then on."""
    department_id = _speaker(actor)
    rules.check_joining(issue.state, own=shares_in(actor, issue), joined=_has(IssueParticipation, actor, issue))
    rules.check_words(words)
    db.session.add(
        IssueParticipation(
            issue_id=issue.id, person_id=actor.id, department_id=department_id, words=words, joined_at=clock.now()
        )
    )
    db.session.flush()
    publish(IssueJoined(actor_id=actor.id, issue_id=issue.id, words=FreeText(words)))
    if not _has(IssueFollow, actor, issue):
        follow_issue(actor=actor, issue=issue)


def leave_issue(*, actor: Actor, issue: Issue) -> None:
    """Take no part in the issue any more."""
    _speaker(actor)
    if not _remove(IssueParticipation, actor, issue):
        raise Refused(_("You have not joined this issue."))
    publish(IssueLeft(actor_id=actor.id, issue_id=issue.id))


def follow_issue(*, actor: Actor, issue: Issue) -> None:
    """Hear of the issue from now on. Its proposers do anyway."""
    _speaker(actor)
    if shares_in(actor, issue) or _has(IssueFollow, actor, issue):
        raise Refused(_("You follow this issue already."))
    db.session.add(IssueFollow(issue_id=issue.id, person_id=actor.id, followed_at=clock.now()))
    db.session.flush()
    publish(IssueFollowed(actor_id=actor.id, issue_id=issue.id))


def unfollow_issue(*, actor: Actor, issue: Issue) -> None:
    """Hear of the issue no longer."""
    _speaker(actor)
    if not _remove(IssueFollow, actor, issue):
        raise Refused(_("You do not follow this issue."))
    publish(IssueUnfollowed(actor_id=actor.id, issue_id=issue.id))


def _speaker(actor: Actor) -> int:
    """Return the department the actor speaks from today."""
    access.require(POLICY, Permission.ISSUE_SPEAK, actor)
    if actor.department_id is None:
        raise Denied(_("You may not do this."))
    return actor.department_id


def _has(kind: OwnRow, actor: Actor, issue: Issue) -> bool:
    statement = select(kind.id).where(kind.issue_id == issue.id, kind.person_id == actor.id)
    return db.session.scalar(statement) is not None


def _remove(kind: OwnRow, actor: Actor, issue: Issue) -> bool:
    statement = delete(kind).where(kind.issue_id == issue.id, kind.person_id == actor.id).returning(kind.id)
    return db.session.scalar(statement) is not None
