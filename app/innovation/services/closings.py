"""과제 종료: the team writes it, the head hands it in, the control tower closes the task."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import CloseResult, GateCode, SpreadDecision, Stage, TaskState
from app.innovation.enums.closings import ClosingState
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.permissions import Permission
from app.innovation.events import (
    ClosingReturned,
    ClosingSubmitted,
    ClosingWritten,
    TaskCompleted,
    TaskEndedEarly,
)
from app.innovation.models import Closing, ClosingStep, ClosingValue, Lesson, Task
from app.innovation.policy import POLICY
from app.innovation.queries.closings import closing_of
from app.innovation.queries.gate_facts import monitoring_facts
from app.innovation.queries.gates import waived_codes
from app.innovation.queries.joint_leads import last_setter
from app.innovation.queries.plans import approved_plan, measures_of, team_work
from app.innovation.rules.common import check_reason
from app.innovation.rules.gates import gate_items
from app.innovation.rules.stages import check_active, check_closing
from app.innovation.services.reports import MeasureValue
from app.innovation.services.stages import end_task, member_ids_of, member_shares_of
from app.innovation.services.tasks import keep_team

EDITABLE = frozenset({ClosingState.DRAFT, ClosingState.RETURNED})


@dataclass(frozen=True, kw_only=True)
class ResultValue(MeasureValue):
    """What is said about a measure at the end: beside the figure, what a saving of budget has cost."""

    cost: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ClosingDraft:
    """A closing as typed; a draft may lack anything. `reason` is asked for when the task ends early."""

    ends_early: bool = False
    reason: str = ""
    result: CloseResult | None = None
    worked: str = ""
    failed: str = ""
    lesson: str = ""
    spread: SpreadDecision | None = None
    spread_note: str = ""
    values: Sequence[MeasureValue] = ()


def write_closing(*, actor: Actor, task: Task, draft: ClosingDraft) -> Closing:
    """Write the closing of a task. `Conflict` if there is one already."""
    _check_may_write(actor, task)
    if closing_of(task) is not None:
        raise Conflict(_("This task already has a closing."))
    closing = Closing(task_id=task.id, state=ClosingState.DRAFT, author_id=actor.id, written_at=clock.now())
    db.session.add(closing)
    db.session.flush()
    _fill(closing, draft, actor)
    return closing


def rewrite_closing(*, actor: Actor, task: Task, closing: Closing, draft: ClosingDraft) -> None:
    """Replace the content of a draft or a returned closing."""
    _check_may_write(actor, task)
    check_editable(closing)
    _fill(closing, draft, actor)


def submit_closing(*, actor: Actor, task: Task, closing: Closing) -> None:
    """Hand the closing to the control tower, as head or acting head; it must be whole already."""
    access.require(POLICY, Permission.CLOSING_SUBMIT, actor, task)
    keep_team(task)
    check_active(task.state)
    check_editable(closing)
    _end_state(task, closing)
    change_state(closing, state=ClosingState.SUBMITTED, submitter_id=actor.id, submitted_at=clock.now())
    _note(closing, DocumentStep.SUBMITTED, actor)
    publish(ClosingSubmitted(actor_id=actor.id, task_id=task.id, closing_id=closing.id))


def return_closing(*, actor: Actor, task: Task, closing: Closing, reason: str) -> None:
    """Send the closing back to the department."""
    access.require(POLICY, Permission.CLOSING_DECIDE, actor, team_work(task))
    check_active(task.state)
    _check_submitted(closing)
    check_reason(reason)
    change_state(closing, state=ClosingState.RETURNED, submitter_id=None, submitted_at=None)
    _note(closing, DocumentStep.RETURNED, actor, reason)
    publish(ClosingReturned(actor_id=actor.id, task_id=task.id, closing_id=closing.id, reason=FreeText(reason)))


def close_task(*, actor: Actor, task: Task, closing: Closing) -> TaskState:
    """Close the task as completed or ended early; what was learnt becomes a lesson everybody can find."""
    access.require(POLICY, Permission.CLOSING_DECIDE, actor, team_work(task))
    check_active(task.state)
    _check_submitted(closing)
    if actor.id in {closing.author_id, closing.submitter_id}:
        raise Refused(_("Nobody approves their own work."))
    if actor.id == last_setter(task):
        raise Refused(
            _("You set the lead departments of this task last. Somebody else of the control tower closes it.")
        )
    state = _end_state(task, closing)
    change_state(closing, state=ClosingState.CLOSED, closer_id=actor.id, closed_on=clock.today())
    _note(closing, DocumentStep.APPROVED, actor)
    if closing.lesson:
        _keep_lesson(task, closing)
    end_task(task=task, state=state)
    _publish_end(actor, task, closing, state)
    return state


def check_editable(closing: Closing) -> None:
    """Refuse changes to a closing that is with the control tower or closed."""
    if closing.state not in EDITABLE:
        raise Refused(_("A closing that is submitted or closed cannot be changed."))


def _publish_end(actor: Actor, task: Task, closing: Closing, state: TaskState) -> None:
    if state is TaskState.ENDED_EARLY:
        publish(
            TaskEndedEarly(
                actor_id=actor.id,
                task_id=task.id,
                lead_department_id=task.lead_department_id,
                lesson_author_id=closing.author_id,
            )
        )
        return
    publish(
        TaskCompleted(
            actor_id=actor.id,
            task_id=task.id,
            lead_department_id=task.lead_department_id,
            leader_id=task.leader_id or closing.author_id,
            member_ids=tuple(member for member in member_ids_of(task) if member != task.leader_id),
            member_shares=member_shares_of(task),
        )
    )


def _end_state(task: Task, closing: Closing) -> TaskState:
    """Return how the task would end now, or say what is missing."""
    if closing.result is None:
        raise Refused(_("Say whether the goal was reached."))
    monitored = task.stage is Stage.MONITORING
    return check_closing(
        stage=task.stage,
        items=gate_items(
            Stage.MONITORING, monitoring_facts(task), waived_codes(task) if monitored else frozenset[GateCode]()
        ),
        early=closing.ends_early,
        result=closing.result,
        reason=closing.reason,
        lesson=closing.lesson if closing.failed else "",
    )


def _keep_lesson(task: Task, closing: Closing) -> None:
    db.session.add(
        Lesson(
            task_id=task.id,
            department_id=task.lead_department_id,
            title=task.title,
            failed=closing.failed,
            advice=closing.lesson,
            author_id=closing.author_id,
            recorded_on=clock.today(),
        )
    )
    db.session.flush()


def _check_may_write(actor: Actor, task: Task) -> None:
    access.require(POLICY, Permission.CLOSING_WRITE, actor, team_work(task))
    check_active(task.state)


def _check_submitted(closing: Closing) -> None:
    if closing.state is not ClosingState.SUBMITTED:
        raise Refused(_("The department head hands the closing in first."))


def _fill(closing: Closing, draft: ClosingDraft, actor: Actor) -> None:
    if any(isinstance(said, ResultValue) and said.cost is not None and said.value is None for said in draft.values):
        raise Refused(_("A cost is entered together with the figure it belongs to."))
    plan = approved_plan(closing.task_id)
    content = {name: value for name, value in vars(draft).items() if name != "values"}
    db.session.execute(delete(ClosingValue).where(ClosingValue.closing_id == closing.id))
    change_state(
        closing,
        **content,
        plan_id=plan.id if plan else None,
        author_id=actor.id,
        written_at=clock.now(),
    )
    known = {measure.id for measure in measures_of(closing.plan_id)}
    db.session.add_all(
        ClosingValue(closing_id=closing.id, **vars(value)) for value in draft.values if value.measure_id in known
    )
    db.session.flush()
    _note(closing, DocumentStep.WRITTEN, actor)
    publish(ClosingWritten(actor_id=actor.id, task_id=closing.task_id, closing_id=closing.id))


def _note(closing: Closing, step: DocumentStep, actor: Actor, note: str = "") -> None:
    db.session.add(ClosingStep(closing_id=closing.id, step=step, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
