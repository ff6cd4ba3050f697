"""과제 한 건: the task with its names, its sources and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    bindparam,
    case,
    cast,
    false,
    literal,
    not_,
    null,
    select,
    true,
    union_all,
)

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, satisfies
from app.core.database import db, read
from app.core.errors import Missing
from app.core.messages import Message, _
from app.innovation.enums import GateCode, IssueState, Stage
from app.innovation.models import GateWaiver, Issue, LeadSetting, StageAdvance, StageReturn, Task
from app.innovation.policy.predicates import READERS
from app.innovation.queries.proposers import or_hidden
from app.innovation.rules.stays import time_in_stages, visits_of_stages
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class TaskNames:
    """The names around one task."""

    department: str
    leader: str | None


@dataclass(frozen=True, kw_only=True)
class SourceIssue:
    """An issue a task comes from."""

    id: int
    number: str
    title: str
    proposer: str | Message
    received_on: date


@dataclass(frozen=True, kw_only=True)
class TaskMove:
    """An advance (`to_stage`), a return (`to_stage`, `is_return`) or a waiver (`code`)."""

    when: datetime
    who: str
    what: Message
    note: str
    to_stage: Stage | None
    is_return: bool
    code: GateCode | None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Tasks the actor may read: everybody in the office sees the board, nobody from outside."""
    return true() if reads_tasks(actor) else false()


def reads_tasks(actor: Actor) -> bool:
    """Whether the actor reads tasks at all; who does reads all of them."""
    return satisfies(READERS, actor)


def task_or_404(task_id: int, actor: Actor) -> Task:
    """Return the task. `Missing` if there is none or the actor may not read it."""
    found = db.session.scalar(select(Task).where(Task.id == task_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such task."))
    return found


def task_by_number(number: str, actor: Actor) -> Task | None:
    """Return the task with a number such as "T2026-001"."""
    return db.session.scalar(select(Task).where(Task.number == number, visible_to(actor)))


def task_with_names(task_id: int, actor: Actor) -> tuple[Task, TaskNames]:
    """Return the task and the names of its lead department and leader, in one statement. `Missing` as above."""
    statement = (
        select(Task, Department.name, Person.name)
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(Person, Person.id == Task.leader_id)
        .where(Task.id == task_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such task."))
    task, department, leader = row
    return task, TaskNames(department=department, leader=leader)


def source_issues(task: Task) -> Sequence[SourceIssue]:
    """Return the issues the task comes from, the first received first."""
    return [
        SourceIssue(id=issue_id, number=number, title=title, proposer=or_hidden(proposer), received_on=received_on)
        for issue_id, number, title, proposer, received_on in read(_SOURCES, {"task_id": task.id})
    ]


def history_of(task: Task) -> Sequence[TaskMove]:
    """Return advances, returns, waivers and settings of the lead of the task, the last first, in one statement."""
    rows = read(_HISTORY, {"task_id": task.id}).all()
    return [_move(*row[:-1]) for row in rows]


_TASK = bindparam("task_id", type_=Integer)

_SOURCES = (
    select(Issue.id, Issue.number, Issue.title, case((not_(Issue.blind), Person.name)), Issue.received_on)
    .join(Person, Person.id == Issue.proposer_id)
    .where(Issue.task_id == _TASK, Issue.state == IssueState.ADOPTED)
    .order_by(Issue.id)
)

_MOVES = union_all(
    select(
        StageAdvance.advanced_at.label("at"),
        literal("advance").label("kind"),
        Person.name.label("who"),
        cast(StageAdvance.to_stage, String).label("stage"),
        cast(null(), String).label("code"),
        StageAdvance.note.label("note"),
        StageAdvance.id.label("id"),
    )
    .join(Person, Person.id == StageAdvance.advanced_by_id)
    .where(StageAdvance.task_id == _TASK),
    select(
        StageReturn.returned_at,
        literal("return"),
        Person.name,
        cast(StageReturn.to_stage, String),
        cast(null(), String),
        StageReturn.reason,
        StageReturn.id,
    )
    .join(Person, Person.id == StageReturn.returned_by_id)
    .where(StageReturn.task_id == _TASK),
    select(
        GateWaiver.waived_at,
        literal("waiver"),
        Person.name,
        cast(GateWaiver.stage, String),
        cast(GateWaiver.code, String),
        GateWaiver.reason,
        GateWaiver.id,
    )
    .join(Person, Person.id == GateWaiver.waived_by_id)
    .where(GateWaiver.task_id == _TASK),
    select(
        LeadSetting.set_at,
        literal("lead"),
        Person.name,
        cast(null(), String),
        cast(null(), String),
        LeadSetting.reason,
        LeadSetting.id,
    )
    .join(Person, Person.id == LeadSetting.set_by_id)
    .where(LeadSetting.task_id == _TASK),
).subquery()
_HISTORY = select(_MOVES).order_by(_MOVES.c.at.desc(), _MOVES.c.id.desc())


def _move(at: datetime, kind: str, who: str, stage: str | None, code: str | None, note: str) -> TaskMove:
    if stage is None:
        what = _("The lead departments were set")
        return TaskMove(when=at, who=who, what=what, note=note, to_stage=None, is_return=False, code=None)
    target = Stage(stage)
    gate_code = GateCode(code) if code else None
    if gate_code is not None:
        what = _("Gate item waived: %(item)s", item=gate_code.label)
    elif kind == "return":
        what = _("Sent back to: %(stage)s", stage=target.label)
    else:
        what = _("Advanced to: %(stage)s", stage=target.label)
    return TaskMove(
        when=at,
        who=who,
        what=what,
        note=note,
        to_stage=None if gate_code else target,
        is_return=kind == "return",
        code=gate_code,
    )


def waived_now(task: Task, moves: Sequence[TaskMove]) -> frozenset[GateCode]:
    """Return what was waived during the present stay in the stage, out of the history; see `gates.waived_codes`."""
    return frozenset(move.code for move in moves if move.code and move.when >= task.stage_entered_at)


@dataclass(frozen=True, kw_only=True)
class StageStay:
    """How many whole days a task has stood in a stage it has been in, over all its visits."""

    stage: Stage
    days: int
    visits: int


def stays_of(task: Task, moves: Sequence[TaskMove]) -> Sequence[StageStay]:
    """Return the stages the task has been in, in their order, worked out from its history."""
    visits = visits_of_stages(move.to_stage for move in moves if move.to_stage is not None)
    days = days_in_stages(task, moves)
    return [StageStay(stage=stage, days=days[stage], visits=visits.get(stage, 1)) for stage in Stage if stage in days]


def days_in_stages(task: Task, moves: Sequence[TaskMove]) -> dict[Stage, int]:
    """Return how many whole days the task has stood in each stage it has been in."""
    until = clock.now() if task.state == "active" else task.updated_at
    steps = [(move.when, move.to_stage) for move in moves if move.to_stage is not None]
    return {stage: stay.days for stage, stay in time_in_stages(task.framed_at, steps, until).items()}
