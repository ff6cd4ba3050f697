"""What every step of a case leaves behind."""

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.innovation.enums.cases import CaseStepKind
from app.innovation.models import Case, CaseStep


def keep(case: Case, kind: CaseStepKind, *, actor: Actor, note: str = "") -> None:
    """Write the row of history."""
    db.session.add(CaseStep(case_id=case.id, kind=kind, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
