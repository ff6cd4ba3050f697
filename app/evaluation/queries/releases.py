"""엠바고: which publications somebody may see now. Every read of published results goes through this one condition.

A release has a moment and no job: what was published under embargo is seen by everybody from that moment on.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound, Publication


def released(now: ColumnElement[datetime] | None = None) -> ColumnElement[bool]:
    """Publications that are not, or no longer, under embargo. `now`: a parameter, for a statement that is kept."""
    return or_(Publication.release_at.is_(None), Publication.release_at <= (clock.now() if now is None else now))


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Publications the actor may see: the control tower and the auditor all, everybody else the released ones."""
    return true() if policy.allows(Permission.RESULTS_PREVIEW, actor) else released()


def newest(condition: ColumnElement[bool]) -> AnySelect:
    """Select the id of the newest publication of each round among those of a condition (`released()`, `seen_by(…)`)."""
    return select(func.max(Publication.id)).where(condition).group_by(Publication.round_id)


def has_released(round_id: ColumnElement[int] | None = None) -> ColumnElement[bool]:
    """Rounds of which something is released: a condition about `EvaluationRound`, or about a column that holds its id."""
    of = EvaluationRound.id if round_id is None else round_id
    return exists().where(and_(Publication.round_id == of, released())).correlate_except(Publication)


def release_awaited(round_id: int) -> datetime | None:
    """Return when the newest publication of a round is released; None where it is, or where there is none."""
    last = select(func.max(Publication.id)).where(Publication.round_id == round_id).scalar_subquery()
    moment = db.session.scalar(select(Publication.release_at).where(Publication.id == last))
    return moment if moment is not None and moment > clock.now() else None
