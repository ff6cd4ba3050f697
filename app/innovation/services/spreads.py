"""확산: recommend a result, answer for the department, report the adoption."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Denied
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.enums.spreads import SpreadState
from app.innovation.events import SpreadAccepted, SpreadAdopted, SpreadDeclined, SpreadRecommended
from app.innovation.models import Spread, Task
from app.innovation.policy import POLICY
from app.innovation.queries.joint_leads import lead_ids
from app.innovation.queries.spreads import answered_on, spread_decision
from app.innovation.rules import spreads as rules
from app.innovation.rules.common import check_reason
from app.innovation.services.stages import member_shares_of


def recommend_spread(
    *, actor: Actor, task: Task, department_ids: Collection[int], note: str, due_on: date
) -> Sequence[Spread]:
    """Recommend the result of a completed task to departments; each head answers until the day."""
    access.require(POLICY, Permission.SPREAD_RECOMMEND, actor, task)
    db.session.refresh(task, with_for_update=True)
    rules.check_recommendation(
        task.state,
        spread_decision(task),
        department_ids=department_ids,
        origin_ids=lead_ids(task),
        asked=_asked(task),
        due_on=due_on,
        today=clock.today(),
    )
    check_reason(note)
    return [_recommend(actor, task, department_id, note, due_on) for department_id in sorted(department_ids)]


def departments_asked(task: Task) -> frozenset[int]:
    """Return the departments the result needs no recommending to: its origin, and who was asked."""
    return lead_ids(task) | _asked(task)


def may_act_for_receiver(actor: Actor, task: Task) -> bool:
    """Whether the actor has nothing to do with the departments the result comes from."""
    return not offices_of(actor) & lead_ids(task)


def _require_apart(actor: Actor, task: Task) -> None:
    if not may_act_for_receiver(actor, task):
        raise Denied(_("Whoever belongs to the origin of the result does not answer for the department that is asked."))


def _asked(task: Task) -> frozenset[int]:
    return frozenset(db.session.scalars(select(Spread.department_id).where(Spread.task_id == task.id)))


def _recommend(actor: Actor, task: Task, department_id: int, note: str, due_on: date) -> Spread:
    spread = Spread(
        task_id=task.id,
        department_id=department_id,
        note=note,
        due_on=due_on,
        recommended_by_id=actor.id,
        recommended_at=clock.now(),
        state=SpreadState.RECOMMENDED,
    )
    db.session.add(spread)
    db.session.flush()
    publish(
        SpreadRecommended(
            actor_id=actor.id,
            spread_id=spread.id,
            task_id=task.id,
            department_id=department_id,
            due_on=due_on.isoformat(),
        )
    )
    return spread


def answer_spread(*, actor: Actor, task: Task, spread: Spread, accepts: bool, reason: str = "") -> None:
    """Accept or decline for the department, as its head; the origin is credited with what is accepted."""
    access.require(POLICY, Permission.SPREAD_ANSWER, actor, spread)
    _require_apart(actor, task)
    rules.check_answer(spread.state, accepts=accepts, reason=reason)
    change_state(
        spread,
        state=SpreadState.ACCEPTED if accepts else SpreadState.DECLINED,
        reason=reason,
        answered_by_id=actor.id,
        answered_at=clock.now(),
    )
    if not accepts:
        publish(
            SpreadDeclined(
                actor_id=actor.id,
                spread_id=spread.id,
                task_id=task.id,
                department_id=spread.department_id,
                reason=FreeText(reason),
            )
        )
        return
    publish(
        SpreadAccepted(
            actor_id=actor.id,
            spread_id=spread.id,
            task_id=task.id,
            department_id=spread.department_id,
            origin_department_id=task.lead_department_id,
            origin_shares=member_shares_of(task),
        )
    )


def report_adoption(*, actor: Actor, task: Task, spread: Spread, adopted_on: date, result: str) -> None:
    """Report that the department has put the result to work, and what came of it."""
    access.require(POLICY, Permission.SPREAD_REPORT, actor, spread)
    _require_apart(actor, task)
    rules.check_adoption(
        spread.state,
        adopted_on=adopted_on,
        answered_on=answered_on(spread.answered_at),
        today=clock.today(),
        result=result,
    )
    change_state(spread, state=SpreadState.ADOPTED, adopted_on=adopted_on, result=result, reported_by_id=actor.id)
    publish(
        SpreadAdopted(
            actor_id=actor.id,
            spread_id=spread.id,
            task_id=task.id,
            department_id=spread.department_id,
            origin_department_id=task.lead_department_id,
            adopted_on=adopted_on.isoformat(),
        )
    )
