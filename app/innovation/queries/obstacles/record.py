"""장애요인 한 건: the obstacle with its names, and its history."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.models import Issue, Obstacle, ObstacleMove, PracticeItem, Slogan, Task
from app.innovation.queries.issues import visible_to as issue_visible_to
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.queries.obstacles.wall import days_open
from app.innovation.queries.slogans.gallery import visible_to as slogan_visible_to
from app.innovation.rules.obstacles import SETTLED, is_level_overdue
from app.organization.models import Department

Owner = aliased(Person, name="owner")
Reporter = aliased(Person, name="reporter")
Suffering = aliased(Department, name="suffering")
Asked = aliased(Department, name="asked")
Claiming = aliased(Department, name="claiming")


@dataclass(frozen=True, kw_only=True)
class ObstacleRecord:
    """The obstacle and the names around it. `days_left` is None once it is settled."""

    obstacle: Obstacle
    department: str
    asked: str
    owner: str | None
    reporter: str
    claiming_department: str | None
    subject_title: str | None
    days_open: int
    days_left: int | None
    is_level_overdue: bool
    is_settled: bool


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One move; `who` carries the department the person acted for."""

    when: datetime
    who: str | Message
    what: Message
    note: str


def obstacle_or_404(obstacle_id: int, actor: Actor) -> Obstacle:
    """Return the obstacle. `Missing` if there is none or the actor may not read it."""
    found = db.session.scalar(select(Obstacle).where(Obstacle.id == obstacle_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such obstacle."))
    return found


def obstacle_record(obstacle_id: int, actor: Actor) -> ObstacleRecord:
    """Return the obstacle with its names in one statement. `Missing` as above."""
    row = db.session.execute(_statement(actor).where(Obstacle.id == obstacle_id, visible_to(actor))).one_or_none()
    if row is None:
        raise Missing(_("There is no such obstacle."))
    obstacle, department, asked, owner, reporter, claiming, subject_title = row
    today = clock.today()
    return ObstacleRecord(
        obstacle=obstacle,
        department=department,
        asked=asked,
        owner=owner,
        reporter=reporter,
        claiming_department=claiming,
        subject_title=subject_title,
        days_open=days_open(obstacle.reported_at, obstacle.closed_on),
        days_left=None if obstacle.state in SETTLED else (obstacle.due_on - today).days,
        is_level_overdue=is_level_overdue(obstacle.state, obstacle.level_due_on, today),
        is_settled=obstacle.state in SETTLED,
    )


def _statement(actor: Actor) -> AnySelect:
    return (
        select(
            Obstacle,
            Suffering.name,
            func.coalesce(Asked.name, Obstacle.asked_body),
            Owner.name,
            Reporter.name,
            Claiming.name,
            func.coalesce(PracticeItem.text, Task.title, Issue.title, Slogan.text),
        )
        .join(Suffering, Suffering.id == Obstacle.suffering_department_id)
        .join(Reporter, Reporter.id == Obstacle.reported_by_id)
        .outerjoin(Asked, Asked.id == Obstacle.asked_department_id)
        .outerjoin(Owner, Owner.id == Obstacle.owner_id)
        .outerjoin(Claiming, Claiming.id == Obstacle.claimed_by_department_id)
        .outerjoin(Task, Task.id == Obstacle.task_id)
        .outerjoin(PracticeItem, PracticeItem.id == Obstacle.practice_item_id)
        .outerjoin(Issue, (Issue.id == Obstacle.issue_id) & issue_visible_to(actor))
        .outerjoin(Slogan, (Slogan.id == Obstacle.slogan_id) & slogan_visible_to(actor))
    )


def history(obstacle: Obstacle) -> Sequence[HistoryEntry]:
    """Return what happened, the last first, in one statement."""
    statement = (
        select(ObstacleMove, Person.name, Department.name)
        .outerjoin(Person, Person.id == ObstacleMove.moved_by_id)
        .outerjoin(Department, Department.id == ObstacleMove.moved_by_department_id)
        .where(ObstacleMove.obstacle_id == obstacle.id)
        .order_by(ObstacleMove.id.desc())
    )
    return [
        HistoryEntry(
            when=move.moved_at,
            who=_who(name, department),
            what=_what(move),
            note=move.note,
        )
        for move, name, department in db.session.execute(statement)
    ]


def _who(name: str | None, department: str | None) -> str | Message:
    if name is None:
        return _("The timetable")
    return f"{name} ({department})" if department else name


def _what(move: ObstacleMove) -> Message:
    if move.step is ObstacleStep.AUTOMATIC_ESCALATION:
        return _("Its days were over, escalated by itself: %(level)s", level=move.level.label)
    if move.step is ObstacleStep.ESCALATION:
        return _("Escalated: %(level)s", level=move.level.label)
    if move.from_state is None or move.from_state is move.to_state:
        return move.step.label
    return _(
        "%(step)s: %(before)s → %(after)s",
        step=move.step.label,
        before=move.from_state.label,
        after=move.to_state.label,
    )


def possible_owners(department_ids: Collection[int]) -> Sequence[tuple[int, str]]:
    """Return who works in the departments today, as (id, "name (department)")."""
    statement = (
        select(Person.id, Person.name, Department.name)
        .join(Department, Department.id == Person.department_id)
        .where(
            Person.department_id.in_(department_ids),
            Person.left_on.is_(None) | (Person.left_on >= clock.today()),
        )
        .order_by(Department.position, Department.id, Person.name, Person.id)
    )
    return [(person_id, f"{name} ({department})") for person_id, name, department in db.session.execute(statement)]
