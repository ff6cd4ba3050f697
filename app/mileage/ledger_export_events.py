"""Facts about the ledger that leaves the office."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class LedgerExportRequested(Event):
    """Somebody asked for the ledger of some days as a workbook. What becomes of it is told by the background job."""

    subject: ClassVar[str] = "ledger_export"
    ledger_export_id: int
    first_day: str
    last_day: str
    unmasked: bool
    reason: FreeText
