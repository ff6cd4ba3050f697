"""Facts about the ledger that leaves the office."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class LedgerExportRequested(Event):
    """Somebody asked for the ledger of some days as a workbook."""

    subject: ClassVar[str] = "ledger_export"
    ledger_export_id: int
    first_day: str
    last_day: str
    unmasked: bool
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class LedgerExportBrokenOff(Event):
    """A run ended without a file. `attempt` is the number of the run."""

    subject: ClassVar[str] = "ledger_export"
    ledger_export_id: int
    attempt: int


@dataclass(frozen=True, kw_only=True)
class LedgerExportRestarted(Event):
    """A run that was broken off is begun anew. `attempt` is the number of the new run."""

    subject: ClassVar[str] = "ledger_export"
    ledger_export_id: int
    attempt: int


@dataclass(frozen=True, kw_only=True)
class LedgerExportMade(Event):
    """The workbook is whole and waits for whoever asked for it."""

    subject: ClassVar[str] = "ledger_export"
    ledger_export_id: int
    rows: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class LedgerExportDownloaded(Event):
    """The workbook was downloaded by whoever asked for it."""

    subject: ClassVar[str] = "ledger_export"
    ledger_export_id: int


@dataclass(frozen=True, kw_only=True)
class LedgerExportRemoved(Event):
    """The time of the file is over: it is deleted."""

    subject: ClassVar[str] = "ledger_export"
    ledger_export_id: int
