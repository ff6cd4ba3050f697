"""Who may see the evidence of claims and deductions; `app.registry` gives this to the evidence store."""

from collections.abc import Mapping

from app.files.guards import Guard
from app.mileage.queries import deductions
from app.mileage.queries.claims import EVIDENCE_SUBJECT, may_see_claim

GUARDS: Mapping[str, Guard] = {
    EVIDENCE_SUBJECT: may_see_claim,
    deductions.EVIDENCE_SUBJECT: deductions.may_see_deduction,
}
