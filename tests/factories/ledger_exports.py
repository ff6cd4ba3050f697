"""Exports of the ledger as the product makes them, with the worker in the test's own process."""

from datetime import date

from app.core.database import transaction
from app.jobs.running import work_until_idle
from app.mileage.services import ledger_exports as services

WHY = "감사 준비를 위한 원장 대조"


def asked(actor, *, first=date(2026, 1, 1), last=date(2026, 12, 31), unmasked=False, reason=WHY):
    """An export that waits for a worker. Returns the id of its job."""
    with transaction():
        return services.request_ledger_export(
            actor=actor, first=first, last=last, reason=reason, address="127.0.0.1", unmasked=unmasked
        ).id


def made(actor, **asked_for):
    """An export whose file is whole. Returns the id of its job."""
    job_id = asked(actor, **asked_for)
    work_until_idle()
    return job_id
