"""이름 확인: the requests of one issue, one request for the two people it concerns, and whom one may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.enums.proposals import UnmaskingState
from app.innovation.models import Issue, Unmasking
from app.organization.models import Department

SECOND_ROLES = (Role.HEAD, Role.HR)


@dataclass(frozen=True, kw_only=True)
class UnmaskingRow:
    """One request: who asked whom, why, and what came of it."""

    id: int
    state: UnmaskingState
    reason: str
    asked_by: str
    asked_at: datetime
    second: str
    second_department: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class UnmaskingView:
    """One request as the two people it concerns see it."""

    unmasking: Unmasking
    issue: Issue
    asked_by: str
    second: str
    second_department: str


def unmaskings_of(issue: Issue) -> Sequence[UnmaskingRow]:
    """Return the requests to unmask the issue, the last first. For its proposers and for whoever may ask."""
    return [
        UnmaskingRow(
            id=row.id,
            state=row.state,
            reason=row.reason,
            asked_by=first,
            asked_at=row.asked_at,
            second=second,
            second_department=department,
            answer=row.answer,
            answered_at=row.answered_at,
        )
        for row, first, second, department in db.session.execute(
            _named().where(Unmasking.issue_id == issue.id).order_by(Unmasking.id.desc())
        )
    ]


def unmasking_or_404(unmasking_id: int, actor: Actor) -> UnmaskingView:
    """Return the request with its issue. Raises `Missing` for everybody but the two it concerns."""
    mine = or_(Unmasking.asked_by_id == actor.id, Unmasking.second_id == actor.id)
    statement = _named().add_columns(Issue).join(Issue, Issue.id == Unmasking.issue_id)
    found = db.session.execute(statement.where(Unmasking.id == unmasking_id, mine)).first()
    if found is None:
        raise Missing(_("There is no such request."))
    row, first, second, department, issue = found
    return UnmaskingView(unmasking=row, issue=issue, asked_by=first, second=second, second_department=department)


def seconds_for(actor: Actor) -> Sequence[tuple[int, str]]:
    """Return (person id, "department name") of whom the actor may ask: heads and HR of other offices.

    Whether somebody of them proposed the issue plays no part: a gap in the list would tell.
    """
    today = clock.today()
    today_held = exists().where(RoleAssignment.person_id == Person.id, held_on(today))
    holds = today_held.where(RoleAssignment.role.in_(SECOND_ROLES))
    reads = today_held.where(RoleAssignment.role == Role.AUDITOR)
    statement = (
        select(Person.id, Department.name, Person.name)
        .join(Department, Department.id == Person.department_id)
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .where(holds, ~reads, Person.department_id != actor.department_id)
        .where(or_(Person.left_on.is_(None), Person.left_on >= today))
        .order_by(Department.position, Department.id, Person.name, Person.id)
    )
    return [(person_id, f"{department} {name}") for person_id, department, name in db.session.execute(statement)]


def _named() -> AnySelect:
    first, second = aliased(Person), aliased(Person)
    return (
        select(Unmasking, first.name, second.name, Department.name)
        .join(first, first.id == Unmasking.asked_by_id)
        .join(second, second.id == Unmasking.second_id)
        .join(Department, Department.id == Unmasking.second_department_id)
    )
