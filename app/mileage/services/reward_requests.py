"""보상 신청: the points leave the account when a reward is asked for, and come back when it is not handed over."""

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import AccountKind, Permission, ReversalReason, RewardKind, RewardState, TransferKind
from app.mileage.events import RewardGivenBack, RewardRequested
from app.mileage.models import Reward, RewardRequest, Transfer
from app.mileage.policy import POLICY
from app.mileage.queries.reward_requests import reservation_of
from app.mileage.queries.rewards import edition_in_force, offered_now, standing_of, terms_for
from app.mileage.rules import rewards as rules
from app.mileage.rules.owners import Owner
from app.mileage.rules.sources import source_of_reward
from app.mileage.services.accounts import lock_owner, lock_pool
from app.mileage.services.ledger import Posting, post_transfer
from app.mileage.services.reversals import mirror


def request_reward(*, reward: Reward, actor: Actor, wish: str = "") -> RewardRequest:
    """Ask for a reward: its points go to the reward pool in one transfer, or nothing happens.

    Raises `Refused` for what is missing, `Conflict` where the edition is no longer the one in force. The lock of the
    issuing pool makes points, stock and the limit in won true until the transaction ends.
    """
    access.require(POLICY, Permission.REWARD_REQUEST, actor)
    rules.check_wish(wish, needed=reward.kind is RewardKind.POST)
    lock_pool()
    today = clock.today()
    holding = edition_in_force(reward.code, today)
    if holding is not None and holding.id != reward.id:
        raise Conflict(_("The terms of this reward have changed. Look at it again and decide anew."))
    terms, standing = terms_for(actor.id, today), standing_of(actor.id, today)
    taken = offered_now(reward, standing, terms, today).taken
    rules.check_request(reward.offer, standing, terms, taken=taken, day=today)
    assert actor.department_id is not None
    request = RewardRequest(
        reward_id=reward.id,
        requester_id=actor.id,
        department_id=actor.department_id,
        wish=wish,
        requested_on=today,
        requested_at=clock.now(),
        hold_until=rules.hold_until(today, terms),
    )
    db.session.add(request)
    db.session.flush()
    transfer = _reserve(request, reward, actor)
    publish(
        RewardRequested(
            actor_id=actor.id,
            reward_request_id=request.id,
            reward_id=reward.id,
            transfer_id=transfer.id,
            points=reward.points,
        )
    )
    return request


def cancel_reward(*, request: RewardRequest, actor: Actor, reason: str) -> None:
    """Take one's own request back before it is approved."""
    access.require(POLICY, Permission.REWARD_CANCEL, actor, request)
    rules.check_cancellation(request.state, reason=reason)
    give_back(request, state=RewardState.CANCELLED, actor_id=actor.id, reason=reason)


def give_back(request: RewardRequest, *, state: RewardState, actor_id: int | None, reason: str) -> None:
    """End a request without the reward: one reversal, once. Raises `Conflict` where somebody ended it before."""
    lock_pool()
    posting = mirror(reservation_of(request.id), actor_id, ReversalReason.REWARD_NOT_GIVEN, reason)
    reversal = post_transfer(posting)
    if reversal is None:
        raise Conflict(_("The points of this request are back already."))
    change_state(request, state=state, closer_id=actor_id, closed_at=clock.now(), close_reason=reason)
    publish(
        RewardGivenBack(
            actor_id=actor_id,
            reward_request_id=request.id,
            state=state.value,
            reversal_id=reversal.id,
            reason=FreeText(reason),
        )
    )


def _reserve(request: RewardRequest, reward: Reward, actor: Actor) -> Transfer:
    account, pool = lock_owner(Owner.person(actor.id)), lock_pool(AccountKind.REWARD_POOL)
    transfer = post_transfer(
        Posting(
            kind=TransferKind.REWARD,
            debit_account_id=account.id,
            credit_account_id=pool.id,
            points=reward.points,
            source=source_of_reward(request.id),
            occurred_on=request.requested_on,
            actor_id=actor.id,
            rule=_rule(reward),
        )
    )
    if transfer is None:
        raise Conflict(_("The points of this request are reserved already."))
    return transfer


def _rule(reward: Reward) -> dict[str, object]:
    """Return the reward as it was asked for: plain values, for the page that explains the points."""
    return {
        "reward": reward.code,
        "edition": reward.edition,
        "code": reward.code,
        "name_ko": reward.name,
        "name_en": reward.name,
        "valid_from": reward.valid_from.isoformat(),
        "points": str(reward.points),
        "value_won": reward.value_won,
    }
