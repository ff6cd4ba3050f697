"""목록 내보내기: the file has a number before it is written, and what was taken out is told when it is."""

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.list_exports import ListExport
from app.core.messages import _
from app.reports.enums import ListFormat
from app.reports.events import ListExported
from app.reports.models import ExportedList

SHORTEST_REASON = 10


def number_export(
    *, actor: Actor, wanted: ListExport, file_format: ListFormat, filters: str, reason: str = ""
) -> ExportedList:
    """Give the file its number. Raises `Refused` without the reason that personal data needs."""
    reason = reason.strip() if wanted.personal else ""
    if wanted.personal and len(reason) < SHORTEST_REASON:
        raise Refused(_("Say in at least %(count)s letters why.", count=SHORTEST_REASON))
    record = ExportedList(
        list_name=wanted.name,
        format=file_format,
        filters=filters,
        personal=wanted.personal,
        reason=reason,
        person_id=actor.id,
        made_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    return record


def tell_export(*, record: ExportedList, rows: int) -> None:
    """Remember in the audit log that the file was made."""
    publish(
        ListExported(
            actor_id=record.person_id,
            exported_list_id=record.id,
            list_name=record.list_name,
            format=record.format.value,
            rows=rows,
            reason=FreeText(record.reason),
        )
    )
