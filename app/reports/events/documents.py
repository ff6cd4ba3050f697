"""Facts about how documents of the office look."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OfficeEmblemSet(Event):
    """The office chose another emblem, or took it off (no hash)."""

    subject: ClassVar[str] = "office_emblem"
    office_emblem_id: int
    sha256: str | None


@dataclass(frozen=True, kw_only=True)
class DocumentApprovalSet(Event):
    """The office chose who signs a kind of document."""

    subject: ClassVar[str] = "document_approval"
    document_approval_id: int
    kind: str
    titles: tuple[str, ...]
