"""혁신과제: setting a task and framing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.core.values import Value
from app.innovation.enums import Rating, RatingKind, Stage, TaskField, TaskKind, TaskState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.search import SearchNoun
from app.innovation.events import FramingEdited, TaskFramed
from app.innovation.models import Issue, Task
from app.innovation.policy import POLICY
from app.innovation.rules.stages import check_active
from app.innovation.services.numbers import next_number
from app.innovation.services.search import index_for_search
from app.innovation.services.stage_counts import count_tasks
from app.innovation.services.triage import adopt_issue


@dataclass(frozen=True, kw_only=True)
class TaskContent:
    """What a task is about when it is set. A task without source issues says why in `reason_without_issue`."""

    title: str
    summary: str
    kind: TaskKind
    lead_department_id: int
    field: TaskField | None = None
    values: tuple[Value, ...] = ()
    reason_without_issue: str = ""


@dataclass(frozen=True, kw_only=True)
class Framing:
    """정리·과제화: what stage 2 adds. A rating that is None has not been given."""

    title: str
    summary: str
    field: TaskField | None
    ratings: Mapping[RatingKind, Rating | None]
    values: tuple[Value, ...] = ()
    rating_note: str = ""
    reason_without_issue: str = ""


def frame_task(*, actor: Actor, content: TaskContent, issues: Sequence[Issue] = (), adoption_reason: str = "") -> Task:
    """Set a task in stage 1, adopting the issues it comes from. Adopting needs a reason and the control tower."""
    strategic = content.kind is TaskKind.STRATEGIC
    permission = Permission.TASK_FRAME_STRATEGIC if strategic else Permission.TASK_FRAME_DEPARTMENT
    access.require(POLICY, permission, actor, content)
    task = _new_task(content, framed_by_id=actor.id)
    db.session.add(task)
    db.session.flush()
    index_for_search(SearchNoun.TASK, task)
    count_tasks(entered=Stage.COLLECTION)
    publish(
        TaskFramed(
            actor_id=actor.id,
            task_id=task.id,
            lead_department_id=task.lead_department_id,
            kind=task.kind.value,
        )
    )
    for issue in issues:
        adopt_issue(actor=actor, issue=issue, task=task, reason=adoption_reason)
    return task


def _new_task(content: TaskContent, *, framed_by_id: int) -> Task:
    now = clock.now()
    year = clock.today().year
    return Task(
        number=f"T{year}-{next_number('task', year):03d}",
        title=content.title,
        summary=content.summary,
        kind=content.kind,
        field=content.field,
        values=[value.value for value in content.values],
        lead_department_id=content.lead_department_id,
        reason_without_issue=content.reason_without_issue,
        state=TaskState.ACTIVE,
        stage=Stage.COLLECTION,
        framed_by_id=framed_by_id,
        framed_at=now,
        stage_entered_at=now,
        updated_at=now,
    )


def edit_framing(*, actor: Actor, task: Task, framing: Framing) -> None:
    """Change field, ratings and wording, as long as the task has not passed the gate of stage 2."""
    access.require(POLICY, Permission.TASK_EDIT_FRAMING, actor, task)
    check_active(task.state)
    if task.stage.number > Stage.FRAMING.number:
        raise Refused(_("The framing is fixed after its gate. Send the task back to change it."))
    ratings = {
        f"rating_{kind.value}": rating.number if rating else None
        for kind in RatingKind
        for rating in [framing.ratings.get(kind)]
    }
    touch(
        task,
        title=framing.title,
        summary=framing.summary,
        field=framing.field,
        values=[value.value for value in framing.values],
        rating_note=framing.rating_note,
        reason_without_issue=framing.reason_without_issue,
        **ratings,
    )
    index_for_search(SearchNoun.TASK, task)
    publish(FramingEdited(actor_id=actor.id, task_id=task.id, lead_department_id=task.lead_department_id))


def keep_team(task: Task) -> None:
    """Let nobody change the team until the transaction ends: its papers are handed in for the team that is seen."""
    db.session.refresh(task, with_for_update=True)


def touch(task: Task, **values: Any) -> None:
    """Change a task that is read now, and move it to the top of its column. `Conflict` if somebody was faster."""
    change_state(task, updated_at=clock.now(), **values)


def count_open_obstacles(*, task: Task, count: int) -> None:
    """Keep how many obstacles of the task are open; called in the transaction that opens or closes one."""
    touch(task, open_obstacle_count=count)
