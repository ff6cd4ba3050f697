"""「왜 이 점수인가」: the version of the item, the claim with its evidence and who decided, and the parts of one fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select, type_coerce, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.files.models import EvidenceFile
from app.files.queries import evidence_of
from app.mileage.models import CapCut, Claim, MileageItem, Transfer
from app.mileage.queries.claims import EVIDENCE_SUBJECT, Sharer, sharers_of, visible_to


class ItemVersion(NamedTuple):
    """The item as it held on the day of the fact."""

    id: int
    code: str
    name_ko: str
    name_en: str
    valid_from: date
    valid_until: date | None


class ClaimTrail(NamedTuple):
    """A claim and who decided about it, for those who may read it."""

    id: int
    title: str
    points: Decimal
    claimant: str
    confirmer: str | None
    confirmed_at: datetime | None
    verifier: str | None
    verified_at: datetime | None


@dataclass(frozen=True)
class Provenance:
    """Where a row comes from. `claim` is None for an automatic row, and for a reader who may not see the claim.

    `parts`: what each of those the fact concerned was due, this row among them; amounts only, never names.
    """

    item: ItemVersion | None
    claim: ClaimTrail | None
    has_claim: bool
    evidence: Sequence[EvidenceFile]
    sharers: Sequence[Sharer]
    parts: Sequence[Decimal]

    @property
    def whole(self) -> Decimal:
        """What the fact was due in all."""
        return sum(self.parts, Decimal(0))


def provenance_of(row: Transfer | CapCut, actor: Actor) -> Provenance:
    """Return where a transfer or a cut comes from: two statements, five for a claim the reader may see."""
    item = _item(row.item_id) if row.item_id is not None else None
    parts = _parts(row) if row.item_code is not None else ()
    claim = _claim(row.claim_id, actor) if row.claim_id is not None else None
    if claim is None:
        return Provenance(item, None, row.claim_id is not None, (), (), parts)
    evidence = evidence_of(EVIDENCE_SUBJECT, [claim.id])[claim.id]
    return Provenance(item, claim, True, evidence, sharers_of(claim.id), parts)  # noqa: FBT003  the field says it


def _item(item_id: int) -> ItemVersion:
    columns = (
        MileageItem.id,
        MileageItem.code,
        MileageItem.name_ko,
        MileageItem.name_en,
        MileageItem.valid_from,
        MileageItem.valid_until,
    )
    return ItemVersion(*db.session.execute(select(*columns).where(MileageItem.id == item_id)).one())


def _claim(claim_id: int, actor: Actor) -> ClaimTrail | None:
    claimant, confirmer, verifier = (aliased(Person) for _n in range(3))
    found = db.session.execute(
        select(
            Claim.id,
            Claim.title,
            Claim.points,
            claimant.name,
            confirmer.name,
            Claim.confirmed_at,
            verifier.name,
            Claim.verified_at,
        )
        .join(claimant, claimant.id == Claim.claimant_id)
        .outerjoin(confirmer, confirmer.id == Claim.confirmer_id)
        .outerjoin(verifier, verifier.id == Claim.verifier_id)
        .where(Claim.id == claim_id, visible_to(actor))
    ).first()
    return ClaimTrail(*found) if found else None


def _parts(row: Transfer | CapCut) -> Sequence[Decimal]:
    """Return what the fact was due to each account, the largest part first."""
    due = type_coerce(Transfer.points + Transfer.cut_off, Transfer.points.type)
    paid = select(due.label("due")).where(
        Transfer.item_code == row.item_code, Transfer.source == row.source, Transfer.reverses_id.is_(None)
    )
    cut = select(CapCut.points).where(CapCut.item_code == row.item_code, CapCut.source == row.source)
    return sorted(db.session.scalars(union_all(paid, cut)), reverse=True)
