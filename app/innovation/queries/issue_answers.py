"""What departments were asked about an issue, and the tasks it was found again in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, allows
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.answers import IssueOpinionState, RevivalState
from app.innovation.enums.permissions import Permission
from app.innovation.models import Issue, IssueOpinion, Revival, Task
from app.innovation.policy import POLICY
from app.innovation.queries.plans import is_on_the_team
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class OpinionRow:
    """One question to a department. A draft is shown only to that department."""

    id: int
    department_id: int
    department: str
    question: str
    asked_by: str
    asked_at: datetime
    due_on: date
    state: IssueOpinionState
    words: str
    answer: OpinionAnswer | None
    answered_by: str | None
    answered_at: datetime | None
    in_time: bool | None

    @property
    def is_open(self) -> bool:
        """Whether the department still owes its answer."""
        return self.state in {IssueOpinionState.ASKED, IssueOpinionState.DRAFTED}

    @property
    def days_left(self) -> int:
        """Days until the answer is due."""
        return (self.due_on - clock.today()).days


@dataclass(frozen=True, kw_only=True)
class RevivalRow:
    """One task a refused issue was found again in. `is_readers`: the reader named the task or works on it."""

    id: int
    task_id: int
    task_number: str
    task_title: str
    state: RevivalState
    likeness: str
    decision_words: str
    is_readers: bool


def opinions_of(issue: Issue, actor: Actor) -> Sequence[OpinionRow]:
    """Return the questions about an issue in their order, in one statement."""
    asker, answerer = aliased(Person), aliased(Person)
    statement = (
        select(IssueOpinion, Department.name, asker.name, answerer.name)
        .join(Department, Department.id == IssueOpinion.department_id)
        .join(asker, asker.id == IssueOpinion.asked_by_id)
        .outerjoin(answerer, answerer.id == IssueOpinion.answered_by_id)
        .where(IssueOpinion.issue_id == issue.id)
        .order_by(IssueOpinion.id)
    )
    return [_opinion(actor, *found) for found in db.session.execute(statement)]


def _opinion(actor: Actor, row: IssueOpinion, department: str, asked_by: str, answered_by: str | None) -> OpinionRow:
    may_read = row.state is IssueOpinionState.ANSWERED or allows(POLICY, Permission.ISSUE_OPINION_DRAFT, actor, row)
    return OpinionRow(
        id=row.id,
        department_id=row.department_id,
        department=department,
        question=row.question,
        asked_by=asked_by,
        asked_at=row.asked_at,
        due_on=row.due_on,
        state=row.state,
        words=row.words if may_read else "",
        answer=row.answer,
        answered_by=answered_by,
        answered_at=row.answered_at,
        in_time=row.in_time,
    )


def opinion_or_404(issue: Issue, opinion_id: int) -> IssueOpinion:
    """Return a question about this very issue. Raises `Missing`."""
    found = db.session.scalar(
        select(IssueOpinion).where(IssueOpinion.id == opinion_id, IssueOpinion.issue_id == issue.id)
    )
    if found is None:
        raise Missing(_("There is no such question."))
    return found


def revivals_of(issue: Issue, actor: Actor) -> Sequence[RevivalRow]:
    """Return the tasks an issue was found again in, in one statement."""
    statement = (
        select(
            Revival.id,
            Revival.task_id,
            Task.number,
            Task.title,
            Revival.state,
            Revival.likeness,
            Revival.decision_words,
            or_(Revival.recorded_by_id == actor.id, is_on_the_team(actor.id)),
        )
        .join(Task, Task.id == Revival.task_id)
        .where(Revival.issue_id == issue.id)
        .order_by(Revival.id)
    )
    return [
        RevivalRow(
            id=revival_id,
            task_id=task_id,
            task_number=number,
            task_title=title,
            state=state,
            likeness=likeness,
            decision_words=words,
            is_readers=is_readers,
        )
        for revival_id, task_id, number, title, state, likeness, words, is_readers in db.session.execute(statement)
    ]


def revival_or_404(issue: Issue, revival_id: int) -> Revival:
    """Return a revival of this very issue. Raises `Missing`."""
    found = db.session.scalar(select(Revival).where(Revival.id == revival_id, Revival.issue_id == issue.id))
    if found is None:
        raise Missing(_("There is no such record."))
    return found
