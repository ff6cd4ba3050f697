"""이행 점검: a practice item is done, with evidence, or held up by an obstacle that is reported in the same step."""

from collections.abc import Sequence

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.files import services as evidence_store
from app.files.services import Upload
from app.innovation.enums import ObstacleSubject
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.enums.permissions import Permission
from app.innovation.events import MilestoneRecorded
from app.innovation.models import MilestoneResult, PracticeItem, Task
from app.innovation.policy import POLICY
from app.innovation.policy.milestones import ItemWork
from app.innovation.queries.milestones import EVIDENCE, ItemRecord
from app.innovation.queries.plans import team_work
from app.innovation.rules.milestones import check_done, check_milestone
from app.innovation.rules.stages import check_active
from app.innovation.services.obstacles import ObstacleContent, report_obstacle
from app.innovation.services.tasks import touch


def record_done(*, actor: Actor, record: ItemRecord, note: str, uploads: Sequence[Upload]) -> MilestoneResult:
    """Say that a practice item is done and attach what shows it."""
    _check(actor, record)
    check_done(note, evidence_count=len(uploads))
    touch(record.task)
    result = _keep(actor, record, MilestoneOutcome.DONE, note=note)
    evidence_store.store_uploads(uploads=uploads, subject_type=EVIDENCE, subject_id=result.id, actor=actor)
    return result


def record_blocked(*, actor: Actor, record: ItemRecord, obstacle: ObstacleContent) -> MilestoneResult:
    """Say that a practice item is held up: the reason opens an obstacle, which its department has to confirm away."""
    _check(actor, record)
    if obstacle.suffering_department_id != record.task.lead_department_id:
        raise Refused(_("It is the lead department that suffers when its practice item is held up."))
    reported = report_obstacle(
        actor=actor, subject=ObstacleSubject.PRACTICE_ITEM, subject_id=record.item.id, content=obstacle
    )
    return _keep(actor, record, MilestoneOutcome.BLOCKED, note=obstacle.harm, obstacle_id=reported.id)


def item_work(task: Task, item: PracticeItem) -> ItemWork:
    """Return who may say what has become of the item, for the table of policy."""
    return ItemWork(**vars(team_work(task)), owner_id=item.owner_id)


def _check(actor: Actor, record: ItemRecord) -> None:
    access.require(POLICY, Permission.MILESTONE_RECORD, actor, item_work(record.task, record.item))
    check_active(record.task.state)
    check_milestone(record.latest, is_valid_plan=record.is_valid_plan)


def _keep(
    actor: Actor, record: ItemRecord, outcome: MilestoneOutcome, *, note: str, obstacle_id: int | None = None
) -> MilestoneResult:
    result = MilestoneResult(
        task_id=record.task.id,
        practice_item_id=record.item.id,
        text=record.item.text,
        outcome=outcome,
        note=note,
        obstacle_id=obstacle_id,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
    )
    db.session.add(result)
    db.session.flush()
    publish(
        MilestoneRecorded(
            actor_id=actor.id,
            task_id=record.task.id,
            practice_item_id=record.item.id,
            outcome=outcome.value,
            obstacle_id=obstacle_id,
        )
    )
    return result
