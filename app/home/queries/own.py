"""What is the reader's own: mileage, issues and tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, db
from app.core.messages import Message
from app.innovation.enums import Stage, TaskState
from app.innovation.models import Issue, Task, TeamMember
from app.innovation.queries.issue_clock import (
    CLOCK_COLUMNS,
    ShownClock,
    awaited_department,
    awaited_until,
    reviewing_department,
    shown_clock,
)
from app.innovation.queries.proposers import is_of
from app.innovation.rules.issues import PublicFacts, public_sentence
from app.mileage.models import AccountYear, MileageAccount
from app.organization.models import Department

MOST = 10
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class OwnMileage:
    """Balance of the reader's account and what was earned this year; 0 without any posting."""

    balance: Decimal
    earned: Decimal
    year: int


@dataclass(frozen=True, kw_only=True)
class OwnIssue:
    """One of the reader's issues with the sentence that says where it stands."""

    id: int
    number: str
    title: str
    sentence: Message
    clock: ShownClock | None


@dataclass(frozen=True, kw_only=True)
class OwnTask:
    """A task the reader leads, works on, or answers for."""

    id: int
    number: str
    title: str
    department: str
    stage: Stage
    days: int
    open_obstacles: int


def mileage_of(actor: Actor) -> OwnMileage:
    """Return the reader's mileage: one statement."""
    year = clock.today().year
    statement = (
        select(MileageAccount.balance, AccountYear.earned)
        .outerjoin(AccountYear, and_(AccountYear.account_id == MileageAccount.id, AccountYear.year == year))
        .where(MileageAccount.person_id == actor.id)
    )
    row = db.session.execute(statement).first()
    balance, earned = (row.balance, row.earned or ZERO) if row else (ZERO, ZERO)
    return OwnMileage(balance=balance, earned=earned, year=year)


def issues_of(actor: Actor) -> Sequence[OwnIssue]:
    """Return the reader's last issues, the newest first: one statement."""
    earlier = aliased(Issue)
    statement = (
        select(
            Issue.id,
            Issue.number,
            Issue.title,
            Issue.state,
            Issue.refusal,
            earlier.number,
            awaited_department(),
            awaited_until(),
            reviewing_department(),
            *CLOCK_COLUMNS,
        )
        .outerjoin(earlier, earlier.id == Issue.earlier_issue_id)
        .where(is_of(actor))
        .order_by(Issue.id.desc())
        .limit(MOST)
    )
    return [_own_issue(found) for found in db.session.execute(statement)]


def _own_issue(found: AnyRow) -> OwnIssue:
    issue_id, number, title, state, refusal, earlier_number, awaited, awaited_on, reviewer, *clock_days = found
    due_on, promised_on, supplement_due_on = clock_days
    shown = shown_clock(state, decision_due_on=due_on, promised_on=promised_on, supplement_due_on=supplement_due_on)
    facts = PublicFacts(
        awaited_department=awaited,
        awaited_until=awaited_on,
        reviewing_department=reviewer,
        due_on=shown.due_on if shown else None,
        earlier_number=earlier_number,
        refusal=refusal,
    )
    return OwnIssue(id=issue_id, number=number, title=title, sentence=public_sentence(state, facts), clock=shown)


def tasks_of(actor: Actor) -> Sequence[OwnTask]:
    """Return active tasks of the reader's team or department, the one longest in its stage first: one statement."""
    units = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    member = exists().where(TeamMember.task_id == Task.id, TeamMember.person_id == actor.id)
    mine = or_(Task.leader_id == actor.id, member, Task.lead_department_id.in_(units))
    statement = (
        select(
            Task.id,
            Task.number,
            Task.title,
            Department.name,
            Task.stage,
            Task.stage_entered_at,
            Task.open_obstacle_count,
        )
        .join(Department, Department.id == Task.lead_department_id)
        .where(Task.state == TaskState.ACTIVE, mine)
        .order_by(Task.stage_entered_at, Task.id)
        .limit(MOST)
    )
    today = clock.today()
    return [
        OwnTask(
            id=task_id,
            number=number,
            title=title,
            department=department,
            stage=stage,
            days=(today - clock.to_seoul(entered).date()).days,
            open_obstacles=obstacles,
        )
        for task_id, number, title, department, stage, entered, obstacles in db.session.execute(statement)
    ]
