"""같은 사실의 신청: other claims and automatic awards that may be about the fact of a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, false, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.files.models import EvidenceFile
from app.mileage.concealment import hidden_sources
from app.mileage.enums import ClaimState, ItemTrigger, TransferKind
from app.mileage.models import Claim, ClaimShare, MileageAccount, MileageItem, Transfer
from app.mileage.queries.claims import EVIDENCE_SUBJECT, visible_to

MOST_SHOWN = 10
"""So many twins are shown at most; one is enough to ask for a reason."""

PRAISE = "voice:%"
"""Sources of what is paid for praise from a citizen, where the item is one that is claimed as well."""

_HANDED_IN = (ClaimState.SUBMITTED, ClaimState.CONFIRMED, ClaimState.POSTED, ClaimState.RETURNED)


@dataclass(frozen=True)
class Twin:
    """Another claim with the same paper, or a posted one of the same item with the same day and somebody in common.

    `asks_reason`: it is posted under the same item, so whoever verifies says why this is another fact.
    """

    id: int
    title: str
    claimant: str
    happened_on: date
    state: ClaimState
    asks_reason: bool
    has_same_paper: bool
    is_readable: bool


@dataclass(frozen=True)
class PaidAlready:
    """An automatic award to somebody of the claim: for the same day, or by an item of the same group this year."""

    transfer_id: int
    item_code: str
    name_ko: str
    name_en: str
    points: Decimal
    source: str

    def name(self, language: str) -> str:
        """Return the name of the item in the reader's language."""
        return self.name_en if language == "en" else self.name_ko


def twins_of(claim: Claim, reader: Actor | None = None) -> Sequence[Twin]:
    """Return the claims that may be about the same fact, in one statement: those that ask for a reason, then the newest.

    `reader` decides which of them are readable; drafts and withdrawn claims are nobody's twins.
    """
    item, item_of_claim = aliased(MileageItem), aliased(MileageItem)
    same_paper = _has_a_paper_of(claim)
    same_fact = and_(Claim.happened_on == claim.happened_on, _pays_somebody_of(claim))
    paid = and_(Claim.state == ClaimState.POSTED, item.code == item_of_claim.code)
    asks = case((and_(paid, or_(same_paper, same_fact)), 1), else_=0)
    statement = (
        select(
            Claim.id,
            Claim.title,
            Person.name,
            Claim.happened_on,
            Claim.state,
            asks,
            case((same_paper, 1), else_=0),
            case((visible_to(reader) if reader else false(), 1), else_=0),
        )
        .join(item, item.id == Claim.item_id)
        .join(item_of_claim, item_of_claim.id == claim.item_id)
        .join(Person, Person.id == Claim.claimant_id)
        .where(Claim.id != claim.id, Claim.state.in_(_HANDED_IN), or_(same_paper, and_(paid, same_fact)))
        .order_by(asks.desc(), Claim.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Twin(*row[:5], *map(bool, row[5:])) for row in db.session.execute(statement)]


def paid_already(claim: Claim) -> Sequence[PaidAlready]:
    """Return automatic awards to the people a claim pays: of its day, and of its item or its item's group in its year.

    One statement, two where there are any. Of a group only the highest pays for a fact, and a claim names no task: so
    whoever verifies sees what the group has paid and says why this is another fact. An item that is claimed may be paid
    by a fact as well (thanks of a citizen that a head has confirmed).

    What was reversed is left out, and so is what would tell whose idea with hidden names it was paid for.
    """
    reversal = aliased(Transfer)
    people = select(ClaimShare.person_id).where(ClaimShare.claim_id == claim.id)
    statement = (
        select(
            Transfer.id, MileageItem.code, MileageItem.name_ko, MileageItem.name_en, Transfer.points, Transfer.source
        )
        .join(MileageAccount, MileageAccount.id == Transfer.credit_account_id)
        .join(MileageItem, MileageItem.id == Transfer.item_id)
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(Transfer.kind == TransferKind.AWARD, reversal.id.is_(None))
        .where(
            or_(
                and_(
                    MileageItem.trigger == ItemTrigger.EVENT,
                    or_(Transfer.occurred_on == claim.happened_on, _of_the_group_in_the_year(claim)),
                ),
                _by_a_fact_of_the_item(claim),
            )
        )
        .where(MileageAccount.person_id.in_(people))
        .order_by(Transfer.id.desc())
    )
    found = [PaidAlready(*row) for row in db.session.execute(statement)]
    hidden = hidden_sources(award.source for award in found) if found else frozenset[str]()
    return [award for award in found if award.source not in hidden][:MOST_SHOWN]


def _of_the_group_in_the_year(claim: Claim) -> ColumnElement[bool]:
    item_of_claim, year = aliased(MileageItem), claim.happened_on.year
    group = select(item_of_claim.highest_group).where(item_of_claim.id == claim.item_id).scalar_subquery()
    within = Transfer.occurred_on.between(date(year, 1, 1), date(year, 12, 31))
    return and_(MileageItem.highest_group == group, within)


def _by_a_fact_of_the_item(claim: Claim) -> ColumnElement[bool]:
    """What the item paid for praise in the claim's year or soon after it: praise is paid when a head confirms it."""
    code = select(MileageItem.code).where(MileageItem.id == claim.item_id).correlate(None).scalar_subquery()
    year = claim.happened_on.year
    within = Transfer.occurred_on.between(date(year, 1, 1), date(year + 1, 3, 31))
    return and_(Transfer.source.like(PRAISE), Transfer.item_code == code, within)


def claims_like(code: str, person_id: int, first: date, last: date) -> Sequence[int]:
    """Return the claims of an item that would pay or have paid a person for something between two days, both included."""
    statement = (
        select(Claim.id)
        .join(MileageItem, MileageItem.id == Claim.item_id)
        .join(ClaimShare, ClaimShare.claim_id == Claim.id)
        .where(
            MileageItem.code == code,
            ClaimShare.person_id == person_id,
            Claim.happened_on.between(first, last),
            Claim.state.in_((ClaimState.SUBMITTED, ClaimState.CONFIRMED, ClaimState.POSTED)),
        )
        .order_by(Claim.id)
    )
    return db.session.scalars(statement).all()


def _has_a_paper_of(claim: Claim) -> ColumnElement[bool]:
    papers = select(EvidenceFile.sha256).where(
        EvidenceFile.subject_type == EVIDENCE_SUBJECT,
        EvidenceFile.subject_id == claim.id,
        EvidenceFile.withdrawn_at.is_(None),
    )
    other = aliased(EvidenceFile)
    return (
        select(other.id)
        .where(other.subject_type == EVIDENCE_SUBJECT, other.subject_id == Claim.id, other.withdrawn_at.is_(None))
        .where(other.sha256.in_(papers))
        .correlate(Claim)
        .exists()
    )


def _pays_somebody_of(claim: Claim) -> ColumnElement[bool]:
    """A person with a share in both; for a department item, which has no shares, the same department."""
    people = select(ClaimShare.person_id).where(ClaimShare.claim_id == claim.id)
    other = aliased(ClaimShare)
    shared = select(other.person_id).where(other.claim_id == Claim.id, other.person_id.in_(people)).correlate(Claim)
    return or_(shared.exists(), and_(~people.exists(), Claim.department_id == claim.department_id))
