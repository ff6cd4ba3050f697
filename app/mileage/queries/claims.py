"""적립신청: lists, the claim page and what the rules need to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, or_, select, true

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.mileage.enums import ClaimState, ItemConfirmer, ItemSubject
from app.mileage.models import Claim, ClaimEntry, ClaimShare, ClaimUpload, MileageItem, Transfer
from app.mileage.policy import Confirmation
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

    @property
    def handed_in_by_id(self) -> int:
        """Who handed it in last: who read it in, or the claimant."""
        with_it = self.was_handed_in_with_it and self.claim.returned_at is None and self.entered_by_id
        return with_it or self.claim.claimant_id

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


def has_share(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the actor has a share in the claim."""
    return select(ClaimShare.claim_id).where(ClaimShare.claim_id == Claim.id, ClaimShare.person_id == actor.id).exists()


def was_entered_by(person_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Where-clause: the person read the claim in from a workbook."""
    return (
        select(ClaimEntry.claim_id)
        .join(ClaimUpload, ClaimUpload.id == ClaimEntry.upload_id)
        .where(ClaimEntry.claim_id == Claim.id, ClaimUpload.uploader_id == person_id)
        .correlate(Claim, RoleAssignment)
        .exists()
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the claims the actor may read. Drafts are the writers' until they are handed in."""
    own = or_(Claim.claimant_id == actor.id, has_share(actor), was_entered_by(actor.id))
    handed_in = Claim.state != ClaimState.DRAFT
    if any(actor.has(role) for role in (Role.CONTROL_TOWER, Role.HR, Role.AUDITOR)):
        return or_(own, handed_in)
    led = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    return or_(own, and_(handed_in, Claim.department_id.in_(led)) if led else false())


def has_free_head() -> ColumnElement[bool]:
    """Where-clause: somebody heads the claim's department today and has no part in the claim."""
    shares = select(ClaimShare.claim_id).where(
        ClaimShare.claim_id == Claim.id, ClaimShare.person_id == RoleAssignment.person_id
    )
    return (
        select(RoleAssignment.id)
        .where(RoleAssignment.role == Role.HEAD, RoleAssignment.department_id == Claim.department_id)
        .where(held_on(clock.today()), RoleAssignment.person_id != Claim.claimant_id)
        .where(~shares.correlate(Claim, RoleAssignment).exists(), ~was_entered_by(RoleAssignment.person_id))
        .correlate(Claim)
        .exists()
    )


def confirmation_of(claim: Claim) -> Confirmation:
    """Return who may confirm a claim, for the policy: one statement."""
    free = db.session.scalar(select(Claim.id).where(Claim.id == claim.id, has_free_head()))
    return Confirmation(department_id=claim.department_id, has_free_head=free is not None)


def pays_department_of(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the claim is for a department item of the actor's own department."""
    departmental = select(MileageItem.id).where(
        MileageItem.id == Claim.item_id, MileageItem.subject == ItemSubject.DEPARTMENT
    )
    return and_(Claim.department_id == actor.department_id, departmental.correlate(Claim).exists())


def to_confirm(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait for the actor as head, or as control tower where no head is free."""
    headed, ways = actor.headed_department_ids, list[ColumnElement[bool]]()
    if headed:
        ways.append(Claim.department_id.in_(headed))
    if actor.has(Role.CONTROL_TOWER):
        ways.append(and_(~has_free_head(), ~pays_department_of(actor)))
    return and_(
        Claim.state == ClaimState.SUBMITTED,
        ~Claim.skips_head,
        Claim.claimant_id != actor.id,
        ~has_share(actor),
        ~was_entered_by(actor.id),
        or_(false(), *ways),
    )


def to_verify(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait for the actor as control tower."""
    if not actor.has(Role.CONTROL_TOWER):
        return false()
    waits = or_(Claim.state == ClaimState.CONFIRMED, and_(Claim.state == ClaimState.SUBMITTED, Claim.skips_head))
    not_mine = and_(Claim.claimant_id != actor.id, or_(Claim.confirmer_id.is_(None), Claim.confirmer_id != actor.id))
    return and_(waits, not_mine, ~has_share(actor), ~was_entered_by(actor.id), ~pays_department_of(actor))


def mine(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims the actor wrote or shares in."""
    return or_(Claim.claimant_id == actor.id, has_share(actor))


def entered(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims the actor read in from a workbook."""
    return was_entered_by(actor.id)


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
    item, department, uploader_id, with_it = db.session.execute(
        select(MileageItem, Department.name, ClaimUpload.uploader_id, ClaimUpload.handed_in)
        .select_from(Claim)
        .join(MileageItem, MileageItem.id == Claim.item_id)
        .join(Department, Department.id == Claim.department_id)
        .outerjoin(ClaimEntry, ClaimEntry.claim_id == Claim.id)
        .outerjoin(ClaimUpload, ClaimUpload.id == ClaimEntry.upload_id)
        .where(Claim.id == claim.id)
    ).one()
    ids = {claim.claimant_id, claim.confirmer_id, claim.verifier_id, claim.returner_id, uploader_id} - {None}
    names = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
    posted = select(Transfer).where(Transfer.claim_id == claim.id).order_by(Transfer.id)
    transfers = db.session.scalars(posted).all() if claim.state is ClaimState.POSTED else ()
    sharers = tuple(sharers_of(claim.id))
    return ClaimView(claim, item, department, names, sharers, tuple(transfers), uploader_id, bool(with_it))


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
        paid_department_id=claim.department_id if subject is ItemSubject.DEPARTMENT else None,
        entered_by_id=uploader_of(claim.id),
    )
