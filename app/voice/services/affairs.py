"""사무: which task changed how an affair is handled, and taking back what was linked by mistake."""

from datetime import date
from typing import Any

from sqlalchemy import update

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.events.handling_records import AffairImproved, AffairImprovementWithdrawn
from app.voice.models import Affair, AffairImprovement
from app.voice.neighbours import task_named
from app.voice.policy import POLICY
from app.voice.queries.affairs import departments_of_affair, improvement_of


def improve_affair(*, affair: Affair, actor: Actor, task_number: str, from_day: date, words: str) -> AffairImprovement:
    """Say that a task the actor may read changed the handling of an affair from a day on; once an affair and task."""
    access.require(POLICY, Permission.AFFAIR_IMPROVE, actor, departments_of_affair(affair.id))
    task_id = task_named(task_number, actor)
    if task_id is None:
        reason = _("There is no task with the number “%(number)s”.", number=task_number)
        raise Invalid(reason, fields={"task_number": [reason]})
    if from_day > clock.today():
        reason = _("The day has not come yet.")
        raise Invalid(reason, fields={"from_day": [reason]})
    if improvement_of(affair.id, task_id) is not None:
        raise Refused(_("This task is linked to the affair already."))
    said = AffairImprovement(
        affair_id=affair.id,
        task_id=task_id,
        from_day=from_day,
        words=words,
        said_by_id=actor.id,
        said_at=clock.now(),
    )
    db.session.add(said)
    db.session.flush()
    publish(
        AffairImproved(
            actor_id=actor.id,
            affair_id=affair.id,
            task_id=task_id,
            from_day=from_day.isoformat(),
            words=FreeText(words),
        )
    )
    return said


def withdraw_improvement(*, improvement: AffairImprovement, actor: Actor, reason: str) -> None:
    """Take a link back: it leads nowhere any more and stays readable. Raises `WrongState` for one taken back before."""
    access.require(POLICY, Permission.AFFAIR_IMPROVE, actor, departments_of_affair(improvement.affair_id))
    statement = (
        update(AffairImprovement)
        .where(AffairImprovement.id == improvement.id, AffairImprovement.withdrawn_at.is_(None))
        .values(withdrawn_by_id=actor.id, withdrawn_at=clock.now(), withdraw_reason=reason)
    )
    taken: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    if taken.rowcount != 1:
        raise WrongState(_("This link was taken back already."))
    db.session.refresh(improvement)
    publish(
        AffairImprovementWithdrawn(
            actor_id=actor.id,
            affair_id=improvement.affair_id,
            improvement_id=improvement.id,
            task_id=improvement.task_id,
            reason=FreeText(reason),
        )
    )
