"""조정 기한: setting the days of each level, and the last day of every obstacle that follows from them."""

from datetime import date

from sqlalchemy import func, select, update

from app.core import access, clock
from app.core.access import Actor
from app.core.database import AnyRow, db
from app.core.errors import Conflict
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.events import EscalationDaysSet
from app.innovation.models import EscalationDays, Obstacle
from app.innovation.policy import POLICY
from app.innovation.queries.obstacles.ladder import HORIZON, current_ladder
from app.innovation.rules.obstacles import ACTIVE, EscalationLadder, check_ladder, level_due
from app.organization.queries import holidays_between


def set_escalation_days(*, actor: Actor, ladder: EscalationLadder, reason: str, seen_id: int | None) -> EscalationDays:
    """Set the working days of each level; every obstacle on its way gets its new last day at once.

    `seen_id` is the setting the actor looked at (None: the preset). `Conflict` if it is no longer the present one.
    """
    access.require(POLICY, Permission.OBSTACLE_LADDER_SET, actor)
    check_ladder(ladder, reason)
    if db.session.scalar(select(func.max(EscalationDays.id))) != seen_id:
        raise Conflict(
            _("Another window or somebody else has set the days in the meantime. Look at them again and decide anew.")
        )
    days = EscalationDays(**vars(ladder), reason=reason, set_by_id=actor.id, set_at=clock.now())
    db.session.add(days)
    db.session.flush()
    refresh_level_days()
    publish(EscalationDaysSet(actor_id=actor.id, ladder_id=days.id, **vars(ladder), reason=FreeText(reason)))
    return days


def refresh_level_days() -> int:
    """Count the last days anew, as days off may have been added or taken out; return how many changed.

    An obstacle keeps the day on which it reached its level; one that was never counted (from before there were such
    days) is counted from today, so that an office does not find everything moved up on its first morning.
    """
    rows = db.session.execute(
        select(Obstacle.id, Obstacle.level, Obstacle.level_reached_on, Obstacle.level_due_on)
        .where(Obstacle.state.in_(ACTIVE))
        .order_by(Obstacle.id)
    ).all()
    counted = [(row, clock.today() if row.level_due_on is None else row.level_reached_on) for row in rows]
    if not counted:
        return 0
    reached = [day for _row, day in counted]
    days_off, ladder = holidays_between(min(reached), max(reached) + HORIZON), current_ladder()
    return sum(_refresh(row, day, level_due(row.level, day, ladder, days_off)) for row, day in counted)


def _refresh(row: AnyRow, reached_on: date, due_on: date) -> bool:
    """Leave alone what has moved in the meantime: it got its day when it moved."""
    if due_on == row.level_due_on:
        return False
    unmoved = (Obstacle.level == row.level, Obstacle.level_reached_on == row.level_reached_on)
    statement = update(Obstacle).where(Obstacle.id == row.id, *unmoved)
    db.session.execute(statement.values(level_reached_on=reached_on, level_due_on=due_on))
    return True
