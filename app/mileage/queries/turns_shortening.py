"""내 차례: simulations of handling times that wait for a second person of the control tower."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_

from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of
from app.mileage.enums import RunState
from app.mileage.models import ProcessingRecord, ShorteningRun

_POST = _("Look at and post handling times")
_POSTED_BY_OTHERS = _("Simulation of handling times waits to be posted")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the simulations the actor may post: made by others, without cases of the actor or their department."""
    if not actor.has(Role.CONTROL_TOWER):
        return []
    concerned = exists().where(
        ProcessingRecord.run_id == ShorteningRun.id,
        or_(ProcessingRecord.person_id == actor.id, ProcessingRecord.department_id == actor.department_id),
    )
    return [_drafts(_POST, (ShorteningRun.drafted_by_id != actor.id) & ~concerned)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's own simulations."""
    if not actor.has(Role.CONTROL_TOWER):
        return []
    return [_drafts(_POSTED_BY_OTHERS, ShorteningRun.drafted_by_id == actor.id)]


def _drafts(what: Message, where: ColumnElement[bool]) -> Asked:
    lines = lines_of(ShorteningRun.id, ShorteningRun.file_name, since=ShorteningRun.drafted_at)
    return Asked(
        what=what,
        endpoint="mileage.show_shortening_run",
        param="run_id",
        lines=lines.where(ShorteningRun.state == RunState.DRAFT, where),
    )
