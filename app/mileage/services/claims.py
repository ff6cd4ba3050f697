"""적립신청: written, handed in and taken back by the claimant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import delete

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Invalid, Refused
from app.core.events import publish
from app.core.messages import _
from app.files.queries import evidence_of
from app.mileage.enums import ClaimState, ItemConfirmer, ItemSubject, Permission
from app.mileage.events import ClaimSubmitted, ClaimWithdrawn, ClaimWritten
from app.mileage.models import Claim, ClaimShare, MileageItem
from app.mileage.policy import POLICY
from app.mileage.queries.claims import EVIDENCE_SUBJECT, facts_of
from app.mileage.queries.items import item_on, item_or_404
from app.mileage.queries.objections import upheld_day
from app.mileage.queries.people import head_ids_on
from app.mileage.queries.year_locks import check_open, is_reopened
from app.mileage.rules import claims as rules
from app.mileage.rules.formulas import points_of_claim
from app.mileage.rules.shares import check_shares
from app.mileage.services.accounts import lock_pool
from app.mileage.services.claim_panels import end_with_claim


@dataclass(frozen=True, kw_only=True)
class ClaimText:
    """What a claimant writes. `shares` are person id → percent; empty: everything to the claimant or department."""

    item: MileageItem
    title: str
    description: str
    happened_on: date
    points: Decimal
    shares: Mapping[int, Decimal] = field(default_factory=dict)
    figure: Decimal | None = None

    @property
    def due(self) -> Decimal:
        """What is claimed: the points written, or what the item's formula makes of the figure."""
        return points_of_claim(self.item.reckoning, self.points, self.figure)


def write_claim(*, actor: Actor, text: ClaimText, upheld_on: date | None = None) -> Claim:
    """Draft a claim. `upheld_on` is the day of the objection it comes from, if it comes from one.

    Raises `Refused` for an automatic item, a day to come, of a past year or closed, or shares other than 100.
    """
    access.require(POLICY, Permission.CLAIM_WRITE, actor)
    shares = _checked_shares(actor, text, upheld_on)
    assert actor.department_id is not None
    claim = Claim(
        item_id=text.item.id,
        claimant_id=actor.id,
        department_id=actor.department_id,
        title=text.title,
        description=text.description,
        happened_on=text.happened_on,
        points=text.due,
        figure=text.figure,
        created_at=clock.now(),
    )
    db.session.add(claim)
    db.session.flush()
    _keep_shares(claim, shares)
    _publish_written(claim, actor, text, shares)
    return claim


def edit_claim(*, claim: Claim, actor: Actor, text: ClaimText) -> None:
    """Change a draft or a returned claim."""
    access.require(POLICY, Permission.CLAIM_EDIT, actor, claim)
    rules.check_editing(claim.state)
    shares = _checked_shares(actor, text, upheld_day(claim.id))
    change_state(
        claim,
        item_id=text.item.id,
        department_id=actor.department_id,
        title=text.title,
        description=text.description,
        happened_on=text.happened_on,
        points=text.due,
        figure=text.figure,
    )
    _keep_shares(claim, shares)
    _publish_written(claim, actor, text, shares)


def submit_claim(*, claim: Claim, actor: Actor) -> None:
    """Hand a claim in. It skips the head only where the claimant heads the department; a share skips nobody.

    The lock keeps its year open until the claim is handed in: a closing then sees it as being on its way.
    """
    access.require(POLICY, Permission.CLAIM_EDIT, actor, claim)
    item = item_or_404(claim.item_id)
    count = len(evidence_of(EVIDENCE_SUBJECT, [claim.id])[claim.id])
    rules.check_submission(claim.state, evidence_needed=item.evidence_required, evidence_count=count)
    _check_day(claim.happened_on, upheld_day(claim.id))
    lock_pool()
    check_open(claim.happened_on)
    department_id = _present_department(claim, item, actor)
    heads = head_ids_on(department_id, clock.today())
    skips_head = item.confirmer is ItemConfirmer.TOWER or claim.claimant_id in heads
    change_state(
        claim,
        state=ClaimState.SUBMITTED,
        submitted_at=clock.now(),
        department_id=department_id,
        skips_head=skips_head,
        confirmer_id=None,
        confirmed_at=None,
        confirmed_for_id=None,
    )
    publish(ClaimSubmitted(actor_id=actor.id, claim_id=claim.id, department_id=department_id, skips_head=skips_head))


def withdraw_claim(*, claim: Claim, actor: Actor) -> None:
    """Take an undecided claim back."""
    access.require(POLICY, Permission.CLAIM_EDIT, actor, claim)
    rules.check_withdrawal(facts_of(claim), actor.id)
    end_with_claim(claim, actor)
    change_state(claim, state=ClaimState.WITHDRAWN, withdrawn_at=clock.now())
    publish(ClaimWithdrawn(actor_id=actor.id, claim_id=claim.id))


def _present_department(claim: Claim, item: MileageItem, actor: Actor) -> int:
    """Return whose head confirms: where the claimant works today. What pays a department stays with that department."""
    assert actor.department_id is not None
    if item.subject is ItemSubject.DEPARTMENT:
        access.require(POLICY, Permission.CLAIM_WRITE_DEPARTMENT, actor)
        rules.check_present_department(claim.department_id, actor.department_id)
    return actor.department_id


def _checked_shares(actor: Actor, text: ClaimText, upheld_on: date | None) -> dict[int, Decimal]:
    rules.check_claimable(text.item.trigger)
    rules.check_claimed_points(text.due)
    _check_day(text.happened_on, upheld_on)
    check_open(text.happened_on)
    _check_version(text)
    if text.item.subject is ItemSubject.DEPARTMENT:
        access.require(POLICY, Permission.CLAIM_WRITE_DEPARTMENT, actor)
        if text.shares:
            raise Refused(_("A department item is paid to the department; it has no shares."))
        return {}
    shares = dict(text.shares) or {actor.id: Decimal(100)}
    check_shares(shares)
    return shares


def _check_day(day: date, upheld_on: date | None) -> None:
    rules.check_day(day, clock.today(), is_reopened=is_reopened(day.year), is_upheld=day == upheld_on)


def _check_version(text: ClaimText) -> None:
    """A fact is paid by the terms of its day: refuse an item, or a version of it, that did not hold then."""
    of_the_day = item_on(text.item.code, text.happened_on)
    if of_the_day is None or of_the_day.id != text.item.id:
        wrong = _("No mileage item %(code)s is valid on %(day)s.", code=text.item.code, day=text.happened_on)
        raise Invalid(wrong, fields={"happened_on": [wrong]})


def _publish_written(claim: Claim, actor: Actor, text: ClaimText, shares: Mapping[int, Decimal]) -> None:
    publish(
        ClaimWritten(
            actor_id=actor.id,
            claim_id=claim.id,
            item_code=text.item.code,
            points=text.due,
            shares=tuple((person_id, str(share)) for person_id, share in shares.items()),
        )
    )


def _keep_shares(claim: Claim, shares: Mapping[int, Decimal]) -> None:
    db.session.execute(delete(ClaimShare).where(ClaimShare.claim_id == claim.id))
    db.session.add_all(ClaimShare(claim_id=claim.id, person_id=key, share=share) for key, share in shares.items())
    db.session.flush()
