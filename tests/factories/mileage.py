"""Mileage for tests: everything goes through the real services."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from app.files.services import store_evidence
from app.mileage import services
from app.mileage.queries.claims import EVIDENCE_SUBJECT
from app.mileage.queries.items import item_on
from app.mileage.rules.owners import Owner
from app.mileage.services.claims import ClaimText

START = date(2025, 1, 1)
DAY = date(2026, 11, 20)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def items():
    """Enter the 28 preset items."""
    services.seed_preset(START)


def evidence(claim, actor, name="증빙.pdf", paper=b""):
    """Hand in a small file for a claim."""
    return store_evidence(
        stream=BytesIO(PDF + paper), filename=name, subject_type=EVIDENCE_SUBJECT, subject_id=claim.id, actor=actor
    )


def draft(actor, *, code="P06", points=None, shares=None, day=DAY, title="민원 서식 세 장을 한 장으로", paper=b""):
    """A draft of a claim, with evidence."""
    item = item_on(code, day)
    text = ClaimText(
        item=item,
        title=title,
        description="서식을 합치고 전후 처리시간을 재었다.",
        happened_on=day,
        points=Decimal(points) if points is not None else item.points,
        shares={person.id: Decimal(share) for person, share in (shares or {}).items()},
    )
    claim = services.write_claim(actor=actor, text=text)
    evidence(claim, actor, paper=paper)
    return claim


def submitted(actor, **options):
    """A claim that waits for the head (or, a head's own, for the control tower)."""
    claim = draft(actor, **options)
    services.submit_claim(claim=claim, actor=actor)
    return claim


def confirmed(actor, head, **options):
    """A claim that waits for the control tower."""
    claim = submitted(actor, **options)
    services.confirm_claim(claim=claim, actor=head)
    return claim


def award(person, source, *, code="P06", points=None, day=None):
    """Pay an item to a person; returns the transfer or None."""
    return services.post_award(
        item_code=code,
        owner=Owner.person(person.id),
        source=source,
        actor_id=person.id,
        points=None if points is None else Decimal(points),
        occurred_on=day,
    )
