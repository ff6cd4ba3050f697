"""이슈 목록과 이슈 한 건."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, String, and_, bindparam, cast, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, allows, satisfies
from app.core.database import AnyRow, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Keyset, Page, narrowed_by
from app.core.values import Value
from app.files.models import EvidenceFile
from app.innovation.enums import IssueKind, IssueState
from app.innovation.enums.permissions import Permission
from app.innovation.models import Issue, IssueOpinion, Revival, Task
from app.innovation.policy import POLICY
from app.innovation.policy.predicates import READERS
from app.innovation.queries.issue_clock import (
    CLOCK_COLUMNS,
    ShownClock,
    awaited_department,
    awaited_until,
    clock_of_issue,
    is_overdue,
    reviewing_department,
    shown_clock,
)
from app.innovation.queries.proposers import is_of_person, names_shown_to, or_hidden, shown_to
from app.innovation.rules.issues import UNDECIDED, PublicFacts, public_sentence
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class IssueFilter:
    """What a list of issues is narrowed to; None and False do not narrow."""

    state: IssueState | None = None
    kind: IssueKind | None = None
    value: Value | None = None
    department_id: int | None = None
    campaign_id: int | None = None
    year: int | None = None
    """Received in this year."""
    mine: bool = False
    undecided: bool = False
    overdue: bool = False


class IssueRow(NamedTuple):
    """One line of the list. `clock` is None when nothing is awaited; `awaited` owes an opinion."""

    id: int
    number: str
    title: str
    kind: IssueKind
    state: IssueState
    department: str | Message
    proposer: str | Message
    values: tuple[Value, ...]
    received_on: date
    clock: ShownClock | None
    awaited: str | None


@dataclass(frozen=True, kw_only=True)
class IssueDetails:
    """The names around one issue; the department is hidden with the names of its proposers."""

    department: str | Message
    reviewing_department: str | None
    awaited_department: str | None
    file_count: int
    opinion_count: int
    revival_count: int
    task_number: str | None
    task_title: str | None
    earlier_number: str | None
    origin_task: str | None
    sentence: Message


class Reading(NamedTuple):
    """What decides which issues somebody may read, besides who it is."""

    any_issue: bool
    withdrawn_ones: bool


def reading_of(actor: Actor) -> Reading:
    """Return what the actor may read: none for people from outside, withdrawn ones of others for some only."""
    return Reading(satisfies(READERS, actor), allows(POLICY, Permission.ISSUE_READ_WITHDRAWN, actor))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Issues the actor may read."""
    return visible_by(reading_of(actor), actor.id)


def visible_by(reading: Reading, person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Issues a person with these rights may read."""
    if not reading.any_issue:
        return false()
    if reading.withdrawn_ones:
        return true()
    return or_(Issue.state != IssueState.WITHDRAWN, is_of_person(person_id))


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
    chosen = narrowed_by(wanted)
    given = {**chosen, "me": actor.id, "today": clock.today(), "value": f'%"{wanted.value}"%'}
    if wanted.year is not None:
        given |= {"first_day": date(wanted.year, 1, 1), "last_day": date(wanted.year, 12, 31)}
    page = _listing(reading_of(actor), frozenset(chosen)).page(cursor, given)
    return Page([_row(found) for found in page.rows], page.next_cursor)


ME = bindparam("me", type_=Integer)

NARROWINGS = {
    "state": Issue.state == bindparam("state"),
    "kind": Issue.kind == bindparam("kind"),
    "value": cast(Issue.values, String).like(bindparam("value")),
    "department_id": and_(Issue.department_id == bindparam("department_id"), names_shown_to(ME)),
    "campaign_id": Issue.campaign_id == bindparam("campaign_id"),
    "year": Issue.received_on.between(bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)),
    "mine": is_of_person(ME),
    "undecided": Issue.state.in_(UNDECIDED),
    "overdue": is_overdue(bindparam("today", type_=Date)),
}
"""What each field of a filter asks of an issue."""


@lru_cache(maxsize=256)
def _listing(reading: Reading, narrowings: frozenset[str]) -> Keyset:
    """Put the statement of a list together once for each combination of filters in use."""
    statement = (
        select(
            Issue.id,
            Issue.number,
            Issue.title,
            Issue.kind,
            Issue.state,
            shown_to(ME, Department.name),
            shown_to(ME, Person.name),
            Issue.values,
            Issue.received_on,
            awaited_department(),
            *CLOCK_COLUMNS,
        )
        .join(Department, Department.id == Issue.department_id)
        .join(Person, Person.id == Issue.proposer_id)
        .where(visible_by(reading, ME), *(NARROWINGS[name] for name in sorted(narrowings)))
    )
    return Keyset(statement, keys=[Issue.id])


def has_value(column: InstrumentedAttribute[list[Any]], value: Value) -> ColumnElement[bool]:
    """Rows whose JSON list holds the value; read as text, which both engines can."""
    return cast(column, String).like(f'%"{value.value}"%')


def _row(found: AnyRow) -> IssueRow:
    issue_id, number, title, kind, state, department, proposer, values, received_on, awaited, *clock_days = found
    due_on, promised_on, supplement_due_on = clock_days
    return IssueRow(
        issue_id,
        number,
        title,
        kind,
        state,
        or_hidden(department),
        or_hidden(proposer),
        tuple(map(Value, values)),
        received_on,
        shown_clock(state, decision_due_on=due_on, promised_on=promised_on, supplement_due_on=supplement_due_on),
        awaited,
    )


def issue_details(issue: Issue, actor: Actor) -> IssueDetails:
    """Return the names around an issue and the sentence its proposer reads, in one statement."""
    earlier = select(Issue.number).where(Issue.id == issue.earlier_issue_id).scalar_subquery()
    origin = aliased(Task)
    statement = (
        select(
            shown_to(actor.id, Department.name),
            Task.number,
            Task.title,
            earlier,
            awaited_department(),
            awaited_until(),
            reviewing_department(),
            select(func.count())
            .where(EvidenceFile.subject_type == "issue", EvidenceFile.subject_id == issue.id)
            .scalar_subquery(),
            select(func.count()).where(IssueOpinion.issue_id == issue.id).scalar_subquery(),
            select(func.count()).where(Revival.issue_id == issue.id).scalar_subquery(),
            select(origin.number + " " + origin.title).where(origin.id == Issue.origin_task_id).scalar_subquery(),
        )
        .select_from(Issue)
        .join(Department, Department.id == Issue.department_id)
        .outerjoin(Task, Task.id == Issue.task_id)
        .where(Issue.id == issue.id)
    )
    department, task_number, task_title, earlier_number, *waiting = db.session.execute(statement).one()
    shown = clock_of_issue(issue)
    awaited, awaited_on, reviewer, files, opinions, revivals, origin_task = waiting
    facts = PublicFacts(
        awaited_department=awaited,
        awaited_until=awaited_on,
        reviewing_department=reviewer,
        due_on=shown.due_on if shown else None,
        earlier_number=earlier_number,
        refusal=issue.refusal,
    )
    return IssueDetails(
        department=or_hidden(department),
        reviewing_department=reviewer,
        awaited_department=awaited,
        file_count=files,
        opinion_count=opinions,
        revival_count=revivals,
        task_number=task_number,
        task_title=task_title,
        earlier_number=earlier_number,
        origin_task=origin_task,
        sentence=public_sentence(issue.state, facts),
    )
