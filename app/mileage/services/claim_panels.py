"""심의: named by the control tower, voted under seal, closed when all have voted or the last day is over."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict, Invalid, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.claim_events import ClaimPanelClosed, ClaimPanelConvened, ClaimPanelVoted, PanelTermsSet
from app.mileage.enums import PanelOutcome, PanelVote, Permission
from app.mileage.models import Claim, ClaimPanel, MileageItem, PanelSeat, PanelTerms
from app.mileage.policy import POLICY
from app.mileage.queries.claim_panels import (
    barred_from,
    members_by_number,
    panel_of,
    terms_for,
    terms_in_force,
)
from app.mileage.queries.claims import facts_of
from app.mileage.queries.items import item_or_404
from app.mileage.rules import claim_panels as rules
from app.mileage.rules.claims import ClaimFacts, Decider, check_verification


def set_panel_terms(*, actor: Actor, terms: rules.Terms, reason: str) -> PanelTerms:
    """Set which claims a panel looks at, from now on."""
    access.require(POLICY, Permission.PANEL_TERMS, actor)
    rules.check_terms(terms)
    row = PanelTerms(
        is_on=terms.is_on,
        above_points=terms.above_points,
        item_codes=list(terms.item_codes),
        days=terms.days,
        reason=reason,
        set_at=clock.now(),
        set_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        PanelTermsSet(
            actor_id=actor.id,
            panel_terms_id=row.id,
            is_on=terms.is_on,
            above_points=terms.above_points,
            item_codes=terms.item_codes,
            days=terms.days,
            reason=FreeText(reason),
        )
    )
    return row


def convene_panel(*, claim: Claim, actor: Actor, numbers: Sequence[str]) -> ClaimPanel:
    """Name the members by employee number, as somebody who could verify the claim themselves.

    Raises `Invalid` for who may not sit on it, `WrongState` if it is not its turn.
    """
    access.require(POLICY, Permission.PANEL_CONVENE, actor, claim)
    facts, terms, item = facts_of(claim), terms_in_force(), item_or_404(claim.item_id)
    rules.check_convening(
        claim.state,
        skips_head=claim.skips_head,
        is_needed=_needs_panel(claim, item, facts),
        has_panel=panel_of(claim) is not None,
    )
    headed = frozenset(actor.headed_department_ids)
    check_verification(facts, Decider(id=actor.id, office_ids=offices_of(actor), headed_ids=headed))
    members = _members(numbers)
    party = facts.party_ids | {claim.confirmer_id, claim.confirmed_for_id, actor.id}
    rules.check_members(members, barred_from(claim) | frozenset(person for person in party if person is not None))
    change_state(claim)
    panel = ClaimPanel(
        claim_id=claim.id,
        convened_by_id=actor.id,
        convened_at=clock.now(),
        ends_on=clock.today() + timedelta(days=terms.days),
    )
    db.session.add(panel)
    db.session.flush()
    db.session.add_all(PanelSeat(panel_id=panel.id, person_id=person_id) for person_id in members)
    db.session.flush()
    publish(
        ClaimPanelConvened(
            actor_id=actor.id,
            claim_id=claim.id,
            claim_panel_id=panel.id,
            member_ids=tuple(members),
            ends_on=panel.ends_on.isoformat(),
        )
    )
    return panel


def vote_on_claim(*, panel: ClaimPanel, actor: Actor, vote: PanelVote, reason: str) -> None:
    """Vote once, with a reason. The last vote opens them all."""
    locked = select(ClaimPanel.id).where(ClaimPanel.id == panel.id).with_for_update()
    db.session.execute(locked)
    db.session.refresh(panel)
    seats = {seat.person_id: seat for seat in _seats(panel)}
    access.require(POLICY, Permission.PANEL_VOTE, actor, _Sitting(frozenset(seats)))
    votes = [seat.vote for seat in seats.values()]
    is_over = panel.closed_at is not None or rules.is_over(votes, panel.ends_on, clock.today())
    claim = db.session.get_one(Claim, panel.claim_id)
    rules.check_vote(claim.state, has_voted=seats[actor.id].vote is not None, is_over=is_over)
    given = (
        update(PanelSeat)
        .where(PanelSeat.panel_id == panel.id, PanelSeat.person_id == actor.id, PanelSeat.vote.is_(None))
        .values(vote=vote, reason=reason, voted_at=clock.now())
    )
    if db.session.execute(given.returning(PanelSeat.person_id)).first() is None:
        raise Conflict(_("You have voted already."))
    publish(
        ClaimPanelVoted(actor_id=actor.id, claim_id=panel.claim_id, claim_panel_id=panel.id, reason=FreeText(reason))
    )
    db.session.expire_all()
    if all(seat.vote is not None for seat in _seats(panel)):
        _close(panel, actor)


def outcome_for(claim: Claim, item: MileageItem, actor: Actor, deputy_for_id: int | None = None) -> PanelOutcome | None:
    """Return what the panel came to, None without one; one whose last day is over is closed by whoever decides.

    Raises `WrongState` where a panel is still to be named, or votes.
    """
    view = panel_of(claim)
    is_needed = _needs_panel(claim, item, facts_of(claim))
    rules.check_decided(
        view.outcome if view else None,
        is_needed=is_needed,
        ends_on=view.ends_on if view is not None and not view.is_over else None,
    )
    if view is None:
        return None
    if {voice.person_id for voice in view.voices} & {actor.id, deputy_for_id}:
        raise Refused(_("Whoever sat on the panel does not verify."))
    panel = db.session.get_one(ClaimPanel, view.id)
    if panel.closed_at is None:
        _close(panel, actor)
    return panel.outcome


def end_before_return(claim: Claim, actor: Actor) -> None:
    """Refuse to return what a panel still votes about; close one whose last day is over."""
    view = panel_of(claim)
    if view is None:
        return
    rules.check_decided(view.outcome, is_needed=False, ends_on=None if view.is_over else view.ends_on)
    panel = db.session.get_one(ClaimPanel, view.id)
    if panel.closed_at is None:
        _close(panel, actor)


def end_with_claim(claim: Claim, actor: Actor) -> None:
    """Close a panel whose claim is taken back: with the votes there are, because nobody can give another."""
    view = panel_of(claim)
    panel = db.session.get_one(ClaimPanel, view.id) if view is not None else None
    if panel is not None and panel.closed_at is None:
        _close(panel, actor)


class _Sitting:
    """What the table of permissions asks: who sits on the panel."""

    def __init__(self, member_ids: frozenset[int]) -> None:
        self.member_ids = member_ids


def _needs_panel(claim: Claim, item: MileageItem, facts: ClaimFacts) -> bool:
    terms = terms_for(claim, facts.party_ids)
    return any(rules.needs_panel(one, item_code=item.code, points=claim.points) for one in terms)


def _seats(panel: ClaimPanel) -> Sequence[PanelSeat]:
    return db.session.scalars(select(PanelSeat).where(PanelSeat.panel_id == panel.id)).all()


def _close(panel: ClaimPanel, actor: Actor) -> None:
    outcome = rules.outcome_of(seat.vote for seat in _seats(panel))
    change_state(panel, closed_at=clock.now(), outcome=outcome)
    publish(
        ClaimPanelClosed(actor_id=actor.id, claim_id=panel.claim_id, claim_panel_id=panel.id, outcome=outcome.value)
    )


def _members(numbers: Sequence[str]) -> list[int]:
    found = members_by_number(numbers)
    unknown = [number for number in numbers if number not in found]
    if unknown:
        sentence = _("Nobody in office has these numbers: %(numbers)s.", numbers=", ".join(unknown[:10]))
        raise Invalid(sentence, fields={"numbers": [sentence]})
    return [found[number] for number in numbers]
