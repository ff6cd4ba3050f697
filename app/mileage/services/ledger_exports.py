"""원장 내보내기: asked for with a reason; background work writes the file, keeps it a day and deletes it."""

from datetime import date

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.events import FreeText, publish
from app.core.i18n import format_day
from app.core.messages import _
from app.jobs.models import BackgroundJob
from app.jobs.services import request_job
from app.mileage.enums import Permission
from app.mileage.ledger_export_events import LedgerExportRequested
from app.mileage.models import LedgerExport
from app.mileage.policy import POLICY
from app.mileage.queries.exports import Scope
from app.mileage.queries.ledger_exports import count_people, is_exported_by
from app.mileage.rules import ledger_exports as rules


def request_ledger_export(
    *, actor: Actor, first: date, last: date, reason: str, address: str, unmasked: bool = False
) -> BackgroundJob:
    """Ask for the ledger of some days. The same request while one is under way gives that one."""
    access.require(POLICY, Permission.LEDGER_EXPORT, actor)
    reason = reason.strip()
    rules.check_request(first, last, reason)
    job = request_job(
        actor=actor,
        kind=rules.LEDGER_EXPORT,
        title=str(_("Ledger from %(first)s to %(last)s", first=format_day(first), last=format_day(last))),
        arguments={
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "unmasked": unmasked,
            "reason": reason,
        },
    )
    if is_exported_by(job.id):
        return job
    record_access(
        actor=actor,
        address=address,
        action=AccessAction.LEDGER_EXPORTED,
        concerned_count=count_people(Scope(first, last)),
        reason=reason,
    )
    export = LedgerExport(
        person_id=actor.id,
        first_day=first,
        last_day=last,
        unmasked=unmasked,
        reason=reason,
        requested_at=clock.now(),
        job_id=job.id,
    )
    db.session.add(export)
    db.session.flush()
    publish(
        LedgerExportRequested(
            actor_id=actor.id,
            ledger_export_id=export.id,
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            unmasked=unmasked,
            reason=FreeText(reason),
        )
    )
    return job
