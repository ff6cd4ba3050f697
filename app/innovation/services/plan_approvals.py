"""실행계획 승인: first the head, then the control tower; never those who wrote it, and never the same person."""

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import PlanState
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.permissions import Permission
from app.innovation.events import PlanApproved, PlanHeadApproved, PlanReturned
from app.innovation.models import Plan, PlanStep, Task
from app.innovation.policy import POLICY
from app.innovation.queries.plans import team_work, writer_ids
from app.innovation.rules import plans as rules
from app.innovation.rules.stages import check_active
from app.innovation.services.report_calendars import set_calendar
from app.innovation.services.stages import member_ids_of, member_shares_of


def approve_as_head(*, actor: Actor, task: Task, plan: Plan) -> None:
    """First approval, by a head or acting head of the lead department who is not on the team and has written nothing.

    Where everybody who heads it is on the team, the control tower approves in the head's place; the second approval
    comes from another one of them.
    """
    access.require(POLICY, Permission.PLAN_APPROVE_HEAD, actor, team_work(task))
    check_active(task.state)
    for writer_id in {plan.author_id, *writer_ids(plan.id)}:
        rules.check_head_approval(plan.state, author_id=writer_id, approver_id=actor.id)
    change_state(plan, state=PlanState.HEAD_APPROVED, head_approver_id=actor.id, head_approved_at=clock.now())
    _note(plan, DocumentStep.HEAD_APPROVED, actor)
    publish(PlanHeadApproved(actor_id=actor.id, task_id=task.id, plan_id=plan.id))


def approve_as_control_tower(*, actor: Actor, task: Task, plan: Plan) -> None:
    """Second approval: the version is frozen and the reporting calendar of the task begins."""
    access.require(POLICY, Permission.PLAN_APPROVE_TOWER, actor, team_work(task))
    check_active(task.state)
    for writer_id in {plan.author_id, *writer_ids(plan.id)}:
        rules.check_tower_approval(
            plan.state, author_id=writer_id, head_approver_id=plan.head_approver_id or 0, approver_id=actor.id
        )
    change_state(plan, state=PlanState.APPROVED, tower_approver_id=actor.id, tower_approved_at=clock.now())
    _note(plan, DocumentStep.APPROVED, actor)
    set_calendar(task=task, plan=plan)
    publish(
        PlanApproved(
            actor_id=actor.id,
            task_id=task.id,
            plan_id=plan.id,
            lead_department_id=task.lead_department_id,
            member_ids=member_ids_of(task),
            member_shares=member_shares_of(task),
        )
    )


def return_plan(*, actor: Actor, task: Task, plan: Plan, reason: str) -> None:
    """Send a version back to its authors: whoever could approve it now may do so."""
    check_may_return(actor, task)
    check_active(task.state)
    rules.check_return(plan.state, reason)
    change_state(
        plan,
        state=PlanState.RETURNED,
        submitted_at=None,
        head_approver_id=None,
        head_approved_at=None,
    )
    _note(plan, DocumentStep.RETURNED, actor, reason)
    publish(PlanReturned(actor_id=actor.id, task_id=task.id, plan_id=plan.id, reason=FreeText(reason)))


def check_may_return(actor: Actor, task: Task) -> None:
    """Raise `Denied` unless the actor is one of the two approvers."""
    approvals = (Permission.PLAN_APPROVE_HEAD, Permission.PLAN_APPROVE_TOWER)
    work = team_work(task)
    if not any(access.allows(POLICY, permission, actor, work) for permission in approvals):
        raise Denied(_("You may not do this."))


def _note(plan: Plan, step: DocumentStep, actor: Actor, note: str = "") -> None:
    db.session.add(PlanStep(plan_id=plan.id, step=step, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
