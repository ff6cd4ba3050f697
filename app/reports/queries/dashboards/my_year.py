"""내 한 해: the reader's own ideas, tasks and what came of them. Nothing about others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.messages import Message, _
from app.innovation.enums import IssueState, ObstacleState, Stage, TaskState
from app.innovation.models import Issue, IssueProposer, Obstacle, Task, TeamMember
from app.innovation.queries import issues, tasks
from app.innovation.queries.obstacles.visibility import visible_to

MOST = 50


@dataclass(frozen=True, kw_only=True)
class MyTask:
    """A task the reader leads or works on. `days` in its stage; None once it has ended."""

    id: int
    number: str
    title: str
    stage: Stage
    state: TaskState
    days: int | None
    is_leader: bool


@dataclass(frozen=True, kw_only=True)
class AdoptedIdea:
    """An own idea that was adopted, and the task it became (None: none yet)."""

    id: int
    number: str
    title: str
    task_number: str | None
    stage: Stage | None
    task_state: TaskState | None


@dataclass(frozen=True, kw_only=True)
class RemovedObstacle:
    """An obstacle the reader reported or removed, confirmed as gone in the year."""

    id: int
    title: str
    closed_on: date
    part: Message


def ideas_by_state(actor: Actor, year: int) -> Mapping[IssueState, int]:
    """Return how many ideas with a share of the reader were received in the year, by state: one statement."""
    statement = (
        select(Issue.state, func.count().label("number"))
        .where(
            _is_mine(actor), issues.visible_to(actor), Issue.received_on.between(date(year, 1, 1), date(year, 12, 31))
        )
        .group_by(Issue.state)
    )
    found = {row.state: row.number for row in db.session.execute(statement)}
    return {state: found[state] for state in IssueState if state in found}


def _is_mine(actor: Actor) -> ColumnElement[bool]:
    """What `proposers.is_of` says, as a list of ids: among very many ideas these few are found by their index."""
    handed_in = select(Issue.id).where(Issue.proposer_id == actor.id)
    return Issue.id.in_(handed_in.union(select(IssueProposer.issue_id).where(IssueProposer.person_id == actor.id)))


def tasks_in(actor: Actor, year: int) -> Sequence[MyTask]:
    """Return the reader's tasks that were active in the year: running ones begun by then, and those ended in it."""
    first, after = clock.start_of_day(date(year, 1, 1)), clock.start_of_day(date(year + 1, 1, 1))
    led = select(Task.id).where(Task.leader_id == actor.id)
    mine = led.union(select(TeamMember.task_id).where(TeamMember.person_id == actor.id))
    statement = (
        select(Task.id, Task.number, Task.title, Task.stage, Task.state, Task.stage_entered_at, Task.leader_id)
        .where(Task.id.in_(mine), tasks.visible_to(actor), Task.framed_at < after)
        .where(or_(Task.state == TaskState.ACTIVE, Task.updated_at >= first))
        .order_by(Task.state != TaskState.ACTIVE, Task.stage_entered_at, Task.id)
        .limit(MOST)
    )
    today = clock.today()
    return [
        MyTask(
            id=key,
            number=number,
            title=title,
            stage=stage,
            state=state,
            days=(today - clock.to_seoul(entered).date()).days if state is TaskState.ACTIVE else None,
            is_leader=leader == actor.id,
        )
        for key, number, title, stage, state, entered, leader in db.session.execute(statement)
    ]


def adopted_ideas(actor: Actor, year: int) -> Sequence[AdoptedIdea]:
    """Return the reader's ideas received in the year and adopted, with their tasks: one statement."""
    statement = (
        select(Issue.id, Issue.number, Issue.title, Task.number, Task.stage, Task.state)
        .outerjoin(Task, Task.id == Issue.task_id)
        .where(_is_mine(actor), issues.visible_to(actor), Issue.state == IssueState.ADOPTED)
        .where(Issue.received_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Issue.id.desc())
        .limit(MOST)
    )
    return [
        AdoptedIdea(id=key, number=number, title=title, task_number=task, stage=stage, task_state=state)
        for key, number, title, task, stage, state in db.session.execute(statement)
    ]


def removed_obstacles(actor: Actor, year: int) -> Sequence[RemovedObstacle]:
    """Return the obstacles the reader reported, owned or claimed to be gone that were confirmed in the year."""
    did = or_(Obstacle.owner_id == actor.id, Obstacle.claimed_by_id == actor.id)
    statement = (
        select(Obstacle.id, Obstacle.title, Obstacle.closed_on, case((did, 1), else_=0))
        .where(or_(did, Obstacle.reported_by_id == actor.id), visible_to(actor))
        .where(Obstacle.state == ObstacleState.REMOVED)
        .where(Obstacle.closed_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Obstacle.closed_on.desc(), Obstacle.id.desc())
        .limit(MOST)
    )
    removed, reported = _("You removed it"), _("You reported it")
    return [
        RemovedObstacle(id=key, title=title, closed_on=closed_on, part=removed if mine else reported)
        for key, title, closed_on, mine in db.session.execute(statement)
    ]
