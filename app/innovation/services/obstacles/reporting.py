"""장애요인 등록."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Denied, Invalid
from app.core.events import publish
from app.core.messages import Message, _
from app.innovation.enums import (
    ObstacleControl,
    ObstacleKind,
    ObstacleLevel,
    ObstaclePhase,
    ObstacleSeverity,
    ObstacleState,
    ObstacleSubject,
    Sensitivity,
)
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.enums.permissions import Permission
from app.innovation.enums.search import SearchNoun
from app.innovation.events import ObstacleReported
from app.innovation.models import Obstacle, Plan, PracticeItem, Task
from app.innovation.policy import POLICY
from app.innovation.queries.obstacles.ladder import level_due_day
from app.innovation.rules.blockers import asked_key
from app.innovation.rules.common import clean_text
from app.innovation.rules.stages import check_active
from app.innovation.services.obstacles.history import keep, recount
from app.innovation.services.search import index_for_search
from app.organization.queries import department_names

SUBJECT_COLUMNS = {
    ObstacleSubject.ISSUE: "issue_id",
    ObstacleSubject.TASK: "task_id",
    ObstacleSubject.SLOGAN: "slogan_id",
    ObstacleSubject.PRACTICE_ITEM: "practice_item_id",
}
"""What an obstacle can be reported on today, and the column that points to it."""

RECURRENCE_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class ObstacleContent:
    """What is reported. A department, an outside body or both are asked to act until `due_on`."""

    title: str
    kind: ObstacleKind
    phase: ObstaclePhase
    control: ObstacleControl
    severity: ObstacleSeverity
    suffering_department_id: int
    harm: str
    tried: str
    asked: str
    asked_department_id: int | None
    due_on: date
    asked_body: str = ""
    detail: str = ""
    win_win: str = ""
    owner_id: int | None = None
    sensitivity: Sensitivity = Sensitivity.OPEN


def report_obstacle(*, actor: Actor, subject: ObstacleSubject, subject_id: int, content: ObstacleContent) -> Obstacle:
    """Enter an obstacle on an issue, a task, a practice item or a slogan. Refused for a task that has ended; `Invalid` names the fields."""
    access.require(POLICY, Permission.OBSTACLE_REPORT, actor)
    if actor.department_id is None:
        raise Denied(_("You may not do this."))
    task_id = _task_of(subject, subject_id)
    if task_id is not None:
        check_active(db.session.get_one(Task, task_id).state)
    _check(content)
    obstacle = _new(content, actor.id, actor.department_id)
    obstacle.subject = subject
    obstacle.task_id = task_id
    setattr(obstacle, SUBJECT_COLUMNS[subject], subject_id)
    db.session.add(obstacle)
    db.session.flush()
    keep(obstacle, ObstacleStep.REPORT, actor=actor, note=content.asked, before=None)
    recount(obstacle)
    index_for_search(SearchNoun.OBSTACLE, obstacle)
    publish(
        ObstacleReported(
            actor_id=actor.id,
            obstacle_id=obstacle.id,
            kind=obstacle.kind.value,
            suffering_department_id=obstacle.suffering_department_id,
            asked_department_id=obstacle.asked_department_id,
            due_on=obstacle.due_on.isoformat(),
        )
    )
    return obstacle


def _task_of(subject: ObstacleSubject, subject_id: int) -> int | None:
    """Return the task the obstacle counts for: a practice item belongs to that of its plan."""
    if subject is ObstacleSubject.PRACTICE_ITEM:
        plan_of_item = select(PracticeItem.plan_id).where(PracticeItem.id == subject_id).scalar_subquery()
        return db.session.scalar(select(Plan.task_id).where(Plan.id == plan_of_item))
    return subject_id if subject is ObstacleSubject.TASK else None


def _check(content: ObstacleContent) -> None:
    wrong: dict[str, list[Message]] = {}
    if content.asked_department_id is None and not clean_text(content.asked_body):
        wrong["asked_body"] = [_("Say who is asked to act: a department, or a body outside the office.")]
    if content.due_on < clock.today():
        wrong["due_on"] = [_("The day lies in the past.")]
    for name in ("title", "harm", "tried", "asked"):
        if not clean_text(getattr(content, name)):
            wrong[name] = [_("Please fill this in.")]
    if wrong:
        raise Invalid(_("Please check what you entered."), fields=wrong)


def _new(content: ObstacleContent, person_id: int, department_id: int) -> Obstacle:
    asked, today = content.asked_body, clock.today()
    if content.asked_department_id is not None:
        asked = department_names()[content.asked_department_id]
    return Obstacle(
        **vars(content),
        recurrence=asked_key(asked)[:RECURRENCE_LENGTH],
        level=ObstacleLevel.DEPARTMENT,
        level_reached_on=today,
        level_due_on=level_due_day(ObstacleLevel.DEPARTMENT, today),
        state=ObstacleState.OPEN,
        reported_by_id=person_id,
        reported_department_id=department_id,
        reported_at=clock.now(),
    )
