"""단계: forward through the gate, back with a reason, and what the control tower lets go."""

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import GateCode, Stage, TaskState
from app.innovation.enums.permissions import Permission
from app.innovation.events import GateWaived, StageAdvanced, StageReturned
from app.innovation.models import GateWaiver, StageAdvance, StageReturn, Task, TeamMember
from app.innovation.policy import POLICY
from app.innovation.queries.gates import gate_items_of
from app.innovation.queries.joint_leads import lead_ids
from app.innovation.queries.teams import former_member_ids
from app.innovation.rules import stages as rules
from app.innovation.services.stage_counts import count_tasks
from app.innovation.services.tasks import touch


def advance_task(*, actor: Actor, task: Task, note: str = "") -> StageAdvance:
    """Let the task through its gate into the next stage. Refused with the names of the items still missing."""
    framed = task.stage is Stage.FRAMING
    access.require(POLICY, Permission.STAGE_ADVANCE_FRAMED if framed else Permission.STAGE_ADVANCE, actor, task)
    rules.check_active(task.state)
    source = task.stage
    rules.check_advance(source, gate_items_of(task))
    target = rules.next_stage(source)
    assert target is not None
    _move(task, target)
    advance = StageAdvance(
        task_id=task.id,
        from_stage=source,
        to_stage=target,
        note=note,
        advanced_by_id=actor.id,
        advanced_at=task.stage_entered_at,
    )
    db.session.add(advance)
    db.session.flush()
    publish(
        StageAdvanced(
            actor_id=actor.id,
            task_id=task.id,
            from_stage=source.number,
            to_stage=target.number,
            lead_department_id=task.lead_department_id,
            member_ids=member_ids_of(task),
            member_shares=member_shares_of(task),
        )
    )
    return advance


def return_task(*, actor: Actor, task: Task, to_stage: Stage, reason: str) -> StageReturn:
    """Send the task back to an earlier stage. The return is counted and its reason stays visible."""
    access.require(POLICY, Permission.STAGE_RETURN, actor, task)
    rules.check_active(task.state)
    source = task.stage
    rules.check_going_back(source, to_stage, reason)
    _move(task, to_stage, return_count=task.return_count + 1)
    record = StageReturn(
        task_id=task.id,
        from_stage=source,
        to_stage=to_stage,
        reason=reason,
        returned_by_id=actor.id,
        returned_at=task.stage_entered_at,
    )
    db.session.add(record)
    db.session.flush()
    publish(
        StageReturned(
            actor_id=actor.id,
            task_id=task.id,
            from_stage=source.number,
            to_stage=to_stage.number,
            reason=FreeText(reason),
        )
    )
    return record


def waive_gate_item(*, actor: Actor, task: Task, code: GateCode, reason: str) -> GateWaiver:
    """Let an open item of the present gate go, for this stay in the stage; never for the own task or department."""
    access.require(POLICY, Permission.GATE_WAIVE, actor, task)
    if actor.id in {task.responsible_head_id, *member_ids_of(task), *former_member_ids(task)}:
        raise Denied(_("Nobody waives for a task they work on, have worked on or answer for."))
    if offices_of(actor) & lead_ids(task):
        raise Denied(_("No department waives for a task it leads."))
    rules.check_active(task.state)
    rules.check_waiver(gate_items_of(task), code, reason)
    touch(task)
    waiver = GateWaiver(
        task_id=task.id,
        stage=task.stage,
        code=code,
        reason=reason,
        waived_by_id=actor.id,
        waived_at=clock.now(),
    )
    db.session.add(waiver)
    db.session.flush()
    publish(GateWaived(actor_id=actor.id, task_id=task.id, gate_code=code.value, reason=FreeText(reason)))
    return waiver


def end_task(*, task: Task, state: TaskState) -> None:
    """Take an active task off the board as COMPLETED or ENDED_EARLY. Whether it may end is the closing's business."""
    rules.check_active(task.state)
    if state is TaskState.ACTIVE:
        raise Refused(_("A task ends as completed or as ended early."))
    now = clock.now()
    change_state(task, state=state, updated_at=now)
    count_tasks(left=task.stage)


def member_ids_of(task: Task) -> tuple[int, ...]:
    """Return the ids of the team, the leader first."""
    return tuple(person for person, _share in member_shares_of(task))


def member_shares_of(task: Task) -> tuple[tuple[int, str], ...]:
    """Return (person id, agreed percent as text) of the team, the leader first."""
    statement = (
        select(TeamMember.person_id, TeamMember.share)
        .where(TeamMember.task_id == task.id)
        .order_by(TeamMember.person_id != (task.leader_id or 0), TeamMember.id)
    )
    return tuple((person, str(share)) for person, share in db.session.execute(statement))


def _move(task: Task, target: Stage, **values: object) -> None:
    now = clock.now()
    source = task.stage
    change_state(task, stage=target, stage_entered_at=now, updated_at=now, **values)
    count_tasks(entered=target, left=source)
