"""내 차례: reopenings to agree to, to fill, to hand over and to confirm."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, cast, select

from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnySelect
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of
from app.evaluation.enums import CorrectionKind, ReopeningState
from app.evaluation.models import EvaluationRound, ReopeningScope, RoundReopening

_AGREE = _("Agree that a round is opened again, or decline")
_CONFIRM = _("Look at what a correction moves, and confirm it")
_HAND_OVER = _("Enter the corrections of a round and hand them over")
_ENTER = _("Enter corrections of the department's actual values")
_WAITING = _("A reopening waits for the second person")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the reopenings that wait for the actor: as second person, as control tower, as coordinator."""
    kinds: list[Asked] = []
    if actor.has(Role.HEAD) or actor.has(Role.HR):
        mine = RoundReopening.second_id == actor.id
        kinds += [
            _asked(_AGREE, ReopeningState.PROPOSED, mine),
            _asked(_CONFIRM, ReopeningState.SUBMITTED, mine),
        ]
    if actor.has(Role.CONTROL_TOWER):
        kinds.append(_asked(_HAND_OVER, ReopeningState.OPEN))
    if actor.coordinated_department_ids:
        kinds.append(_asked(_ENTER, ReopeningState.OPEN, _names_measures_of(actor.coordinated_department_ids)))
    return kinds


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the reopenings the actor proposed that wait for the second person."""
    if not actor.has(Role.CONTROL_TOWER):
        return []
    mine = RoundReopening.proposed_by_id == actor.id
    return [_asked(_WAITING, state, mine) for state in (ReopeningState.PROPOSED, ReopeningState.SUBMITTED)]


def _asked(what: Message, state: ReopeningState, *conditions: ColumnElement[bool]) -> Asked:
    lines: AnySelect = (
        lines_of(
            EvaluationRound.id,
            EvaluationRound.name,
            due_on=RoundReopening.open_until,
            since=RoundReopening.proposed_at,
            second=_id_as_text(),
        )
        .join(RoundReopening, RoundReopening.round_id == EvaluationRound.id)
        .where(RoundReopening.state == state, RoundReopening.open_until >= clock.today(), *conditions)
    )
    return Asked(what=what, endpoint="evaluation.show_reopening", param="round_id", second="reopening_id", lines=lines)


def _id_as_text() -> ColumnElement[str]:
    return cast(RoundReopening.id, String)


def _names_measures_of(department_ids: Sequence[int]) -> ColumnElement[bool]:
    """Reopenings for actual values that name one of the departments: those of everybody ask nobody in particular."""
    scope = select(ReopeningScope.reopening_id)
    return RoundReopening.id.in_(scope.where(ReopeningScope.department_id.in_(department_ids))) & RoundReopening.id.in_(
        scope.where(ReopeningScope.kind == CorrectionKind.MEASURE)
    )
