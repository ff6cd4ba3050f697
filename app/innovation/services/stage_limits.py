"""정체 기준: the control tower says after how many working days a task stands still."""

from collections.abc import Mapping

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import Stage
from app.innovation.enums.permissions import Permission
from app.innovation.events import StageLimitSet
from app.innovation.models import StageLimit
from app.innovation.policy import POLICY
from app.innovation.queries.stage_limits import stage_limits
from app.innovation.rules.stays import check_limit


def set_stage_limits(*, actor: Actor, limits: Mapping[Stage, int], reason: str) -> int:
    """Keep the limits that differ from the present ones. Returns how many; refused when none does."""
    access.require(POLICY, Permission.STAGE_LIMIT_SET, actor)
    present = stage_limits()
    changed = {stage: days for stage, days in limits.items() if present[stage] != days}
    if not changed:
        raise Refused(_("No limit differs from the present one."))
    for stage, days in changed.items():
        check_limit(days, reason)
        row = StageLimit(stage=stage, working_days=days, reason=reason, changed_by_id=actor.id, changed_at=clock.now())
        db.session.add(row)
        db.session.flush()
        publish(
            StageLimitSet(
                actor_id=actor.id,
                stage_limit_id=row.id,
                stage=stage.value,
                working_days=days,
                reason=FreeText(reason),
            )
        )
    return len(changed)
