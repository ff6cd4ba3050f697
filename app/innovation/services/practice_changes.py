"""2진1퇴: declare a task one that brings in two practices and gives one up, and name them."""

from dataclasses import dataclass

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.events import PracticeChangeSet
from app.innovation.models import PracticeChange, Task
from app.innovation.policy import POLICY
from app.innovation.queries.practice_changes import practice_change_of
from app.innovation.rules.stages import check_active
from app.innovation.services.tasks import touch


@dataclass(frozen=True, kw_only=True)
class Practices:
    """The three practices as far as they are known; all of them are asked for when the task closes."""

    first_new: str = ""
    second_new: str = ""
    abolished: str = ""


def set_practice_change(*, actor: Actor, task: Task, practices: Practices | None) -> PracticeChange | None:
    """Declare the task a 2진1퇴 task and name its practices; None makes it an ordinary task again."""
    access.require(POLICY, Permission.PRACTICE_CHANGE_SET, actor, task)
    check_active(task.state)
    record = practice_change_of(task)
    touch(task)
    if practices is None:
        if record is None:
            raise Refused(_("This task is no “two in, one out” task."))
        db.session.delete(record)
        db.session.flush()
        record = None
    else:
        record = _write(actor, task, record, practices)
    publish(PracticeChangeSet(actor_id=actor.id, task_id=task.id, applies=practices is not None))
    return record


def _write(actor: Actor, task: Task, record: PracticeChange | None, practices: Practices) -> PracticeChange:
    written = {**vars(practices), "written_by_id": actor.id, "written_at": clock.now()}
    if record is not None:
        change_state(record, **written)
        return record
    record = PracticeChange(task_id=task.id, **written)
    db.session.add(record)
    db.session.flush()
    return record
