"""성과표: deciding what perspectives or objectives weigh from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission, Weighing
from app.evaluation.events import WeightsDecided
from app.evaluation.models import Objective, Perspective, WeightPart, WeightSet
from app.evaluation.rules.scorecards import check_first_day, check_weight_set


@dataclass(frozen=True, kw_only=True)
class WeightSetDraft:
    """Weights out of 100 by id of the perspective or objective, from when, and why."""

    weighing: Weighing
    valid_from: date
    reason: str
    weights: Mapping[int, Decimal]


def decide_weights(*, actor: Actor | None, draft: WeightSetDraft) -> WeightSet:
    """Keep a set of weights. Raises Refused for a sum other than 100, a past day and an unknown part."""
    policy.require(Permission.SCORECARD_EDIT, actor)
    check_weight_set(draft.weights)
    is_first = db.session.scalar(select(WeightSet.id).limit(1)) is None
    check_first_day(draft.valid_from, today=clock.today(), is_first=is_first)
    model = Perspective if draft.weighing is Weighing.PERSPECTIVE else Objective
    known = set(db.session.scalars(select(model.id).where(model.id.in_(draft.weights))))
    if known != set(draft.weights):
        raise Refused(_("A part of the scorecard is no longer there. Look at it again."))
    row = WeightSet(
        weighing=draft.weighing,
        valid_from=draft.valid_from,
        reason=draft.reason,
        decided_by_id=actor.id if actor else None,
        decided_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    column = "perspective_id" if draft.weighing is Weighing.PERSPECTIVE else "objective_id"
    db.session.add_all(
        WeightPart(weight_set_id=row.id, weight=weight, **{column: part}) for part, weight in draft.weights.items()
    )
    db.session.flush()
    publish(
        WeightsDecided(
            actor_id=row.decided_by_id,
            weight_set_id=row.id,
            weighing=row.weighing.value,
            valid_from=row.valid_from.isoformat(),
            parts=tuple(f"{part}: {format(weight, 'f')}" for part, weight in draft.weights.items()),
            reason=FreeText(draft.reason),
        )
    )
    return row
