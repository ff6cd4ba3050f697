"""적립신청 결정: the head (or, where none is free, the control tower) confirms, the control tower verifies, and the points are posted with it."""

from collections.abc import Sequence

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state
from app.core.events import FreeText, publish
from app.mileage.enums import ClaimState, ItemSubject, Permission
from app.mileage.events import ClaimConfirmed, ClaimReturned, ClaimVerified
from app.mileage.models import Claim, MileageItem, Transfer
from app.mileage.policy import POLICY
from app.mileage.queries.claims import confirmation_of, facts_of, shares_of
from app.mileage.queries.closures import check_open
from app.mileage.queries.items import item_or_404
from app.mileage.queries.twins import paid_already, twins_of
from app.mileage.rules import claims as rules
from app.mileage.rules.owners import Owner
from app.mileage.rules.sources import source_of_claim
from app.mileage.services.accounts import lock_pool
from app.mileage.services.awards import post_award, split_award


def confirm_claim(*, claim: Claim, actor: Actor) -> None:
    """Confirm as head of the claimant's department, or as control tower where every head has a part in the claim.

    Another one of the control tower then verifies. Raises `Denied`, `Refused` for own claims, `Conflict` if late.
    """
    access.require(POLICY, Permission.CLAIM_CONFIRM, actor, confirmation_of(claim))
    facts = facts_of(claim)
    rules.check_confirmation(facts, actor.id)
    if not actor.heads(claim.department_id):
        rules.check_not_own_department(facts, actor.department_id)
    change_state(claim, state=ClaimState.CONFIRMED, confirmer_id=actor.id, confirmed_at=clock.now())
    publish(ClaimConfirmed(actor_id=actor.id, claim_id=claim.id, department_id=claim.department_id))


def verify_claim(*, claim: Claim, actor: Actor, reason: str = "") -> Sequence[Transfer]:
    """Verify as control tower and post the points in the same transaction. Returns what was posted.

    `reason` says why the claim is not about the fact of a posted claim or an automatic award that looks like it, and
    is kept then.
    """
    access.require(POLICY, Permission.CLAIM_VERIFY, actor, claim)
    rules.check_verification(facts_of(claim), actor.id, actor.department_id)
    check_open(claim.happened_on)
    lock_pool()
    twin_ids = tuple(twin.id for twin in twins_of(claim) if twin.asks_reason)
    award_ids = tuple(award.transfer_id for award in paid_already(claim))
    rules.check_twins(twin_ids, reason)
    rules.check_awards(award_ids, reason)
    kept = reason if twin_ids or award_ids else None
    change_state(claim, state=ClaimState.POSTED, verifier_id=actor.id, verified_at=clock.now(), twin_reason=kept)
    transfers = _post(claim, item_or_404(claim.item_id), actor)
    publish(
        ClaimVerified(
            actor_id=actor.id,
            claim_id=claim.id,
            transfer_ids=tuple(transfer.id for transfer in transfers),
            twin_ids=twin_ids,
            award_ids=award_ids,
            twin_reason=FreeText(kept) if kept else None,
        )
    )
    return transfers


def return_claim(*, claim: Claim, actor: Actor, reason: str) -> None:
    """Send a claim back with a reason: the head while it waits for the head, the control tower while it waits there."""
    require_return(claim, actor)
    rules.check_return(facts_of(claim), actor.id, reason)
    change_state(
        claim,
        state=ClaimState.RETURNED,
        returner_id=actor.id,
        returned_at=clock.now(),
        return_reason=reason,
        confirmer_id=None,
        confirmed_at=None,
    )
    publish(ClaimReturned(actor_id=actor.id, claim_id=claim.id, reason=FreeText(reason)))


def require_return(claim: Claim, actor: Actor) -> None:
    """Raise `Denied` unless the actor is the one the claim waits for: who confirms, or after that the control tower."""
    if claim.state is ClaimState.SUBMITTED and not claim.skips_head:
        access.require(POLICY, Permission.CLAIM_CONFIRM, actor, confirmation_of(claim))
    else:
        access.require(POLICY, Permission.CLAIM_VERIFY, actor, claim)


def _post(claim: Claim, item: MileageItem, actor: Actor) -> Sequence[Transfer]:
    """Post by the item of the day of the fact, under the claim's own source."""
    source = source_of_claim(claim.id)
    if item.subject is ItemSubject.DEPARTMENT:
        paid = post_award(
            item_code=item.code,
            owner=Owner.department(claim.department_id),
            source=source,
            actor_id=actor.id,
            points=claim.points,
            occurred_on=claim.happened_on,
            claim_id=claim.id,
        )
        return [paid] if paid else []
    return split_award(
        item_code=item.code,
        shares=shares_of(claim.id),
        source=source,
        actor_id=actor.id,
        points=claim.points,
        occurred_on=claim.happened_on,
        claim_id=claim.id,
    )
