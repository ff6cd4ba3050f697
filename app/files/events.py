"""Facts about evidence."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class EvidenceStored(Event):
    """A file was handed in for something, e.g. attached_to="progress_report", attached_id=12."""

    subject: ClassVar[str] = "evidence_file"
    evidence_file_id: int
    attached_to: str
    attached_id: int
    sha256: str
    size: int
    name: FreeText


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Event):
    """The person who handed a file in took it back; the file itself is kept."""

    subject: ClassVar[str] = "evidence_file"
    evidence_file_id: int
    attached_to: str
    attached_id: int


@dataclass(frozen=True, kw_only=True)
class EvidenceDamaged(Event):
    """A stored file is gone or is no longer what was handed in."""

    subject: ClassVar[str] = "evidence_file"
    evidence_file_id: int
    sha256: str
