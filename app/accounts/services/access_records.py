"""접속기록: one row for each look at somebody else's personal data, and for each time it is taken out."""

from app.accounts.models import AccessRecord
from app.core import clock
from app.core.access import Actor
from app.core.database import db


def record_access(
    *,
    actor: Actor,
    address: str,
    action: str,
    concerned_person_id: int | None = None,
    concerned_count: int = 1,
    reason: str = "",
) -> AccessRecord:
    """Remember who has seen or taken out whose data, from where and why. Returns the row with its id."""
    record = AccessRecord(
        person_id=actor.id,
        occurred_at=clock.now(),
        address=address,
        action=action,
        reason=reason,
        concerned_person_id=concerned_person_id,
        concerned_count=concerned_count,
    )
    db.session.add(record)
    db.session.flush()
    return record
