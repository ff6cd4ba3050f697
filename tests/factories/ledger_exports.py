"""Exports of the ledger as the product makes them, with the process in the test's own."""

from datetime import date

from app.cli.ledger_exports import write_export
from app.core.database import db, transaction
from app.mileage.models import LedgerExport
from app.mileage.services import ledger_exports as services

WHY = "감사 준비를 위한 원장 대조"


def asked(actor, *, first=date(2026, 1, 1), last=date(2026, 12, 31), unmasked=False):
    """An export that waits for its process. Returns its id."""
    with transaction():
        return services.request_ledger_export(
            actor=actor, first=first, last=last, reason=WHY, address="127.0.0.1", unmasked=unmasked
        ).id


def made(actor, **asked_for):
    """An export whose file is whole. Returns its id."""
    export_id = asked(actor, **asked_for)
    write_export(export_id, 1)
    return export_id


def found(export_id):
    """The export as it stands in the database."""
    return db.session.get_one(LedgerExport, export_id, populate_existing=True)
