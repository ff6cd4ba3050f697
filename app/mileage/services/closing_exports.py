"""마감 보고서 반출: taken out with a reason; who did it stays in the access log and in the audit chain."""

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.core import access
from app.core.access import Actor
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import ItemSubject, Permission
from app.mileage.ledger_events import ClosingExported
from app.mileage.models import YearClosing
from app.mileage.policy import POLICY
from app.mileage.queries.year_closings import report_of

REASON_LENGTH = 10


def export_closing(*, actor: Actor, closing: YearClosing, reason: str, address: str) -> int:
    """Remember that the report of a closed year goes out; return the number of the row in the access log."""
    access.require(POLICY, Permission.CLOSING_EXPORT, actor)
    words = reason.strip()
    if len(words) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    found = report_of(closing)
    record = record_access(
        actor=actor,
        address=address,
        action=AccessAction.CLOSING_EXPORTED,
        concerned_count=found.totals(ItemSubject.PERSON).accounts,
        reason=words,
    )
    publish(
        ClosingExported(
            actor_id=actor.id,
            closing_export_id=record.id,
            year=closing.year,
            number=closing.number,
            rows=len(found.outcomes),
            reason=FreeText(words),
        )
    )
    return record.id
