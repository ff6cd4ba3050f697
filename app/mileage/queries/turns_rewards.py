"""내 차례: rewards the actor decides about or hands over, and those the actor waits for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import NO_DAY, AnyColumn, Asked, lines_of
from app.mileage.enums import RewardState
from app.mileage.models import Reward, RewardRequest
from app.mileage.queries.reward_requests import to_decide, to_hand_over

_DECIDE = _("Decide on a reward request")
_HAND_OVER = _("Hand over a reward")
_AT_TOWER = _("Reward request waits for the control tower")
_AT_HANDOVER = _("Reward waits to be handed over")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the requests of others the actor decides about, and the rewards the actor may hand over."""
    kinds = []
    if actor.has(Role.CONTROL_TOWER):
        kinds.append(_requests(_DECIDE, to_decide(actor.id), due_on=RewardRequest.hold_until))
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.HR):
        kinds.append(_requests(_HAND_OVER, to_hand_over(actor.id), since=RewardRequest.approved_at))
    return kinds


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's own requests that have not ended."""
    mine = RewardRequest.requester_id == actor.id
    return [
        _requests(_AT_TOWER, mine & (RewardRequest.state == RewardState.RESERVED), due_on=RewardRequest.hold_until),
        _requests(_AT_HANDOVER, mine & (RewardRequest.state == RewardState.APPROVED), since=RewardRequest.approved_at),
    ]


def _requests(
    what: Message,
    where: ColumnElement[bool],
    *,
    since: AnyColumn = RewardRequest.requested_at,
    due_on: AnyColumn = NO_DAY,
) -> Asked:
    lines = lines_of(RewardRequest.id, Reward.name, since=since, due_on=due_on)
    lines = lines.join(Reward, Reward.id == RewardRequest.reward_id).where(where)
    return Asked(what=what, endpoint="mileage.show_reward_request", param="request_id", lines=lines)
