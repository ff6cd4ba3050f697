"""이슈에 모인 뜻, read. An earlier issue is read together with those linked to it; no row moves, so undoing is exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, not_, or_, select, union
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Page, keyset_page
from app.innovation.enums import IssueState
from app.innovation.models import (
    Issue,
    IssueComment,
    IssueFollow,
    IssueParticipation,
    IssueProposer,
    IssueVote,
)
from app.innovation.queries.issues import visible_to
from app.innovation.queries.proposers import is_behind, names_shown_to
from app.organization.models import Department

PROPOSER: Message = _("Proposer (name hidden)")
"""Who wrote a comment, when naming them would name the proposer of a blind issue."""


@dataclass(frozen=True, kw_only=True)
class DepartmentVotes:
    """How many people of a department support the issue."""

    department: str
    votes: int


@dataclass(frozen=True, kw_only=True)
class Votes:
    """Support by department, each person once; `mine`: whether the reader is among them, with which issue."""

    departments: tuple[DepartmentVotes, ...]
    mine: bool

    @property
    def total(self) -> int:
        """How many people support the issue."""
        return sum(row.votes for row in self.departments)


@dataclass(frozen=True, kw_only=True)
class Participant:
    """Somebody who has joined. `number` is the linked issue they joined, None: this one.

    `employee_no` is for the lead proposer, who may give them a share.
    """

    name: str
    employee_no: str
    department: str
    words: str
    joined_at: datetime
    number: str | None
    is_me: bool


@dataclass(frozen=True, kw_only=True)
class Comment:
    """One comment; `text` is None when it was withdrawn. `number` is the linked issue it stands at, None: this one."""

    id: int
    author: str | Message
    text: str | None
    written_at: datetime
    number: str | None
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class LinkedIssue:
    """A later issue with the same idea, dealt with under this one."""

    id: int
    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Followers:
    """How many people hear of the issue, and whether the reader does by their own wish."""

    count: int
    mine: bool


def votes_of(issue: Issue, actor: Actor) -> Votes:
    """Return the support by department in one statement; who supports two linked issues counts once."""
    first = (
        select(func.min(IssueVote.id).label("id"))
        .where(IssueVote.issue_id.in_(_together(issue)), not_(_has_share(IssueVote)))
        .group_by(IssueVote.person_id)
        .subquery()
    )
    mine = func.max(case((and_(IssueVote.person_id == actor.id, IssueVote.issue_id == issue.id), 1), else_=0))
    statement = (
        select(Department.name, func.count(), mine)
        .select_from(IssueVote)
        .join(first, first.c.id == IssueVote.id)
        .join(Department, Department.id == IssueVote.department_id)
        .group_by(Department.id, Department.name)
        .order_by(func.count().desc(), Department.name)
    )
    rows = db.session.execute(statement).all()
    return Votes(
        departments=tuple(DepartmentVotes(department=name, votes=votes) for name, votes, _mine in rows),
        mine=any(mine for _name, _votes, mine in rows),
    )


def participants_of(issue: Issue, actor: Actor) -> Sequence[Participant]:
    """Return who has joined, the first at the top; people who joined a linked issue stand with its number."""
    statement = (
        select(
            Person.name,
            Person.employee_no,
            Department.name,
            IssueParticipation.words,
            IssueParticipation.joined_at,
            _origin(issue),
            IssueParticipation.person_id == actor.id,
        )
        .select_from(IssueParticipation)
        .join(Issue, Issue.id == IssueParticipation.issue_id)
        .join(Person, Person.id == IssueParticipation.person_id)
        .join(Department, Department.id == IssueParticipation.department_id)
        .where(IssueParticipation.issue_id.in_(_together(issue)), not_(_has_share(IssueParticipation)))
        .order_by(IssueParticipation.id)
    )
    return [
        Participant(
            name=name,
            employee_no=employee_no,
            department=department,
            words=words,
            joined_at=at,
            number=number,
            is_me=bool(me) and not number,
        )
        for name, employee_no, department, words, at, number, me in db.session.execute(statement)
    ]


def comments_of(issue: Issue, actor: Actor, cursor: str | None = None) -> Page[Comment]:
    """Return one page of comments, the last first, with those of linked issues and their numbers."""
    named = or_(names_shown_to(actor.id), not_(is_behind(IssueComment.author_id, Issue.id)))
    statement = (
        select(
            case((named, Person.name)),
            case((IssueComment.withdrawn_at.is_(None), IssueComment.text)),
            IssueComment.written_at,
            _origin(issue),
            IssueComment.author_id == actor.id,
            IssueComment.id,
        )
        .select_from(IssueComment)
        .join(Issue, Issue.id == IssueComment.issue_id)
        .join(Person, Person.id == IssueComment.author_id)
        .where(IssueComment.issue_id.in_(_together(issue)))
    )
    page = keyset_page(statement, keys=[IssueComment.id], cursor=cursor)
    comments = [
        Comment(id=comment_id, author=author or PROPOSER, text=text, written_at=at, number=number, is_mine=bool(mine))
        for author, text, at, number, mine, comment_id in page.rows
    ]
    return Page(comments, page.next_cursor)


def comment_or_404(comment_id: int, actor: Actor) -> IssueComment:
    """Return the comment. `Missing` if there is none or the actor may not read its issue."""
    statement = select(IssueComment).join(Issue, Issue.id == IssueComment.issue_id)
    found = db.session.scalar(statement.where(IssueComment.id == comment_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such comment."))
    return found


def linked_issues(issue: Issue, actor: Actor) -> Sequence[LinkedIssue]:
    """Return the later issues linked to this one that the actor may read."""
    statement = select(Issue.id, Issue.number, Issue.title).where(Issue.earlier_issue_id == issue.id, visible_to(actor))
    return [
        LinkedIssue(id=linked_id, number=number, title=title)
        for linked_id, number, title in db.session.execute(statement.order_by(Issue.id))
    ]


def followers_of(issue: Issue, actor: Actor) -> Followers:
    """Count who hears of the issue: its proposers, who follow it, and those of the linked ones."""
    everybody = _hearers(issue).subquery()
    mine = exists().where(IssueFollow.issue_id == issue.id, IssueFollow.person_id == actor.id)
    count, follows = db.session.execute(
        select(select(func.count()).select_from(everybody).scalar_subquery(), case((mine, 1), else_=0))
    ).one()
    return Followers(count=count, mine=bool(follows))


def has_linked(issue_id: int) -> bool:
    """Whether later issues are linked to this one."""
    return db.session.scalar(select(Issue.id).where(Issue.earlier_issue_id == issue_id).limit(1)) is not None


def _hearers(issue: Issue) -> AnySelect:
    return select(
        union(
            select(IssueFollow.person_id.label("person_id")).where(IssueFollow.issue_id.in_(_together(issue))),
            select(IssueProposer.person_id).where(IssueProposer.issue_id.in_(_together(issue))),
        ).subquery()
    )


def _together(issue: Issue) -> AnySelect:
    """Ids of the issue and of those linked to it."""
    one = aliased(Issue)
    linked = and_(one.earlier_issue_id == issue.id, one.state == IssueState.MERGED)
    return select(one.id).where(or_(one.id == issue.id, linked))


def _has_share(voice: type[IssueVote] | type[IssueParticipation]) -> ColumnElement[bool]:
    """Voices of people who were taken in as co-proposers afterwards: they stand among the proposers now."""
    return exists().where(IssueProposer.issue_id == voice.issue_id, IssueProposer.person_id == voice.person_id)


def _origin(issue: Issue) -> ColumnElement[str | None]:
    return case((Issue.id != literal(issue.id), Issue.number))
