"""적립신청: lists, the claim page and what the rules need to know."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Role, offices_of
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.mileage.enums import ClaimState, DeputyOffice, ItemConfirmer, ItemSubject
from app.mileage.models import Claim, ClaimEntry, ClaimShare, ClaimUpload, MileageItem, Transfer
from app.mileage.queries.claim_deputies import (
    Standing,
    confirmed_as_deputy,
    is_confirmed_for,
    is_party,
    is_verified_for,
    read_as_deputy,
    standings,
    verified_as_deputy,
)
from app.mileage.queries.claim_panels import panels_about, panels_were_on, sits_on_panel
from app.mileage.rules.claim_deciders import Confirmation, Place, Verification
from app.mileage.rules.claim_deputies import decided_as
from app.mileage.rules.claims import ClaimFacts
from app.organization.models import Department

EVIDENCE_SUBJECT = "mileage_claim"
"""What evidence of a claim is stored under; see `app.files`."""


@dataclass(frozen=True)
class ClaimRow:
    """One line of a list of claims."""

    id: int
    title: str
    item_code: str
    item_name_ko: str
    item_name_en: str
    claimant_id: int
    claimant: str
    department_id: int
    department: str
    happened_on: date
    points: Decimal
    state: ClaimState
    submitted_at: datetime | None


@dataclass(frozen=True)
class Sharer:
    """A person with a share, and what was paid for it (None before posting, or where a cap left nothing)."""

    person_id: int
    name: str
    share: Decimal


@dataclass(frozen=True)
class ClaimView:
    """Everything the claim page shows. Stands for the claim in the policy."""

    claim: Claim
    item: MileageItem
    department: str
    names: dict[int, str]
    sharers: tuple[Sharer, ...]
    transfers: tuple[Transfer, ...]
    entered_by_id: int | None = None
    was_handed_in_with_it: bool = False
    panels_were_on: bool = False
    had_panel: bool = False

    @property
    def handed_in_by_id(self) -> int:
        """Who handed it in last: who read it in, or the claimant."""
        with_it = self.was_handed_in_with_it and self.claim.returned_at is None and self.entered_by_id
        return with_it or self.claim.claimant_id

    def who(self, decider_id: int, principal_id: int | None) -> str:
        """Say who decided: by name, or as the deputy of somebody."""
        name = self.names[decider_id]
        return name if principal_id is None else str(decided_as(name, self.names[principal_id]))

    @property
    def party_ids(self) -> frozenset[int]:
        """Who wrote it, shares in it or read it in from a workbook: they decide nothing about it."""
        entered = () if self.entered_by_id is None else (self.entered_by_id,)
        return self.sharer_ids | {self.claim.claimant_id, *entered}

    @property
    def claimant_id(self) -> int:
        """Who wrote it."""
        return self.claim.claimant_id

    @property
    def department_id(self) -> int:
        """The claimant's department."""
        return self.claim.department_id

    @property
    def sharer_ids(self) -> frozenset[int]:
        """Who has a share."""
        return frozenset(sharer.person_id for sharer in self.sharers)


_AT_HEAD = and_(Claim.state == ClaimState.SUBMITTED, ~Claim.skips_head)
_AT_TOWER = or_(Claim.state == ClaimState.CONFIRMED, and_(Claim.state == ClaimState.SUBMITTED, Claim.skips_head))


def has_share(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the actor has a share in the claim."""
    return select(ClaimShare.claim_id).where(ClaimShare.claim_id == Claim.id, ClaimShare.person_id == actor.id).exists()


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the claims the actor may read. Drafts are the writers' until they are handed in."""
    own = or_(is_party(actor.id), read_as_deputy(actor), sits_on_panel(actor))
    handed_in = Claim.state != ClaimState.DRAFT
    if any(actor.has(role) for role in (Role.CONTROL_TOWER, Role.HR, Role.AUDITOR)):
        return or_(own, handed_in)
    led = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    return or_(own, and_(handed_in, Claim.department_id.in_(led)) if led else false())


def has_free_head() -> ColumnElement[bool]:
    """Where-clause: somebody heads the claim's department today and has no part in the claim."""
    return (
        select(RoleAssignment.id)
        .where(RoleAssignment.role == Role.HEAD, RoleAssignment.department_id == Claim.department_id)
        .where(held_on(clock.today()), ~is_party(RoleAssignment.person_id))
        .correlate(Claim)
        .exists()
    )


def confirmation_of(claim: Claim, actor: Actor, party_ids: AbstractSet[int]) -> Confirmation:
    """Return whether and in whose place the actor may confirm a claim, for the policy: two statements.

    `party_ids` are those who have a part in the claim.
    """
    free = db.session.scalar(select(Claim.id).where(Claim.id == claim.id, has_free_head()))
    place = _place(actor, standings(DeputyOffice.HEAD, claim.department_id), party_ids)
    return Confirmation(department_id=claim.department_id, has_free_head=free is not None, place=place)


def verification_of(claim: Claim, actor: Actor, party_ids: AbstractSet[int]) -> Verification:
    """Return in whose place the actor may verify a claim, for the policy: one statement."""
    barred = {*party_ids, claim.confirmer_id, claim.confirmed_for_id}
    return Verification(place=_place(actor, standings(DeputyOffice.TOWER), barred))


def pays_department_of(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the claim is for a department item of a department the actor works in, heads or acts for."""
    departmental = select(MileageItem.id).where(
        MileageItem.id == Claim.item_id, MileageItem.subject == ItemSubject.DEPARTMENT
    )
    return and_(Claim.department_id.in_(offices_of(actor)), departmental.correlate(Claim).exists())


def to_confirm(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait for the actor as head, or as control tower where no head is free."""
    headed, ways = actor.headed_department_ids, list[ColumnElement[bool]]()
    if headed:
        ways.append(and_(Claim.department_id.in_(headed), ~is_confirmed_for(actor)))
    if actor.has(Role.CONTROL_TOWER):
        ways.append(and_(~has_free_head(), ~pays_department_of(actor)))
    return and_(_AT_HEAD, ~is_party(actor.id), or_(false(), *ways))


def to_confirm_as_deputy(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait for the actor in the place of a head."""
    return and_(_AT_HEAD, confirmed_as_deputy(actor), ~is_party(actor.id))


def to_verify(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait for the actor as control tower."""
    if not actor.has(Role.CONTROL_TOWER):
        return false()
    return and_(_may_verify(actor), ~is_verified_for(actor))


def to_verify_as_deputy(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait for the actor in the place of somebody of the control tower."""
    return and_(_may_verify(actor), verified_as_deputy(actor))


def to_decide_as_deputy(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait for the actor in the place of somebody."""
    return or_(to_confirm_as_deputy(actor), to_verify_as_deputy(actor))


def _may_verify(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the claim waits for the control tower, and the actor stands on neither other side of it."""
    not_confirmed = and_(
        or_(Claim.confirmer_id.is_(None), Claim.confirmer_id != actor.id),
        or_(Claim.confirmed_for_id.is_(None), Claim.confirmed_for_id != actor.id),
    )
    headed = Claim.department_id.in_(actor.headed_department_ids)
    not_mine = and_(~is_party(actor.id), ~pays_department_of(actor), ~sits_on_panel(actor))
    return and_(_AT_TOWER, not_confirmed, ~headed, not_mine)


def _place(actor: Actor, named: Sequence[Standing], barred: AbstractSet[int | None]) -> Place:
    """Return whose deputy the actor is for a claim, and who is the actor's own; `barred` neither stand in nor are stood for."""
    as_deputy = [one for one in named if one.deputy_id == actor.id and one.principal_id not in barred]
    stood_for = [one for one in named if one.principal_id == actor.id and one.deputy_id not in barred]
    return Place(
        deputy_for_id=as_deputy[0].principal_id if as_deputy else None,
        deputy_for=as_deputy[0].principal if as_deputy else "",
        deputy=stood_for[0].deputy if stood_for else "",
        until=stood_for[0].ends_on if stood_for else None,
    )


def mine(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims the actor wrote or shares in."""
    return or_(Claim.claimant_id == actor.id, has_share(actor))


def entered(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims the actor read in from a workbook."""
    return (
        select(ClaimEntry.claim_id)
        .join(ClaimUpload, ClaimUpload.id == ClaimEntry.upload_id)
        .where(ClaimEntry.claim_id == Claim.id, ClaimUpload.uploader_id == actor.id)
        .correlate(Claim)
        .exists()
    )


def uploader_of(claim_id: int) -> int | None:
    """Return who read the claim in from a workbook; None for one the claimant wrote."""
    return db.session.scalar(
        select(ClaimUpload.uploader_id)
        .join(ClaimEntry, ClaimEntry.upload_id == ClaimUpload.id)
        .where(ClaimEntry.claim_id == claim_id)
    )


def claims_page(
    where: ColumnElement[bool], actor: Actor, *, state: ClaimState | None = None, cursor: str | None = None
) -> Page[ClaimRow]:
    """Return a page of the claims that match and that the actor may read, newest first."""
    statement = (
        select(
            Claim.id,
            Claim.title,
            MileageItem.code,
            MileageItem.name_ko,
            MileageItem.name_en,
            Claim.claimant_id,
            Person.name,
            Claim.department_id,
            Department.name,
            Claim.happened_on,
            Claim.points,
            Claim.state,
            Claim.submitted_at,
        )
        .join(MileageItem, MileageItem.id == Claim.item_id)
        .join(Person, Person.id == Claim.claimant_id)
        .join(Department, Department.id == Claim.department_id)
        .where(where, visible_to(actor), Claim.state == state if state else true())
    )
    page = keyset_page(statement, keys=[Claim.id], cursor=cursor)
    return Page([ClaimRow(*row) for row in page.rows], page.next_cursor)


def claim_or_404(claim_id: int, actor: Actor) -> Claim:
    """Load a claim the actor may read. Raises `Missing`."""
    found = db.session.scalar(select(Claim).where(Claim.id == claim_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such claim."))
    return found


def may_see_claim(actor: Actor, claim_id: int) -> bool:
    """Whether the actor may read the claim, and so its evidence: the guard of `app.files`."""
    return db.session.scalar(select(Claim.id).where(Claim.id == claim_id, visible_to(actor))) is not None


def claim_view(claim: Claim) -> ClaimView:
    """Load what the page of a claim shows: three statements, four once it is posted."""
    item, department, uploader_id, with_it, panels_on, panels = db.session.execute(
        select(
            MileageItem,
            Department.name,
            ClaimUpload.uploader_id,
            ClaimUpload.handed_in,
            panels_were_on(),
            panels_about(claim.id),
        )
        .select_from(Claim)
        .join(MileageItem, MileageItem.id == Claim.item_id)
        .join(Department, Department.id == Claim.department_id)
        .outerjoin(ClaimEntry, ClaimEntry.claim_id == Claim.id)
        .outerjoin(ClaimUpload, ClaimUpload.id == ClaimEntry.upload_id)
        .where(Claim.id == claim.id)
    ).one()
    deciders = {claim.confirmer_id, claim.verifier_id, claim.returner_id}
    stood_for = {claim.confirmed_for_id, claim.verified_for_id, claim.returned_for_id}
    ids = ({claim.claimant_id, uploader_id} | deciders | stood_for) - {None}
    names = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
    posted = select(Transfer).where(Transfer.claim_id == claim.id).order_by(Transfer.id)
    transfers = db.session.scalars(posted).all() if claim.state is ClaimState.POSTED else ()
    sharers = tuple(sharers_of(claim.id))
    return ClaimView(
        claim,
        item,
        department,
        names,
        sharers,
        tuple(transfers),
        uploader_id,
        bool(with_it),
        bool(panels_on),
        bool(panels),
    )


def sharers_of(claim_id: int) -> Sequence[Sharer]:
    """Return who shares in a claim, largest share first."""
    statement = (
        select(ClaimShare.person_id, Person.name, ClaimShare.share)
        .join(Person, Person.id == ClaimShare.person_id)
        .where(ClaimShare.claim_id == claim_id)
        .order_by(ClaimShare.share.desc(), ClaimShare.person_id)
    )
    return [Sharer(*row) for row in db.session.execute(statement)]


def shares_of(claim_id: int) -> dict[int, Decimal]:
    """Return person id → percentage, in a fixed order."""
    statement = select(ClaimShare.person_id, ClaimShare.share).where(ClaimShare.claim_id == claim_id)
    return {row.person_id: row.share for row in db.session.execute(statement.order_by(ClaimShare.person_id))}


def facts_of(claim: Claim) -> ClaimFacts:
    """Return what the rules need to know of a claim. `skips_head` was decided at submission."""
    subject = db.session.scalar(select(MileageItem.subject).where(MileageItem.id == claim.item_id))
    return ClaimFacts(
        state=claim.state,
        claimant_id=claim.claimant_id,
        sharer_ids=frozenset(shares_of(claim.id)),
        claimant_is_head=claim.skips_head,
        confirmer=ItemConfirmer.HEAD_AND_TOWER,
        confirmed_by_id=claim.confirmer_id,
        confirmed_for_id=claim.confirmed_for_id,
        department_id=claim.department_id,
        paid_department_id=claim.department_id if subject is ItemSubject.DEPARTMENT else None,
        entered_by_id=uploader_of(claim.id),
    )
