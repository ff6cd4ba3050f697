"""Facts about claims that several people or offices have a part in."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ClaimsEntered(Event):
    """Claims of several people were read in from a workbook: all of its rows, as drafts or handed in."""

    subject: ClassVar[str] = "claim_upload"
    claim_upload_id: int
    sha256: str
    rows: int
    handed_in: bool
