"""같은 사실의 신청: posted claims that may be about the fact of another claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.database import db
from app.files.models import EvidenceFile
from app.mileage.enums import ClaimState
from app.mileage.models import Claim, ClaimShare, MileageItem
from app.mileage.queries.claims import EVIDENCE_SUBJECT

MOST_SHOWN = 10
"""So many twins are shown at most; one is enough to ask for a reason."""


@dataclass(frozen=True)
class Twin:
    """A posted claim of the same item that has the same paper, or the same day and somebody in common."""

    id: int
    title: str
    claimant: str
    happened_on: date


def twins_of(claim: Claim) -> Sequence[Twin]:
    """Return the posted claims that may be about the same fact, in one statement; the newest first."""
    item, item_of_claim = aliased(MileageItem), aliased(MileageItem)
    statement = (
        select(Claim.id, Claim.title, Person.name, Claim.happened_on)
        .join(item, item.id == Claim.item_id)
        .join(item_of_claim, and_(item_of_claim.id == claim.item_id, item_of_claim.code == item.code))
        .join(Person, Person.id == Claim.claimant_id)
        .where(Claim.state == ClaimState.POSTED, Claim.id != claim.id)
        .where(or_(_has_a_paper_of(claim), and_(Claim.happened_on == claim.happened_on, _pays_somebody_of(claim))))
        .order_by(Claim.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Twin(*row) for row in db.session.execute(statement)]


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
