"""실행팀과 협조의견 한 과제분."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Integer, ScalarSelect, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.enums import OpinionAnswer, PlanState, TeamRole
from app.innovation.enums.closings import ClosingState
from app.innovation.enums.cooperation import PlanPart
from app.innovation.models import Closing, FormerMember, GateWaiver, Opinion, OpinionReminder, Plan, Task, TeamMember
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class Member:
    """One of the team."""

    person_id: int
    employee_no: str
    name: str
    department: str
    role: TeamRole
    share: int


@dataclass(frozen=True, kw_only=True)
class OpinionRow:
    """What a cooperating department was asked and has answered. `days_left` is None once it has answered."""

    id: int
    department_id: int
    department: str
    question: str
    part: PlanPart
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    due_on: date
    answer: OpinionAnswer | None
    reason: str
    answered_by: str | None
    answered_at: datetime | None
    in_time: bool | None
    days_left: int | None
    reminders: int
    reminded_at: datetime | None


def team_of(task: Task) -> Sequence[Member]:
    """Return the team, the leader first, in one statement."""
    found = db.session.execute(_TEAM, {"task_id": task.id, "leader_id": task.leader_id or 0})
    return [
        Member(
            person_id=person_id,
            employee_no=number,
            name=name,
            department=department or "",
            role=TeamRole.LEADER if person_id == task.leader_id else TeamRole.MEMBER,
            share=share,
        )
        for person_id, number, name, department, share in found
    ]


_TASK = bindparam("task_id", type_=Integer)

_TEAM = (
    select(Person.id, Person.employee_no, Person.name, Department.name, TeamMember.share)
    .join(Person, Person.id == TeamMember.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(TeamMember.task_id == _TASK)
    .order_by(TeamMember.person_id != bindparam("leader_id", type_=Integer), TeamMember.id)
)


def awaits_decision(task: Task) -> bool:
    """Whether a plan or the closing of the task is with its approvers."""
    plan = exists().where(Plan.task_id == task.id, Plan.state.in_((PlanState.SUBMITTED, PlanState.HEAD_APPROVED)))
    closing = exists().where(Closing.task_id == task.id, Closing.state == ClosingState.SUBMITTED)
    return bool(db.session.scalar(select(or_(plan, closing))))


def former_member_ids(task: Task) -> frozenset[int]:
    """Return whoever was taken off the team of the task."""
    return frozenset(db.session.scalars(select(FormerMember.person_id).where(FormerMember.task_id == task.id)))


def waiver_ids(task: Task) -> frozenset[int]:
    """Return whoever has let a gate item of the task go."""
    return frozenset(db.session.scalars(select(GateWaiver.waived_by_id).where(GateWaiver.task_id == task.id)))


def opinions_of(task: Task) -> Sequence[OpinionRow]:
    """Return what the cooperating departments were asked and answered, in one statement."""
    return [_row(*row) for row in db.session.execute(_opinions(), {"task_id": task.id})]


@cache
def _opinions() -> AnySelect:
    answerer = aliased(Person)
    return (
        select(Opinion, Department.name, Person.name, answerer.name, *_reminders())
        .join(Department, Department.id == Opinion.department_id)
        .join(Person, Person.id == Opinion.asked_by_id)
        .outerjoin(answerer, answerer.id == Opinion.answered_by_id)
        .where(Opinion.task_id == _TASK)
        .order_by(Opinion.id)
    )


def _reminders() -> tuple[ScalarSelect[int], ScalarSelect[datetime]]:
    """How often, and when last, the department of the `Opinion` was reminded."""
    reminded = OpinionReminder.opinion_id == Opinion.id
    return (
        select(func.count()).where(reminded).correlate(Opinion).scalar_subquery(),
        select(func.max(OpinionReminder.reminded_at)).where(reminded).correlate(Opinion).scalar_subquery(),
    )


def _row(
    opinion: Opinion,
    department: str,
    asked_by: str,
    answered_by: str | None,
    reminders: int,
    reminded_at: datetime | None,
) -> OpinionRow:
    waiting = opinion.answer is None
    return OpinionRow(
        id=opinion.id,
        department_id=opinion.department_id,
        department=department,
        question=opinion.question,
        part=opinion.part,
        asked_by=asked_by,
        asked_by_id=opinion.asked_by_id,
        asked_at=opinion.asked_at,
        due_on=opinion.due_on,
        answer=opinion.answer,
        reason=opinion.reason,
        answered_by=answered_by,
        answered_at=opinion.answered_at,
        in_time=opinion.in_time,
        days_left=(opinion.due_on - clock.today()).days if waiting else None,
        reminders=reminders,
        reminded_at=reminded_at,
    )


def opinion_or_404(task: Task, opinion_id: int) -> Opinion:
    """Return an opinion of the task. `Missing` if the task has no such opinion."""
    found = db.session.scalar(select(Opinion).where(Opinion.id == opinion_id, Opinion.task_id == task.id))
    if found is None:
        raise Missing(_("There is no such request for an opinion."))
    return found
