"""내 차례: objections the control tower answers, and what follows from one's own."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func

from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import NO_DAY, AnyColumn, Asked, lines_of
from app.mileage.enums import ObjectionState
from app.mileage.models import Objection
from app.mileage.queries.objections import to_claim, waits_for

_ANSWER = _("Answer an objection to a statement")
_CLAIM = _("Claim what your objection came to")
_AT_TOWER = _("Objection waits for the control tower")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the objections of others the actor may answer, and the actor's own that were upheld."""
    kinds = [_objections(_CLAIM, to_claim(actor), since=Objection.answered_at)]
    if actor.has(Role.CONTROL_TOWER) and not actor.has(Role.AUDITOR):
        kinds.append(_objections(_ANSWER, waits_for(actor), due_on=Objection.answer_by))
    return kinds


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's own objections that nobody has answered yet."""
    mine = and_(Objection.objector_id == actor.id, Objection.state == ObjectionState.RECEIVED)
    return [_objections(_AT_TOWER, mine, due_on=Objection.answer_by)]


def _objections(
    what: Message, where: ColumnElement[bool], *, due_on: AnyColumn = NO_DAY, since: AnyColumn = Objection.received_at
) -> Asked:
    title = func.substr(func.coalesce(Objection.fact, Objection.reason), 1, 80)
    lines = lines_of(Objection.id, title, due_on=due_on, since=since).where(where)
    return Asked(what=what, endpoint="mileage.show_objection", param="objection_id", lines=lines)
