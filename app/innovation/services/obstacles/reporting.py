"""장애요인 등록."""

from dataclasses import dataclass
from datetime import date

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
from app.innovation.events import ObstacleReported
from app.innovation.models import Obstacle, Task
from app.innovation.policy import POLICY
from app.innovation.rules.common import clean_text
from app.innovation.rules.obstacles import recurrence_key
from app.innovation.rules.stages import check_active
from app.innovation.services.obstacles.history import keep, recount
from app.organization.queries import department_names

SUBJECT_COLUMNS = {
    ObstacleSubject.ISSUE: "issue_id",
    ObstacleSubject.TASK: "task_id",
    ObstacleSubject.SLOGAN: "slogan_id",
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
    owner_id: int | None = None
    sensitivity: Sensitivity = Sensitivity.OPEN


def report_obstacle(*, actor: Actor, subject: ObstacleSubject, subject_id: int, content: ObstacleContent) -> Obstacle:
    """Enter an obstacle on an issue, a task or a slogan. Refused for a task that has ended; `Invalid` names the fields."""
    access.require(POLICY, Permission.OBSTACLE_REPORT, actor)
    if actor.department_id is None:
        raise Denied(_("You may not do this."))
    if subject is ObstacleSubject.TASK:
        check_active(db.session.get_one(Task, subject_id).state)
    _check(content)
    obstacle = _new(content, actor.id, actor.department_id)
    obstacle.subject = subject
    setattr(obstacle, SUBJECT_COLUMNS[subject], subject_id)
    db.session.add(obstacle)
    db.session.flush()
    keep(obstacle, ObstacleStep.REPORT, actor=actor, note=content.asked, before=None)
    recount(obstacle)
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
    asked = content.asked_body
    if content.asked_department_id is not None:
        asked = department_names()[content.asked_department_id]
    return Obstacle(
        **vars(content),
        recurrence=recurrence_key(content.kind, asked).asked[:RECURRENCE_LENGTH],
        level=ObstacleLevel.DEPARTMENT,
        level_reached_on=clock.today(),
        state=ObstacleState.OPEN,
        reported_by_id=person_id,
        reported_department_id=department_id,
        reported_at=clock.now(),
    )
