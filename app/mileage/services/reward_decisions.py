"""보상 결정: approved or refused by the control tower, handed over on a day, or expired by the timetable."""

from datetime import date

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.events import publish
from app.core.messages import _
from app.mileage.enums import Permission, RewardState
from app.mileage.events import RewardApproved, RewardHandedOver
from app.mileage.models import RewardRequest
from app.mileage.policy import POLICY
from app.mileage.queries.rewards import standing_of
from app.mileage.rules import rewards as rules
from app.mileage.services.accounts import lock_pool
from app.mileage.services.reward_requests import give_back


def approve_reward(*, request: RewardRequest, actor: Actor) -> None:
    """Approve somebody else's request as control tower."""
    access.require(POLICY, Permission.REWARD_DECIDE, actor, request)
    rules.check_approval(request.state, requester_id=request.requester_id, decider_id=actor.id)
    lock_pool()
    today = clock.today()
    rules.check_still_reserved(request.state, request.hold_until, today)
    rules.check_covered(standing_of(request.requester_id, today).balance)
    change_state(request, state=RewardState.APPROVED, approver_id=actor.id, approved_at=clock.now())
    publish(RewardApproved(actor_id=actor.id, reward_request_id=request.id))


def refuse_reward(*, request: RewardRequest, actor: Actor, reason: str) -> None:
    """Refuse somebody else's request, approved or not, as control tower; the points go back."""
    access.require(POLICY, Permission.REWARD_DECIDE, actor, request)
    rules.check_refusal(request.state, requester_id=request.requester_id, decider_id=actor.id, reason=reason)
    give_back(request, state=RewardState.REFUSED, actor_id=actor.id, reason=reason)


def hand_over_reward(*, request: RewardRequest, actor: Actor, given_on: date) -> None:
    """Record as HR or control tower that the reward was handed over; the points are spent."""
    access.require(POLICY, Permission.REWARD_HAND_OVER, actor, request)
    approved_on = clock.to_seoul(request.approved_at).date() if request.approved_at else None
    rules.check_handover(
        request.state,
        requester_id=request.requester_id,
        giver_id=actor.id,
        given_on=given_on,
        approved_on=approved_on,
        today=clock.today(),
    )
    lock_pool()
    rules.check_covered(standing_of(request.requester_id).balance)
    change_state(
        request,
        state=RewardState.CONSUMED,
        giver_id=actor.id,
        handed_over_on=given_on,
        handed_over_at=clock.now(),
    )
    publish(RewardHandedOver(actor_id=actor.id, reward_request_id=request.id, handed_over_on=given_on.isoformat()))


def expire_rewards(day: date) -> int:
    """Give back what nobody decided about by its day. Returns how many; a second run of a day finds nothing."""
    lock_pool()
    over = select(RewardRequest).where(RewardRequest.state == RewardState.RESERVED, RewardRequest.hold_until < day)
    requests = [
        request
        for request in db.session.scalars(over.order_by(RewardRequest.id))
        if rules.is_expired(request.state, request.hold_until, day)
    ]
    for request in requests:
        reason = str(_("Nobody decided by %(day)s.", day=request.hold_until))
        give_back(request, state=RewardState.EXPIRED, actor_id=None, reason=reason)
    return len(requests)
