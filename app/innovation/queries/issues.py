"""이슈 목록과 이슈 한 건."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, allows, satisfies
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Page, keyset_page
from app.core.values import Value
from app.innovation.enums import IssueKind, IssueState
from app.innovation.enums.permissions import Permission
from app.innovation.models import Issue, IssueProposer, Task
from app.innovation.policy import POLICY
from app.innovation.policy.predicates import READERS
from app.innovation.rules.issues import UNDECIDED, PublicFacts, public_sentence
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class IssueFilter:
    """What a list of issues is narrowed to; None and False do not narrow."""

    state: IssueState | None = None
    kind: IssueKind | None = None
    value: Value | None = None
    department_id: int | None = None
    mine: bool = False
    undecided: bool = False


@dataclass(frozen=True, kw_only=True)
class IssueRow:
    """One line of the list. `due_on` and `days_left` are None when the clock does not run."""

    id: int
    number: str
    title: str
    kind: IssueKind
    state: IssueState
    department: str
    proposer: str
    values: tuple[Value, ...]
    received_on: date
    due_on: date | None
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class IssueDetails:
    """The names around one issue. `proposers` are (name, percent), the lead first."""

    department: str
    proposers: tuple[tuple[str, int], ...]
    task_number: str | None
    task_title: str | None
    earlier_number: str | None
    sentence: Message


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Issues the actor may read: all but the withdrawn ones of others; none for people from outside."""
    if not satisfies(READERS, actor):
        return false()
    if allows(POLICY, Permission.ISSUE_READ_WITHDRAWN, actor):
        return true()
    return or_(Issue.state != IssueState.WITHDRAWN, is_of(actor))


def is_of(actor: Actor) -> ColumnElement[bool]:
    """Issues in which the actor has a share."""
    shared = exists().where(IssueProposer.issue_id == Issue.id, IssueProposer.person_id == actor.id)
    return or_(Issue.proposer_id == actor.id, shared)


def issue_or_404(issue_id: int, actor: Actor) -> Issue:
    """Return the issue. `Missing` if there is none or the actor may not read it."""
    found = db.session.scalar(select(Issue).where(Issue.id == issue_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such issue."))
    return found


def issue_by_number(number: str, actor: Actor) -> Issue | None:
    """Return the issue with a receipt number, if the actor may read it."""
    return db.session.scalar(select(Issue).where(Issue.number == number, visible_to(actor)))


def list_issues(actor: Actor, wanted: IssueFilter, cursor: str | None = None) -> Page[IssueRow]:
    """Return one page of issues, the last received first."""
    statement = (
        select(
            Issue.id,
            Issue.number,
            Issue.title,
            Issue.kind,
            Issue.state,
            Department.name,
            Person.name,
            Issue.values,
            Issue.received_on,
            Issue.decision_due_on,
        )
        .join(Department, Department.id == Issue.department_id)
        .join(Person, Person.id == Issue.proposer_id)
        .where(visible_to(actor), *_conditions(wanted, actor))
    )
    page = keyset_page(statement, keys=[Issue.id], cursor=cursor)
    return Page([_row(*values) for values in page.rows], page.next_cursor)


def _conditions(wanted: IssueFilter, actor: Actor) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        conditions.append(Issue.state == wanted.state)
    if wanted.kind is not None:
        conditions.append(Issue.kind == wanted.kind)
    if wanted.value is not None:
        conditions.append(has_value(Issue.values, wanted.value))
    if wanted.department_id is not None:
        conditions.append(Issue.department_id == wanted.department_id)
    if wanted.mine:
        conditions.append(is_of(actor))
    if wanted.undecided:
        conditions.append(Issue.state.in_(UNDECIDED))
    return conditions


def has_value(column: InstrumentedAttribute[list[Any]], value: Value) -> ColumnElement[bool]:
    """Rows whose JSON list holds the value; read as text, which both engines can."""
    return cast(column, String).like(f'%"{value.value}"%')


def _row(
    issue_id: int,
    number: str,
    title: str,
    kind: IssueKind,
    state: IssueState,
    department: str,
    proposer: str,
    values: list[str],
    received_on: date,
    due_on: date,
) -> IssueRow:
    due = running_due(state, due_on)
    return IssueRow(
        id=issue_id,
        number=number,
        title=title,
        kind=kind,
        state=state,
        department=department,
        proposer=proposer,
        values=tuple(map(Value, values)),
        received_on=received_on,
        due_on=due,
        days_left=(due - clock.today()).days if due else None,
    )


def running_due(state: IssueState, due_on: date) -> date | None:
    """Return the day the decision is due, or None while the clock stands still or the issue is decided."""
    return due_on if state in {IssueState.RECEIVED, IssueState.UNDER_REVIEW} else None


def issue_details(issue: Issue) -> IssueDetails:
    """Return the names around an issue and the sentence its proposer reads, in one statement: a row per proposer."""
    earlier = select(Issue.number).where(Issue.id == issue.earlier_issue_id).scalar_subquery()
    statement = (
        select(Person.name, IssueProposer.share, Department.name, Task.number, Task.title, earlier)
        .select_from(IssueProposer)
        .join(Person, Person.id == IssueProposer.person_id)
        .join(Department, Department.id == issue.department_id)
        .outerjoin(Task, Task.id == issue.task_id)
        .where(IssueProposer.issue_id == issue.id)
        .order_by(IssueProposer.person_id != issue.proposer_id, IssueProposer.id)
    )
    rows = db.session.execute(statement).all()
    *_first, department, task_number, task_title, earlier_number = rows[0]
    facts = PublicFacts(
        due_on=running_due(issue.state, issue.decision_due_on), earlier_number=earlier_number, refusal=issue.refusal
    )
    return IssueDetails(
        department=department,
        proposers=tuple((name, share) for name, share, *_same in rows),
        task_number=task_number,
        task_title=task_title,
        earlier_number=earlier_number,
        sentence=public_sentence(issue.state, facts),
    )
