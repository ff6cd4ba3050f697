"""적립신청 결정: the head (or, where none is free, the control tower) confirms, the control tower verifies, and the points are posted with it.

Who is away may have named a deputy: then the deputy decides, and the record says in whose place.
"""

from collections.abc import Sequence

from app.accounts.queries.roles import offices_on
from app.core import access, clock
from app.core.access import Actor, Role, offices_of
from app.core.database import change_state
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import ClaimState, ItemSubject, PanelOutcome, Permission
from app.mileage.events import ClaimConfirmed, ClaimReturned, ClaimVerified
from app.mileage.models import Claim, MileageItem, Transfer
from app.mileage.policy import POLICY
from app.mileage.queries.claim_deputies import roles_between
from app.mileage.queries.claims import confirmation_of, facts_of, shares_of, verification_of
from app.mileage.queries.items import item_or_404
from app.mileage.queries.twins import paid_already, twins_of
from app.mileage.queries.year_locks import check_open
from app.mileage.rules import claims as rules
from app.mileage.rules.claim_deciders import Place
from app.mileage.rules.claim_panels import check_departure
from app.mileage.rules.owners import Owner
from app.mileage.rules.sources import source_of_claim
from app.mileage.services.accounts import lock_pool
from app.mileage.services.awards import post_award, split_award
from app.mileage.services.claim_panels import end_before_return, outcome_for


def confirm_claim(*, claim: Claim, actor: Actor) -> None:
    """Confirm as head of the claimant's department or as the head's deputy, or as control tower where no head is free.

    Another one of the control tower then verifies. Raises `Denied`, `Refused` for own claims, `Conflict` if late.
    """
    facts, heads = facts_of(claim), actor.heads(claim.department_id)
    confirmation = confirmation_of(claim, actor, facts.party_ids)
    access.require(POLICY, Permission.CLAIM_CONFIRM, actor, confirmation)
    deputy_for_id = _in_the_place_of(confirmation.place, has_the_right=heads)
    rules.check_confirmation(facts, actor.id, deputy_for_id)
    if not heads and deputy_for_id is None:
        rules.check_not_own_department(facts, offices_of(actor))
    change_state(
        claim,
        state=ClaimState.CONFIRMED,
        confirmer_id=actor.id,
        confirmed_at=clock.now(),
        confirmed_for_id=deputy_for_id,
        decided_on=clock.today(),
    )
    publish(
        ClaimConfirmed(
            actor_id=actor.id, claim_id=claim.id, department_id=claim.department_id, deputy_for_id=deputy_for_id
        )
    )


def verify_claim(*, claim: Claim, actor: Actor, reason: str = "") -> Sequence[Transfer]:
    """Verify as control tower, or its deputy, and post the points in the same transaction. Returns what was posted.

    `reason` says why the claim is not about the fact of a posted claim or an automatic award that looks like it, or
    why the verifier departs from the panel, and is kept then.
    """
    facts = facts_of(claim)
    verification = verification_of(claim, actor, facts.party_ids)
    access.require(POLICY, Permission.CLAIM_VERIFY, actor, verification)
    deputy_for_id = _in_the_place_of(verification.place, has_the_right=actor.has(Role.CONTROL_TOWER))
    rules.check_verification(facts, _decider(actor, deputy_for_id))
    item = item_or_404(claim.item_id)
    lock_pool()
    check_open(claim.happened_on)
    outcome = outcome_for(claim, item, actor, deputy_for_id)
    check_departure(outcome, reason)
    twin_ids = tuple(twin.id for twin in twins_of(claim) if twin.asks_reason)
    award_ids = tuple(award.transfer_id for award in paid_already(claim))
    rules.check_twins(twin_ids, reason)
    rules.check_awards(award_ids, reason)
    kept = reason if twin_ids or award_ids else None
    change_state(
        claim,
        state=ClaimState.POSTED,
        verifier_id=actor.id,
        verified_at=clock.now(),
        verified_for_id=deputy_for_id,
        decided_on=clock.today(),
        twin_reason=kept,
        panel_reason=reason if outcome is PanelOutcome.AGAINST else None,
    )
    transfers = _post(claim, item, actor)
    publish(
        ClaimVerified(
            actor_id=actor.id,
            claim_id=claim.id,
            transfer_ids=tuple(transfer.id for transfer in transfers),
            twin_ids=twin_ids,
            award_ids=award_ids,
            twin_reason=FreeText(kept) if kept else None,
            deputy_for_id=deputy_for_id,
        )
    )
    return transfers


def return_claim(*, claim: Claim, actor: Actor, reason: str) -> None:
    """Send a claim back with a reason: the head while it waits for the head, the control tower while it waits there."""
    facts = facts_of(claim)
    place, has_the_right = _right_to_return(claim, actor, facts)
    deputy_for_id = _in_the_place_of(place, has_the_right=has_the_right)
    rules.check_return(facts, actor.id, reason, deputy_for_id)
    end_before_return(claim, actor)
    change_state(
        claim,
        state=ClaimState.RETURNED,
        returner_id=actor.id,
        returned_at=clock.now(),
        return_reason=reason,
        returned_for_id=deputy_for_id,
        decided_on=clock.today(),
        confirmer_id=None,
        confirmed_at=None,
        confirmed_for_id=None,
    )
    publish(ClaimReturned(actor_id=actor.id, claim_id=claim.id, reason=FreeText(reason), deputy_for_id=deputy_for_id))


def require_return(claim: Claim, actor: Actor) -> None:
    """Raise `Denied` unless the actor is the one the claim waits for: who confirms, or after that the control tower."""
    _right_to_return(claim, actor, facts_of(claim))


def _right_to_return(claim: Claim, actor: Actor, facts: rules.ClaimFacts) -> tuple[Place, bool]:
    """Return the actor's place, and whether the right is their own. Raises `Denied` for somebody it does not wait for."""
    if claim.state is ClaimState.SUBMITTED and not claim.skips_head:
        confirmation = confirmation_of(claim, actor, facts.party_ids)
        access.require(POLICY, Permission.CLAIM_CONFIRM, actor, confirmation)
        return confirmation.place, actor.heads(claim.department_id)
    verification = verification_of(claim, actor, facts.party_ids)
    access.require(POLICY, Permission.CLAIM_VERIFY, actor, verification)
    return verification.place, actor.has(Role.CONTROL_TOWER)


def _in_the_place_of(place: Place, *, has_the_right: bool) -> int | None:
    """Return in whose place the actor decides: None for one's own right, which rests while a deputy has it."""
    if not has_the_right:
        return place.deputy_for_id
    if place.deputy:
        raise Refused(
            _("%(deputy)s decides in your place until %(day)s. End that first.", deputy=place.deputy, day=place.until)
        )
    return None


def _decider(actor: Actor, deputy_for_id: int | None) -> rules.Decider:
    """Return who verifies, with the offices of the one in whose place as their own."""
    offices, headed = offices_of(actor), frozenset(actor.headed_department_ids)
    if deputy_for_id is not None:
        today = clock.today()
        held = roles_between(deputy_for_id, today, today)
        offices |= offices_on(deputy_for_id, today)
        headed |= {unit for role, unit in held if role is Role.HEAD and unit is not None}
    return rules.Decider(id=actor.id, deputy_for_id=deputy_for_id, office_ids=offices, headed_ids=headed)


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
            figure=claim.figure,
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
        figure=claim.figure,
    )
