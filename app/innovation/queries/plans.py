"""실행계획: its versions, its rows and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import heads_on
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.enums import ObstacleKind, PlanState
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.measures import MeasureDirection, MeasureKind
from app.innovation.models import ExpectedObstacle, Plan, PlanMeasure, PlanStep, PracticeItem, Task, TeamMember
from app.innovation.policy.plans import TeamWork
from app.innovation.queries.tasks import visible_to
from app.innovation.rules.plans import MeasureContent, PlanContent, PracticeItemContent


@dataclass(frozen=True, kw_only=True)
class PlanRecord:
    """A version with its task and the names of those who wrote and approved it."""

    plan: Plan
    task: Task
    author: str
    head_approver: str | None
    tower_approver: str | None


@dataclass(frozen=True)
class ItemRow:
    """실천과제 한 줄."""

    text: str
    owner_id: int | None
    owner: str | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class MeasureRow:
    """지표 한 줄."""

    id: int
    name: str
    unit: str
    direction: MeasureDirection
    kind: MeasureKind
    baseline: Decimal | None
    target: Decimal | None


@dataclass(frozen=True, kw_only=True)
class ObstacleRow:
    """예상 장애요인 한 줄."""

    kind: ObstacleKind
    text: str
    handling: str


@dataclass(frozen=True, kw_only=True)
class PlanRows:
    """Everything of a version that comes in several rows."""

    items: Sequence[ItemRow]
    measures: Sequence[MeasureRow]
    obstacles: Sequence[ObstacleRow]


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One entry of a document's history."""

    step: DocumentStep
    note: str
    who: str
    when: datetime


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of a task."""

    id: int
    number: int
    state: PlanState
    goal: str
    author: str
    change_reason: str
    approved_at: datetime | None


def plan_or_404(plan_id: int, actor: Actor) -> PlanRecord:
    """Return a version with its task. `Missing` if there is none or the actor may not read the task."""
    author, head, tower = aliased(Person), aliased(Person), aliased(Person)
    statement = (
        select(Plan, Task, author.name, head.name, tower.name)
        .join(Task, Task.id == Plan.task_id)
        .join(author, author.id == Plan.author_id)
        .outerjoin(head, head.id == Plan.head_approver_id)
        .outerjoin(tower, tower.id == Plan.tower_approver_id)
        .where(Plan.id == plan_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such plan."))
    plan, task, *names = row
    return PlanRecord(plan=plan, task=task, author=names[0], head_approver=names[1], tower_approver=names[2])


def latest_plan(task: Task) -> Plan | None:
    """Return the newest version, approved or not."""
    return db.session.scalar(select(Plan).where(Plan.task_id == task.id).order_by(Plan.number.desc()).limit(1))


def approved_plan(task_id: int) -> Plan | None:
    """Return the valid version: the newest that is approved."""
    valid = select(Plan).where(Plan.task_id == task_id, Plan.state == PlanState.APPROVED)
    return db.session.scalar(valid.order_by(Plan.number.desc()).limit(1))


def versions_of(task: Task, actor: Actor) -> tuple[Sequence[VersionRow], TeamWork]:
    """Return the versions of a task's plan, the newest first, and the actor's part in the team, in one statement."""
    statement = (
        select(
            is_on_the_team(actor.id),
            Plan.id,
            Plan.number,
            Plan.state,
            Plan.goal,
            Person.name,
            Plan.change_reason,
            Plan.tower_approved_at,
        )
        .select_from(Task)
        .outerjoin(Plan, Plan.task_id == Task.id)
        .outerjoin(Person, Person.id == Plan.author_id)
        .where(Task.id == task.id)
        .order_by(Plan.number.desc())
    )
    rows = db.session.execute(statement).all()
    versions = [VersionRow(*row[1:]) for row in rows if row[1] is not None]
    return versions, part_in(task, actor, is_member=rows[0][0])


def is_on_the_team(person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the person belongs to the team of the `Task` of the statement."""
    return exists().where(TeamMember.task_id == Task.id, TeamMember.person_id == person_id)


def part_in(task: Task, actor: Actor, *, is_member: bool) -> TeamWork:
    """Return the work of a team as far as it concerns this actor."""
    members = frozenset({actor.id}) if is_member else frozenset[int]()
    return TeamWork(task.lead_department_id, task.leader_id, members)


def rows_of(plan_id: int) -> PlanRows:
    """Return practice items, measures and expected obstacles in their order: three statements."""
    return PlanRows(items=_items(plan_id), measures=measures_of(plan_id), obstacles=_obstacles(plan_id))


def measures_of(plan_id: int | None) -> Sequence[MeasureRow]:
    """Return the measures of a version in their order; none for no version."""
    if plan_id is None:
        return []
    statement = (
        select(
            PlanMeasure.id,
            PlanMeasure.name,
            PlanMeasure.unit,
            PlanMeasure.direction,
            PlanMeasure.kind,
            PlanMeasure.baseline,
            PlanMeasure.target,
        )
        .where(PlanMeasure.plan_id == plan_id)
        .order_by(PlanMeasure.position)
    )
    return [MeasureRow(*row) for row in db.session.execute(statement)]


def _items(plan_id: int) -> Sequence[ItemRow]:
    statement = (
        select(PracticeItem.text, PracticeItem.owner_id, Person.name, PracticeItem.starts_on, PracticeItem.ends_on)
        .outerjoin(Person, Person.id == PracticeItem.owner_id)
        .where(PracticeItem.plan_id == plan_id)
        .order_by(PracticeItem.position)
    )
    return [ItemRow(*row) for row in db.session.execute(statement)]


def _obstacles(plan_id: int) -> Sequence[ObstacleRow]:
    statement = (
        select(ExpectedObstacle.kind, ExpectedObstacle.text, ExpectedObstacle.handling)
        .where(ExpectedObstacle.plan_id == plan_id)
        .order_by(ExpectedObstacle.position)
    )
    return [ObstacleRow(kind=kind, text=text, handling=how) for kind, text, how in db.session.execute(statement)]


def content_of(plan: Plan, rows: PlanRows) -> PlanContent:
    """Put a version into the shape the rules read."""
    return PlanContent(
        background=plan.background,
        goal=plan.goal,
        budget=plan.budget,
        practice_items=tuple(
            PracticeItemContent(text=item.text, owner_id=item.owner_id, due_on=item.ends_on) for item in rows.items
        ),
        measures=tuple(
            MeasureContent(name=row.name, unit=row.unit, baseline=row.baseline, target=row.target)
            for row in rows.measures
        ),
        expected_obstacle_count=len(rows.obstacles),
        no_obstacles=plan.no_obstacles,
    )


def steps_of(plan_id: int) -> Sequence[StepRow]:
    """Return the history of a version, the last step first."""
    statement = (
        select(PlanStep.step, PlanStep.note, Person.name, PlanStep.taken_at)
        .join(Person, Person.id == PlanStep.taken_by_id)
        .where(PlanStep.plan_id == plan_id)
        .order_by(PlanStep.id.desc())
    )
    return [
        StepRow(step=step, note=note, who=who, when=when) for step, note, who, when in db.session.execute(statement)
    ]


def writer_ids(plan_id: int) -> frozenset[int]:
    """Return everybody who has written or submitted the version: none of them may approve it."""
    wrote = PlanStep.step.in_([DocumentStep.WRITTEN, DocumentStep.SUBMITTED])
    return frozenset(db.session.scalars(select(PlanStep.taken_by_id).where(PlanStep.plan_id == plan_id, wrote)))


def team_work(task: Task) -> TeamWork:
    """Return who carries the task, for the tables of policy, in one statement; the leader is among the members."""
    statement = (
        select(TeamMember.person_id, heads_are_members())
        .select_from(Task)
        .outerjoin(TeamMember, TeamMember.task_id == Task.id)
        .where(Task.id == task.id)
    )
    rows = db.session.execute(statement).all()
    members = frozenset(person_id for person_id, _bound in rows if person_id is not None)
    return TeamWork(task.lead_department_id, task.leader_id, members, heads_are_members=rows[0][1])


def heads_are_members() -> ColumnElement[bool]:
    """Whether everybody who heads the lead department of the `Task` of the statement today is on its team."""
    heads, member = heads_on(clock.today(), Task.lead_department_id), aliased(TeamMember)
    belongs = exists().where(member.task_id == Task.id, member.person_id == RoleAssignment.person_id)
    belongs = belongs.correlate_except(member)
    return and_(heads.where(belongs).exists(), ~heads.where(~belongs).exists())


def possible_owners(task: Task) -> Sequence[tuple[int, str]]:
    """Return (id, name) of those who may be named in the plan: the lead department and the team."""
    on_the_team = select(TeamMember.person_id).where(TeamMember.task_id == task.id)
    here = or_(Person.left_on.is_(None), Person.left_on >= clock.today())
    concerned = or_(Person.department_id == task.lead_department_id, Person.id.in_(on_the_team))
    statement = select(Person.id, Person.name).where(here, concerned).order_by(Person.name, Person.id)
    return [(person_id, name) for person_id, name in db.session.execute(statement)]
