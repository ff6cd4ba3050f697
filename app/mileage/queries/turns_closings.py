"""내 차례: a year that is to be closed, or opened again, waits for the word of a second office."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, cast

from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of
from app.mileage.enums import ClosingState, ReopeningState
from app.mileage.models import YearClosing, YearReopening
from app.mileage.queries.year_closings import waits_for
from app.mileage.queries.year_reopenings import waits_for as reopening_waits_for

_CONFIRM = _("Look at and confirm the closing of the mileage year")
_AGREE = _("Agree, or not, that a closed mileage year is opened again")
_REOPENING_AT_SECOND = _("Reopening of the mileage year waits for the second office")
_AT_SECOND = _("Closing of the mileage year waits for the second office")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the closings the actor was named to confirm."""
    if not (actor.has(Role.HEAD) or actor.has(Role.HR)):
        return []
    return [_closings(_CONFIRM, waits_for(actor)), _reopenings(_AGREE, reopening_waits_for(actor))]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's own proposals that wait."""
    if not actor.has(Role.CONTROL_TOWER):
        return []
    mine = (YearClosing.proposed_by_id == actor.id) & (YearClosing.state == ClosingState.PROPOSED)
    own = (YearReopening.proposed_by_id == actor.id) & (YearReopening.state == ReopeningState.PROPOSED)
    return [_closings(_AT_SECOND, mine), _reopenings(_REOPENING_AT_SECOND, own)]


def _closings(what: Message, where: ColumnElement[bool]) -> Asked:
    lines = lines_of(YearClosing.year, cast(YearClosing.year, String), since=YearClosing.proposed_at)
    return Asked(what=what, endpoint="mileage.show_closing", param="year", lines=lines.where(where))


def _reopenings(what: Message, where: ColumnElement[bool]) -> Asked:
    lines = lines_of(YearReopening.year, cast(YearReopening.year, String), since=YearReopening.proposed_at)
    return Asked(what=what, endpoint="mileage.show_closing", param="year", lines=lines.where(where))
